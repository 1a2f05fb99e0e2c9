import type { BitStage } from '../batches.js';
import { bitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { setBinary, setWhere } from './set-columns.js';

/** Digits of a count of sectors. */
const digits = 3;

/** Slots that `klmBits` may set. */
export const klmDrives = [
  ...(['klm_hit', 'klm_0', 'klm_1', 'klm_2', 'klmb2b'] as const),
  ...(['eklm_hit', 'eklm_0', 'eklm_1', 'eklm_2', 'eklmb2b'] as const),
] as const satisfies readonly InputName[];

/** Sets the bits of the KLM alone; lines of the single-muon family read them too. */
export const klmBits: BitStage<'klm'> = ({ klm }, _eventCount, bits) => {
  setWhere(klm.barrelCount, bits, inputSlots.klm_hit);
  setBinary(klm.barrelCount, bits, inputSlots.klm_0, digits);
  setWhere(klm.barrelBackToBack, bits, inputSlots.klmb2b);
  setWhere(klm.endcapCount, bits, inputSlots.eklm_hit);
  setBinary(klm.endcapCount, bits, inputSlots.eklm_0, digits);
  setWhere(klm.endcapBackToBack, bits, inputSlots.eklmb2b);
};

/**
 * Sectors of the KLM: whether, how many, and opposite ones.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc
 */
export const klmPlugin = bitPlugin({
  name: 'klm',
  schema: {},
  reads: ['klm'],
  drives: klmDrives,
  build: () => klmBits,
});
