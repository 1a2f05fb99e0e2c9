import type { Table } from '../../detector/base/columns.js';

/**
 * Slots with a decision, by number, with the words that each sends.
 * @see basf2 trg/top/modules/trgtopUnpacker/src/trgtopUnpackerModule.cc (fields and their widths)
 */
export const topSlotSchema = {
  /** 1–16. */
  slot: 'u1',
  /** Segment along the bar from the backward end, 1–15 (4 bits; 0 would mean no decision). */
  segment: 'u1',
  /** Time of the collision by this slot [2 raw counts after the nominal one] (16 bits). */
  time: 'i2',
  /** Hits in the gate (10 bits). */
  hits: 'u2',
  /** Log likelihood ratio of the best pattern against background [1/16] (16 bits). */
  logLikelihood: 'u2',
} as const;
type TopSlots = Table<typeof topSlotSchema>;

/** What the TOP trigger has found in a batch; plain arrays hold one element per event. */
export interface TopObjects {
  readonly slots: TopSlots;
  /** Bit s − 1 set when slot s has a decision. */
  readonly fired: Uint16Array;
  readonly slotCount: Uint8Array;
  /** 1 when two slots opposite to each other have one. */
  readonly backToBack: Uint8Array;
  /**
   * Event time: mean over the slots [raw counts of 0.983 ns after the nominal collision]; 0 without
   * one.
   */
  readonly eventTime: Int16Array;
  /**
   * Sums over the slots, and variances among them: [hits], [1/16], [1/256], [raw counts squared].
   */
  readonly hitSum: Uint16Array;
  readonly logLikelihoodSum: Uint32Array;
  readonly logLikelihoodVariance: Float32Array;
  readonly timeVariance: Float32Array;
}

/** Matches with the TOP: counts of an event, named as the input slots that they drive. */
export interface TopMatches {
  /** Full tracks with a slot of their own. */
  readonly cdctop: Uint8Array;
}
