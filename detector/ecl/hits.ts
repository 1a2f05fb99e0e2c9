import type { Table } from '../base/columns.js';

/**
 * Energy left in crystals, before any electronics: crystal id − 1, energy [GeV], time of the light
 * at the photodiode [ns].
 */
export const eclDepositSchema = { crystal: 'u2', energy: 'f4', time: 'f4' } as const;

/**
 * Deposits of a batch; several rows of an event may name the same crystal (they are summed by the
 * digitizer).
 */
export type EclDeposits = Table<typeof eclDepositSchema>;

/**
 * Crystals above threshold: index 0–8735 (the experiment's cellId − 1), energy [GeV] and time after
 * the nominal collision [ns] that the fit of their waveform finds.
 */
export const eclCrystalSchema = { crystal: 'u2', energy: 'f4', time: 'f4' } as const;

/**
 * Pulses of the fast analogue sums that leave the shapers towards the trigger: trigger cell index
 * 0–575 (TC id − 1), amplitude of the summed crystals with noise [GeV], time of the pulse after the
 * nominal collision [ns]. No trigger threshold is applied yet; sums below 30 MeV are not digitized.
 * Rows ascend in cell.
 */
export const eclCellPulseSchema = { cell: 'u2', amplitude: 'f4', time: 'f4' } as const;

/** What the ECL front end reports: the crystals to the DAQ, the analogue sums to the trigger. */
export interface EclHits {
  readonly crystals: Table<typeof eclCrystalSchema>;
  readonly cellPulses: Table<typeof eclCellPulseSchema>;
}
