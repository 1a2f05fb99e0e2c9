import type { Table } from '../base/columns.js';

/**
 * Photons and other signals on a pad: HAPD 0–419 (ring by ring from inside, azimuth ascending),
 * channel 0–143 on it, time after the nominal collision [ns], row of the particle within its event
 * (truth, for studies and displays only).
 */
export const arichDepositSchema = {
  hapd: 'u2',
  channel: 'u1',
  time: 'f4',
  particle: 'u2',
} as const;
/** Signals on the pads of a batch before the electronics; columns as in `arichDepositSchema`. */
export type ArichDeposits = Table<typeof arichDepositSchema>;

/**
 * Channels hit: a bit each, no time. Rows ascend in HAPD, then channel; a channel is there once.
 */
export const arichHitSchema = { hapd: 'u2', channel: 'u1' } as const;
/** What the electronics send of a batch; columns as in `arichHitSchema`. */
export type ArichHits = Table<typeof arichHitSchema>;
