/** Something that is no seed and opens windows: a clock, a pulser, a delayed coincidence. */
export interface ArtificialAnchors {
  /** After the slice began [ns], ascending, within it. */
  readonly time: Float64Array;
  /** Input bits that each sets, words an anchor as of input bits. */
  readonly bits: Uint32Array;
}

/** Inputs of the trigger that nothing in the detector sets. */
export interface DrivenInputs {
  /** What opens windows in a slice besides seeds. */
  readonly anchors: (slice: number) => ArtificialAnchors;
  /**
   * Sets the inputs that are up at a time after a slice began [ns], whatever opened the window, in
   * the words from `offset` on.
   */
  readonly setBits: (slice: number, time: number, words: Uint32Array, offset: number) => void;
}
