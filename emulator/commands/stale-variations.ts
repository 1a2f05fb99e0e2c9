import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyDocument } from '../studies/document.js';
import { variationFolder } from '../studies/variations/variation.js';
import { partsIn } from '../writers/result-files.js';
import { removeStaleParts, toldOfStale } from './stale-parts.js';

/**
 * Takes away what variations of an earlier study have left in a folder of results, where this study
 * has none of their names and is whole: what that study has written there, byte for byte. All else
 * stays and is named, as do folders called like those of variations that no list names.
 * @returns what was done: a line for each folder
 */
export async function removeStaleVariations(
  out: string,
  study: Pick<StudyDocument, 'variations' | 'variationsShort' | 'events' | 'eventsPlanned'>,
  resume = false,
): Promise<readonly string[]> {
  const { variations = [], variationsShort = [], events, eventsPlanned } = study;
  const own = [...variations, ...variationsShort].map(({ name }) => variationFolder(name));
  const known = partsIn(out, 'variation');
  const others = readdirSync(out, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(variationFolder('')))
    .map(({ name }) => name)
    .filter((name) => !own.includes(name) && !Object.hasOwn(known, name))
    .map((name) => `${join(out, name)} is not in the list of this folder: it stays\n`);
  const stale = Object.fromEntries(Object.entries(known).filter(([name]) => !own.includes(name)));
  const isWhole = events === eventsPlanned && variationsShort.length === 0;
  const done = isWhole
    ? await removeStaleParts(out, 'variation', stale, resume)
    : toldOfStale(out, 'variation', stale);
  return [...done, ...others];
}
