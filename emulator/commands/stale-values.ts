import { join } from 'node:path';
import { hasUnfinishedShards } from '../studies/shards/shard-folder.js';
import { rememberFolders } from '../writers/result-files.js';
import { removeStaleStudy } from './stale-study.js';

/** Folders of the values of a scan, and those of values that an earlier one had. */
export interface ValueFolders {
  readonly own: readonly string[];
  readonly stale: readonly string[];
}

/** Remembers in the folder of a scan which folders there are of its values. */
export async function openValueFolders(out: string, own: readonly string[]): Promise<ValueFolders> {
  return { own, stale: await rememberFolders(out, own) };
}

/**
 * Takes away what values of an earlier scan have left in the folder of one that is whole. Shards of
 * one that was not finished may be hours of work, and stay with all that is beside them.
 * @returns what was done: a line for each folder
 */
export async function removeStaleValues(
  out: string,
  { own, stale }: ValueFolders,
): Promise<readonly string[]> {
  const kept = stale.filter((name) => hasUnfinishedShards(join(out, name)));
  const done = kept.map((name) => stays(join(out, name), 'its shards are not all there'));
  for (const name of stale) {
    if (kept.includes(name)) continue;
    const said = await removeStaleStudy(join(out, name), 'a value');
    if (said !== undefined) done.push(said);
  }
  await rememberFolders(out, own, kept);
  return done;
}

/** What is said of them by a scan that was stopped. */
export const toldOfStale = (out: string, { stale }: ValueFolders): readonly string[] =>
  stale.map((name) => stays(join(out, name), 'this scan was stopped'));

const stays = (path: string, why: string): string =>
  `${path}: a value of an earlier scan, and this one has none of the name; it stays: ${why}\n`;
