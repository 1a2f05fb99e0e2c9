import { EmulatorError } from '../../detector/base/errors.js';
import { binCount, type TallyLayout } from './tally.js';

/** More counts than this are a slip, and would take all memory; a built-in card has 6e5 at most. */
export const maxCounts = 4_000_000;

/**
 * Refuses a card of which more would be counted: a tally has every subject of the card in each bin,
 * whatever the curve or map there shows.
 * @throws CARD_BAD_VALUE
 */
export function requireCountable(card: string, { groups, subjects }: TallyLayout): void {
  const bins = groups.reduce((sum, group) => sum + binCount(group), 0);
  const counts = bins * (subjects.length + 1);
  if (counts <= maxCounts) return;
  throw new EmulatorError(
    'CARD_BAD_VALUE',
    `card "${card}": ${bins} bins of curves and maps, in each of which all ${subjects.length} ` +
      `lines, families and probes of the card are counted, make ${counts} counts, expected at ` +
      `most ${maxCounts}: fewer curves, maps or bins, or in lines and families those that matter ` +
      'in place of all',
  );
}
