import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { cm } from '../../detector/base/units.js';
import type { BitStage, WithInputBits } from '../batches.js';
import type { NeuroObjects } from '../cdc/neuro.js';
import type { GrlObjects } from '../grl/objects.js';
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

/** Objects with the tracks of the neural z trigger. */
export interface WithNeuralTracks {
  readonly neuro: NeuroObjects;
}

/** What lines of several tracks read: full and short tracks, and neural ones. */
export interface TrackObjects extends WithNeuralTracks {
  readonly grl: GrlObjects;
}

/** A batch that the operators of track families widen. */
export type WithTracks = WithInputBits & { readonly objects: TrackObjects };

/**
 * Numbers of neural tracks from near the collision point (`ty`). Lines of one, two and three tracks
 * read them; the single-track family drives them.
 */
export function neuralCountBits({
  maxZ,
}: ConfigOf<typeof neuralCountSchema>): BitStage<WithNeuralTracks> {
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
