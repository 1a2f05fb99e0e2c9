import type { FoundClass } from './class-rates.js';
import type { PairSums } from './pair-sums.js';

/** How often two lines or families keep the same event. */
interface Overlap {
  readonly one: string;
  readonly other: string;
  /** After prescale, expected. */
  readonly hz: number;
}

/** Pairs of lines and of families that keep the same events, the most frequent first. */
export interface Overlaps {
  readonly lines: readonly Overlap[];
  readonly families: readonly Overlap[];
}

/** Pairs of lines that come less often are left out [Hz]. */
const leastHz = 1;

/** Overlaps of all classes together. */
export function overlapsOf(
  classes: readonly FoundClass[],
  lines: readonly string[],
  families: readonly string[],
): Overlaps {
  const pairsOf = (which: keyof PairSums, names: readonly string[]): readonly Overlap[] =>
    names
      .flatMap((one, i) =>
        names.slice(i + 1).map((other, after): Overlap => {
          const pair = i * names.length + i + 1 + after;
          const hz = classes.reduce(
            (sum, { hz: own, sums: { pairs, events } }) =>
              events === 0 ? sum : sum + (own * pairs[which][pair]!) / events,
            0,
          );
          return { one, other, hz };
        }),
      )
      .sort((one, other) => other.hz - one.hz);
  return {
    lines: pairsOf('lines', lines).filter(({ hz }) => hz >= leastHz),
    families: pairsOf('families', families),
  };
}
