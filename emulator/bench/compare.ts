import { median } from './median.js';

/** What is compared of a row: both, since the machine may have become slower in between. */
export interface ComparedRow {
  readonly name: string;
  readonly nsPerEvent: number;
  /** Over the reference loop of the same process. */
  readonly ratioToReference: number;
}

/** Rows of both trees, run one after the other. */
export interface ComparedRound {
  readonly here: readonly ComparedRow[];
  readonly there: readonly ComparedRow[];
}

/** How much faster a row is here than there. */
export interface Comparison {
  readonly name: string;
  /** Medians of all rounds [ns]. */
  readonly nsPerEvent: number;
  readonly otherNsPerEvent: number;
  /**
   * Times as fast as there, of times over the reference loop: median of the rounds, and the lowest
   * and highest of them.
   */
  readonly timesAsFast: number;
  readonly low: number;
  readonly high: number;
}

/** Rows that both trees have, in the order of ours. */
export function compareRounds(rounds: readonly ComparedRound[]): readonly Comparison[] {
  const names = rounds[0]?.here.map(({ name }) => name) ?? [];
  return names.flatMap((name) => {
    const pairs = rounds.flatMap(({ here, there }) => {
      const ours = here.find((row) => row.name === name);
      const theirs = there.find((row) => row.name === name);
      return ours === undefined || theirs === undefined ? [] : [{ ours, theirs }];
    });
    if (pairs.length === 0) return [];
    const ratios = pairs.map(({ ours, theirs }) => theirs.ratioToReference / ours.ratioToReference);
    return [
      {
        name,
        nsPerEvent: median(pairs.map(({ ours }) => ours.nsPerEvent)),
        otherNsPerEvent: median(pairs.map(({ theirs }) => theirs.nsPerEvent)),
        timesAsFast: median(ratios),
        low: Math.min(...ratios),
        high: Math.max(...ratios),
      },
    ];
  });
}
