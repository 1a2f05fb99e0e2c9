/** When counts began that did not begin with the run. */
export interface CountedSince {
  /** Emulated time since the run began [s]. */
  readonly seconds: number;
  /** Of it, the time that had been played [s]: without pauses and what was given up. */
  readonly playedSeconds: number;
}
