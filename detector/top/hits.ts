import type { Table } from '../base/columns.js';

const photon = {
  /** Module 0–15, and photodetector 0–31 in it. */
  module: 'u1',
  pmt: 'u1',
  /** After the nominal collision [ns]. */
  time: 'f4',
} as const;

/**
 * Photons detected of particles; `particle`: row within the event, truth that only studies and
 * displays read.
 */
export const topDepositSchema = { ...photon, particle: 'u2' } as const;
/** Photons detected in the events of a batch; columns as in `topDepositSchema`. */
export type TopDeposits = Table<typeof topDepositSchema>;

/** Hits of the TOP: one per photon; rows ascend in module. */
export const topHitSchema = photon;
/** What the electronics send of a batch; columns as in `topHitSchema`. */
export type TopHits = Table<typeof topHitSchema>;
