import type { SeedsOf } from './artificial-pulses.js';
import type { LinesInVeto } from './lines-in-veto.js';

/** Something that is no seed and opens windows: a clock, a pulser, a delayed coincidence. */
export interface ArtificialAnchors {
  /** After the slice began [ns], ascending, within it. */
  readonly time: Float64Array;
  /** Input bits that each sets, words an anchor as of input bits. */
  readonly bits: Uint32Array;
  /** How many alike each stands for, in the counters of lines that need an artificial input. */
  readonly standsFor: Float64Array;
}

/** Inputs of the trigger that nothing in the detector sets. */
export interface DrivenInputs {
  /** What opens windows in a slice besides seeds. */
  readonly anchors: (slice: number) => ArtificialAnchors;
  /**
   * Sets the inputs that are up at a time after a slice began [ns], whatever opened the window, in
   * the words of a window.
   */
  readonly setBits: (slice: number, time: number, words: Uint32Array, window: number) => void;
  /** Whether the veto after injections is up at a time after a slice began [ns]. */
  readonly isVetoed: (slice: number, time: number) => boolean;
  /** What seeds can still fire then. */
  readonly inVeto: LinesInVeto;
}

/** Makes them from the seeds of a run, since some follow these. */
export type DriveInputs = (seedsOf: SeedsOf) => DrivenInputs;
