// kernel: a pass over the pairs of lines of each event
import type { KeptChances } from '../../triggers/gdl/kept-chances.js';

/**
 * Sums over events of one class of the chance that both of a pair keep the event; the element of
 * pair (i, j), i < j, is i · count + j.
 */
export interface PairSums {
  readonly lines: Float64Array;
  readonly families: Float64Array;
}

/** Empty sums of so many lines and families. */
export const pairSums = (lines: number, families: number): PairSums => ({
  lines: new Float64Array(lines * lines),
  families: new Float64Array(families * families),
});

/** Adds the event that `kept` has looked at last, in which so many lines fired. */
export function addPairs(sums: PairSums, kept: KeptChances, fired: number): void {
  const { chanceOf, chances, firstFamily, familyCount } = kept;
  const lineCount = chanceOf.length;
  for (let at = 0; at < fired; at++) {
    const one = kept.fired[at]!;
    const chance = chanceOf[one]!;
    if (chance === 0) continue;
    for (let next = at + 1; next < fired; next++) {
      const other = kept.fired[next]!;
      const pair = one < other ? one * lineCount + other : other * lineCount + one;
      sums.lines[pair] = sums.lines[pair]! + chance * chanceOf[other]!;
    }
  }
  for (let one = 0; one < familyCount; one++) {
    const chance = chances[firstFamily + one]!;
    if (chance === 0) continue;
    for (let other = one + 1; other < familyCount; other++) {
      const pair = one * familyCount + other;
      sums.families[pair] = sums.families[pair]! + chance * chances[firstFamily + other]!;
    }
  }
}
