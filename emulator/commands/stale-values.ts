import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasUnfinishedShards } from '../studies/shards/shard-folder.js';
import { sha256Of } from '../writers/file-origin.js';
import { rememberValues, type ValueSums, valuesIn } from '../writers/result-files.js';
import { removeStaleStudy } from './stale-study.js';

/** Folders of the values of a scan, and what of earlier ones is in the folder of all. */
export interface ValueFolders {
  /** Path of the parameter. */
  readonly path: string;
  readonly stale: ValueSums;
}

/** Remembers in the folder of a scan which folders there are of its values. */
export async function openValueFolders(
  out: string,
  path: string,
  own: readonly string[],
): Promise<ValueFolders> {
  const before = valuesIn(out);
  await rememberValues(out, { ...Object.fromEntries(own.map((name) => [name, ''])), ...before });
  const stale = Object.entries(before).filter(([name]) => !own.includes(name));
  return { path, stale: Object.fromEntries(stale) };
}

/** Remembers which results a scan has written for a value. */
export async function rememberResults(out: string, name: string): Promise<void> {
  await rememberValues(out, { ...valuesIn(out), [name]: sumIn(join(out, name)) ?? '' });
}

/** SHA-256 of the results in a folder; undefined where there are none. */
function sumIn(folder: string): string | undefined {
  const file = join(folder, 'results.json');
  return existsSync(file) ? sha256Of(readFileSync(file)) : undefined;
}

/**
 * Takes away what values of an earlier scan of the same parameter have left in the folder of one
 * that is whole: the results that it has written there, byte for byte. All else stays and is named:
 * results of others, shards of what was not finished, which may be hours of work, and with `resume`
 * everything.
 * @returns what was done: a line for each folder
 */
export async function removeStaleValues(
  out: string,
  { path, stale }: ValueFolders,
  resume = false,
): Promise<readonly string[]> {
  const done: string[] = [];
  const kept: Record<string, string> = {};
  for (const [name, sum] of Object.entries(stale)) {
    const folder = join(out, name);
    if (!existsSync(folder)) continue;
    const reason = resume ? 'with --resume none is removed' : reasonToKeep(folder, name, path, sum);
    const said = reason === undefined ? await removeStaleStudy(folder, 'a value') : undefined;
    if (said === undefined) kept[name] = sum;
    done.push(said ?? stays(folder, reason ?? 'no list says which files are of it'));
  }
  const own = Object.entries(valuesIn(out)).filter(([name]) => !Object.hasOwn(stale, name));
  await rememberValues(out, { ...Object.fromEntries(own), ...kept });
  return done;
}

/** Why the folder of a value is not taken away; undefined where it may be. */
function reasonToKeep(folder: string, name: string, path: string, sum: string): string | undefined {
  if (!name.startsWith(`${path}=`)) return 'it is of another parameter';
  if (hasUnfinishedShards(folder)) return 'its shards are not all there';
  return sumIn(folder) === sum ? undefined : 'its results are not those that the scan has written';
}

/** What is said of them by a scan that was stopped. */
export const toldOfStale = (out: string, { stale }: ValueFolders): readonly string[] =>
  Object.keys(stale)
    .map((name) => join(out, name))
    .filter((folder) => existsSync(folder))
    .map((folder) => stays(folder, 'this scan was stopped'));

const stays = (folder: string, why: string): string =>
  `${folder}: a value of an earlier scan, and this one has none of the name; it stays: ${why}\n`;
