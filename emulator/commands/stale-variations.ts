import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyDocument } from '../studies/document.js';
import { removeShards } from '../studies/shards/shard-folder.js';
import { variationFolder } from '../studies/variations/variation.js';
import { removeResult } from '../writers/result-files.js';

/**
 * Takes away what variations of an earlier study have left in a folder of results, where this study
 * has none of their names; files of others stay.
 * @returns what was done: a line for each folder
 */
export async function removeStaleVariations(
  out: string,
  { variations = [], variationsShort = [] }: Pick<StudyDocument, 'variations' | 'variationsShort'>,
): Promise<readonly string[]> {
  const own = [...variations, ...variationsShort].map(({ name }) => variationFolder(name));
  const stale = readdirSync(out, { withFileTypes: true }).filter(
    (entry) =>
      entry.isDirectory() &&
      entry.name.startsWith(variationFolder('')) &&
      !own.includes(entry.name),
  );
  const done: string[] = [];
  for (const { name } of stale) {
    const path = join(out, name);
    const hasShards = existsSync(join(path, 'shards'));
    const isResult = await removeResult(path, 'study');
    if (!isResult && !hasShards) continue;
    removeShards(path);
    const isEmpty = readdirSync(path).length === 0;
    if (isEmpty) rmdirSync(path);
    done.push(
      isEmpty
        ? `removed ${path}: a variation of an earlier study, and this one has none of the name\n`
        : `${path}: results of an earlier study are removed, files of others stay\n`,
    );
  }
  return done;
}
