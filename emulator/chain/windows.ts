import type { GeneratedBatch } from '../../detector/truth.js';
import type { WindowsJob } from './jobs.js';

/** What is known of the windows of a batch besides their particles; one element a window. */
export interface WindowColumns {
  /** When the last seed that joined it came, since the run began [ns]. */
  readonly lastMember: Float64Array;
  /** Class of the seed that opened it, by its place in the machine's list; `artificialAnchor`. */
  readonly anchor: Uint8Array;
  /**
   * How many alike the artificial input of a window stands for, in the counters of lines that need
   * one; 1 each when absent.
   */
  readonly artificial?: Float64Array;
  /**
   * Of windows that are made class by class: how much likelier each would be with other rates of
   * the classes, a row a window, an element each for some sets of rates.
   */
  readonly likelier?: Float64Array;
}

/** In place of a class: what opened the window is no seed. */
export const artificialAnchor = 255;

/**
 * Windows of the machine in time, before the detector: their own lists of particles are empty, all
 * seeds are laid over them. Weights are how many seeds alike a window stands for.
 */
export interface WindowBatch extends GeneratedBatch {
  readonly windows: WindowColumns;
  /** Input bits that something else than the detector sets; words an event as of input bits. */
  readonly givenBits?: Uint32Array;
}

/** Seeds of a slice by what becomes of them. */
export interface TierCounts {
  /** Could fire a line without prescale, by themselves or with what is near them. */
  anchors: number;
  /** Of classes that cannot by themselves, but near others with which they can. */
  promoted: number;
  /** Cannot: one in so many stands for them. */
  thinned: number;
}

/** What makes windows, handed to a chain. */
export interface ChainWindows {
  /** How many seeds a slice has: each may open a window, which has its number. */
  readonly count: (slice: number) => number;
  /** When the seed of a number comes, after the slice began [ns]. */
  readonly timeOf: (slice: number, number: number) => number;
  /**
   * Where the part of a slice ends that a seed of a number is in: the particles of all seeds of a
   * part are made at once, so that windows of several make less work than of a part each.
   */
  readonly partEnd: (slice: number, number: number) => number;
  /** How many there are by the place of their class, without what is no seed. */
  readonly seeds: (slice: number) => Float64Array;
  /** Those of a job that are opened and not thinned out. */
  readonly make: (job: WindowsJob) => WindowBatch;
  /** What becomes of the seeds of a slice. */
  readonly tiers: (slice: number) => Readonly<TierCounts>;
}
