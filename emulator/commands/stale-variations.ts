import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyDocument } from '../studies/document.js';
import { variationFolder } from '../studies/variations/variation.js';
import { removeStaleStudy } from './stale-study.js';

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
    const said = await removeStaleStudy(join(out, name), 'a variation');
    if (said !== undefined) done.push(said);
  }
  return done;
}
