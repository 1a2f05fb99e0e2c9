import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { hasShards, removeShards } from '../studies/shards/shard-folder.js';
import { removeResult } from '../writers/result-files.js';

/**
 * Takes away what an earlier study has left in a folder that this one has not; files of others
 * stay.
 * @param of which part of it the folder was, such as `a variation`
 * @returns what was done, in a line; undefined where there was nothing of a study
 */
export async function removeStaleStudy(path: string, of: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const hadShards = hasShards(path);
  const isResult = await removeResult(path, 'study');
  if (!isResult && !hadShards) return undefined;
  removeShards(path);
  if (readdirSync(path).length > 0)
    return `${path}: results of an earlier study are removed, files of others stay\n`;
  rmdirSync(path);
  return `removed ${path}: ${of} of an earlier study, and this one has none of the name\n`;
}
