import type { Table } from '../base/columns.js';

const channel = {
  /**
   * One of `sections`; sector 0–7 (barrel) or 0–3 (endcaps); layer from 1 inside; plane 0 φ or x, 1
   * z or y; strip from 0.
   */
  section: 'u1',
  sector: 'u1',
  layer: 'u1',
  plane: 'u1',
  strip: 'u1',
  /** After the nominal collision [ns]. */
  time: 'f4',
} as const;

/**
 * Strips fired by particles before they are merged; `particle`: row within the event, truth that
 * only studies and displays read.
 */
export const klmDepositSchema = { ...channel, particle: 'u2' } as const;
/** Strips fired in the events of a batch; columns as in `klmDepositSchema`. */
export type KlmDeposits = Table<typeof klmDepositSchema>;

/** Hits of the KLM: at most one per strip, the earliest; rows ascend in channel. */
export const klmHitSchema = channel;
/** What the electronics send of a batch; columns as in `klmHitSchema`. */
export type KlmHits = Table<typeof klmHitSchema>;
