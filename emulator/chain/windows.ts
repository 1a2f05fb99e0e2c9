import type { GeneratedBatch } from '../../detector/truth.js';
import type { WindowsJob } from './jobs.js';

/** What is known of the windows of a batch besides their particles; one element a window. */
export interface WindowColumns {
  /** When the last seed that joined it came, since the run began [ns]. */
  readonly lastMember: Float64Array;
  /** Class of the seed that opened it, by its place in the machine's list; `artificialAnchor`. */
  readonly anchor: Uint8Array;
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

/** What makes windows, handed to a chain. */
export interface ChainWindows {
  /** How many seeds a slice has: each may open a window, which has its number. */
  readonly count: (slice: number) => number;
  /** Those of a job that are opened and not thinned out. */
  readonly make: (job: WindowsJob) => WindowBatch;
}
