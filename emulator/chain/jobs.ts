import type { GeneratedBatch } from '../../detector/truth.js';

/**
 * Events to make and decide: addresses `first` up to `first + count` of a slice, by point `point`
 * of the setup.
 */
export interface GenerateJob {
  readonly kind: 'generate';
  readonly slice: number;
  readonly first: number;
  readonly count: number;
  readonly point: number;
  /**
   * Which leg of a run it is of, whose settings make it: counts the changes by command before it.
   */
  readonly leg?: number;
}

/** Events that the main thread has read: they travel as columns, transferred. */
export interface ParticlesJob {
  readonly kind: 'particles';
  readonly generated: GeneratedBatch;
  /** Event numbers as in the file; stay with the main thread's copy of the job. */
  readonly numbers: Float64Array;
}

/**
 * Windows of a slice of the machine in time that its seeds `first` up to `first + count` open: most
 * open none, so a job is best a whole slice.
 */
export interface WindowsJob {
  readonly kind: 'windows';
  readonly slice: number;
  readonly first: number;
  readonly count: number;
  /**
   * Which leg of a run it is of, whose settings make it: counts the changes by command before it.
   */
  readonly leg?: number;
}

/** What a chain is given to do: events or windows to make, or events that were read. */
export type Job = GenerateJob | ParticlesJob | WindowsJob;
