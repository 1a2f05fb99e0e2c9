import type { RandomStream } from '../../detector/base/random.js';
import type { BeamsConfig } from '../../detector/beams.js';

/** A stream of seeds of one class in a slice: Poisson in number. */
export interface SeedFlow {
  /** Place of the class in the machine's list. */
  readonly place: number;
  /** Seeds expected in the slice. */
  readonly mean: number;
  /**
   * When a seed comes: as any bunch crosses, at any time, or as drawn, then after the slice began
   * [ns].
   */
  readonly when: 'crossing' | 'any' | ((stream: RandomStream) => number);
}

/** What comes in a slice: flows, the same in all slices but for their numbers, and the bunches. */
export interface SliceFlows extends Pick<BeamsConfig, 'filling'> {
  readonly flows: readonly SeedFlow[];
}

/** What comes in each slice: a closed function of its number. */
export type FlowsOf = (slice: number) => SliceFlows;
