import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasUnfinishedShards } from '../studies/shards/shard-folder.js';
import { sha256Of } from '../writers/file-origin.js';
import { type PartKind, type PartSums, partsIn, rememberParts } from '../writers/result-files.js';
import { removeStaleStudy } from './stale-study.js';

/** How messages name a part, and what it is of. */
const words = {
  value: { part: 'a value', whole: 'scan' },
  variation: { part: 'a variation', whole: 'study' },
} as const;

/**
 * Remembers in a folder of results which folders there are of its parts.
 * @returns what earlier results had there and these have not
 */
export async function openParts(
  out: string,
  kind: PartKind,
  own: readonly string[],
): Promise<PartSums> {
  const before = partsIn(out, kind);
  const all = { ...Object.fromEntries(own.map((name) => [name, ''])), ...before };
  await rememberParts(out, kind, all);
  return Object.fromEntries(Object.entries(before).filter(([name]) => !own.includes(name)));
}

/** Remembers which results were written for a part. */
export async function rememberResults(out: string, kind: PartKind, name: string): Promise<void> {
  const sum = sumIn(join(out, name)) ?? '';
  await rememberParts(out, kind, { ...partsIn(out, kind), [name]: sum });
}

/** Whether the results in the folder of a part are, byte for byte, what is remembered of it. */
export function isRemembered(out: string, kind: PartKind, name: string): boolean {
  const sum = sumIn(join(out, name));
  return sum !== undefined && sum === partsIn(out, kind)[name];
}

/** SHA-256 of the results in a folder; undefined where there are none. */
function sumIn(folder: string): string | undefined {
  const file = join(folder, 'results.json');
  return existsSync(file) ? sha256Of(readFileSync(file)) : undefined;
}

/**
 * Takes away what parts of earlier results have left in the folder of results that are whole: what
 * was written there, byte for byte. All else stays and is named: results of others, shards of what
 * was not finished, which may be hours of work, and with `resume` everything.
 * @param reasonToKeep why a folder is not looked at; undefined where it is
 * @returns what was done: a line for each folder
 */
export async function removeStaleParts(
  out: string,
  kind: PartKind,
  stale: PartSums,
  resume = false,
  reasonToKeep: (name: string) => string | undefined = () => undefined,
): Promise<readonly string[]> {
  if (Object.keys(stale).length === 0) return [];
  const done: string[] = [];
  const kept: Record<string, string> = {};
  for (const [name, sum] of Object.entries(stale)) {
    const folder = join(out, name);
    if (!isThere(folder)) continue;
    const reason = resume
      ? 'with --resume none is removed'
      : (reasonToKeep(name) ?? reasonOf(folder, kind, sum));
    const said =
      reason === undefined ? await removeStaleStudy(folder, words[kind].part) : undefined;
    if (said === undefined) kept[name] = sum;
    done.push(said ?? staysText(folder, kind, reason ?? 'no list says which files are of it'));
  }
  const own = Object.entries(partsIn(out, kind)).filter(([name]) => !Object.hasOwn(stale, name));
  await rememberParts(out, kind, { ...Object.fromEntries(own), ...kept });
  return done;
}

/** Why a folder is not taken away; undefined where it may be. */
function reasonOf(folder: string, kind: PartKind, sum: string): string | undefined {
  if (lstatSync(folder).isSymbolicLink()) return 'it is a symbolic link';
  if (hasUnfinishedShards(folder)) return 'its shards are not all there';
  if (sumIn(folder) === sum) return undefined;
  return `its results are not those that the ${words[kind].whole} has written`;
}

/** Links count, whatever is behind them. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** What is said of them by results that were stopped. */
export const toldOfStale = (out: string, kind: PartKind, stale: PartSums): readonly string[] =>
  Object.keys(stale)
    .map((name) => join(out, name))
    .filter(isThere)
    .map((folder) => staysText(folder, kind, `this ${words[kind].whole} was stopped`));

/** That the folder of a part stays, and why. */
function staysText(folder: string, kind: PartKind, why: string): string {
  const { part, whole } = words[kind];
  const stays = `and this one has none of the name; it stays: ${why}`;
  return `${folder}: ${part} of an earlier ${whole}, ${stays}\n`;
}
