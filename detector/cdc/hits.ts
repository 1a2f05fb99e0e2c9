import type { Table } from '../base/columns.js';

/**
 * Cells crossed by charged particles, before the electronics: wire 0–14335 (layer by layer from
 * inside, azimuth ascending), time of the pulse's leading edge at the readout after the nominal
 * collision [ns] (collision, flight, drift and way along the wire).
 */
export const cdcSignalSchema = { wire: 'u2', time: 'f4' } as const;
/** What the electronics see of the cells crossed; columns as in `cdcSignalSchema`. */
export type CdcSignals = Table<typeof cdcSignalSchema>;

/**
 * Beside each signal: on which side of the wire the particle passed seen from the beam line (+1
 * left: larger φ, −1 right), row of the particle within its event, energy lost in the cell [GeV].
 * No digitizer reads it: only derived tables, studies and displays do.
 */
export const cdcTruthSchema = { side: 'i1', particle: 'u2', energy: 'f4' } as const;
/** Cells crossed in the events of a batch, with truth. */
export type CdcDeposits = CdcSignals & Table<typeof cdcTruthSchema>;

/**
 * Hits of the drift chamber: wire, and TDC bin (0.983 ns) of the leading edge after the nominal
 * collision. At most one per wire and 32-bin window; rows ascend in wire, then time.
 */
export const cdcHitSchema = { wire: 'u2', tdc: 'i2' } as const;
/** What the electronics send of a batch; columns as in `cdcHitSchema`. */
export type CdcHits = Table<typeof cdcHitSchema>;
