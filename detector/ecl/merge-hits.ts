import { type HitMerging, mergeTables } from '../merge-hits.js';
import { cellCount } from './cells-layout.js';
import { crystalCount } from './crystals.js';
import { pulseBin } from './digitize.js';
import type { EclHits } from './hits.js';

/** The share that a second energy has in a sum, 0 in one that is nothing. */
const shareOf = (sum: number, second: number): number => (sum === 0 ? 0 : second / sum);

const mergeCrystals = mergeTables<EclHits['crystals']>({
  key:
    ({ crystal }) =>
    (row) =>
      crystal[row],
  isOrdered: false,
  add: ({ energy, time }, at, from, row) => {
    const sum = energy[at] + from.energy[row];
    time[at] += (from.time[row] - time[at]) * shareOf(sum, from.energy[row]);
    energy[at] = sum;
  },
});

/** Bins that pulses of a cell may have, before and after the event alike. */
const halfBins = 2 ** 15;

const mergePulses = mergeTables<EclHits['cellPulses']>({
  key:
    ({ cell, time }) =>
    (row) =>
      2 * halfBins * cell[row] +
      Math.max(0, Math.min(2 * halfBins - 1, halfBins + Math.floor(time[row] / pulseBin))),
  isOrdered: true,
  add: ({ amplitude, time }, at, from, row) => {
    const sum = amplitude[at] + from.amplitude[row];
    time[at] += (from.time[row] - time[at]) * shareOf(sum, from.amplitude[row]);
    amplitude[at] = sum;
  },
});

/**
 * Sums of crystals and of the pulses of trigger cells, where both had been digitized: what was
 * below the thresholds of either is missing, and both bring their noise.
 */
export const eclHitMerging: HitMerging<EclHits> = {
  merge: (first, second) => ({
    crystals: mergeCrystals(first.crystals, second.crystals),
    cellPulses: mergePulses(first.cellPulses, second.cellPulses),
  }),
  limits: {
    crystals: { crystal: crystalCount, energy: 'finite', time: 'finite' },
    cellPulses: { cell: cellCount, amplitude: 'finite', time: 'finite' },
  },
};
