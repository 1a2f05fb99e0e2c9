/**
 * Stretches of time in which an input is up: begin and end of each [ns after the slice began], the
 * end outside, in order and apart from each other.
 */
type Stretches = Float64Array;

/** What the accelerator does to inputs of the trigger in a slice. */
export interface InputSignals {
  /** The veto after injections, of both rings together. */
  readonly veto: Stretches;
  /** The time after injections in which background comes back, of both rings together. */
  readonly passiveVeto: Stretches;
  /** When the kickers of a ring fire, ascending [ns after the slice began]. */
  readonly herKicks: Float64Array;
  readonly lerKicks: Float64Array;
}

/** The same in each slice: a closed function of its number. */
export type SignalsOf = (slice: number) => InputSignals;

/** Whether a time lies in one of some stretches. */
export function isWithin(stretches: Stretches, time: number): boolean {
  let [low, high] = [0, stretches.length];
  // Edges at or before the time: an odd number of them when a stretch has begun and not ended.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stretches[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}
