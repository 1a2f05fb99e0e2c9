/** Decisions of consecutive events in the order of the beam, a row for each. */
export interface DecidedEvents {
  readonly run: number;
  readonly slice: Uint32Array;
  readonly index: Uint32Array;
  /** Of the collision since the run began [ns]. */
  readonly time: Float64Array;
  /** Lines by number, six words an event, before and after prescale and mask. */
  readonly ftdlBits: Uint32Array;
  readonly psnmBits: Uint32Array;
  readonly timingSource: Uint8Array;
  /** How many accepts each window stands for; absent where each event is one. */
  readonly accepts?: Uint32Array;
}

/** Somebody who gets every decision. */
export interface DecisionsReader {
  readonly take: (events: DecidedEvents) => void;
  /** False while what was taken has not left. */
  readonly hasRoom: () => boolean;
}

/** What a reader of decisions says: without credit it gets nothing, and the run waits for it. */
export interface DecisionsCredit {
  /** So many batches more; 0 tells of room. */
  readonly grant: (batches: number) => void;
  /** Batches that wait for it. */
  readonly waiting: () => number;
  readonly close: () => void;
}
