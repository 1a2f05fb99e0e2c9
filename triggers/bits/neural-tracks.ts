import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { cm } from '../../detector/base/units.js';
import type { BitStage } from '../batches.js';
import { inputSlots } from '../slots.js';
import { setCounts } from './set-columns.js';

/** Slots of a count of tracks: exactly 1, 2, 3, more. */
const countSlots = 4;

/**
 * The cut of the counted neural tracks.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc
 */
export const neuralCountSchema = {
  maxZ: quantity(20 * cm, 'cm', 'Neural tracks with |z| below this are counted (ty)', { min: 0 }),
} as const;

/** The cut of the counted neural tracks, in base units. */
export interface NeuralCountConfig extends ConfigOf<typeof neuralCountSchema> {}

/**
 * Numbers of neural tracks from near the collision point (`ty`). Lines of one, two and three tracks
 * read them; the single-track family drives them.
 */
export function neuralCountBits({ maxZ }: NeuralCountConfig): BitStage<'neuro'> {
  return ({ neuro: { tracks } }, eventCount, bits) => {
    const counts = new Uint8Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      for (let row = tracks.offsets[event]; row < tracks.offsets[event + 1]; row++) {
        if (Math.abs(tracks.z[row]) < maxZ && counts[event] < 255) counts[event]++;
      }
    }
    setCounts(counts, bits, inputSlots.ty_0, countSlots);
  };
}
