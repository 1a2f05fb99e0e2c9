import { inputWords, setBit } from '../batches.js';
import type { KlmObjects } from '../klm/objects.js';
import type { AnyBitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { setWhere } from './set-columns.js';

/** Digits of a count of sectors, and the highest that they can spell. */
const digits = 3;
const highest = 7;

/** Sets the slots of a binary count, lowest digit first; what it cannot spell counts as its highest. */
function setBinary(column: Uint8Array, bits: Uint32Array, first: number): void {
  for (let event = 0; event < column.length; event++) {
    const count = Math.min(column[event], highest);
    for (let digit = 0; digit < digits; digit++) if ((count >> digit) & 1) setBit(bits, inputWords, event, first + digit);
  }
}

/** Sets the bits of the KLM alone. */
const klmBits = ({ klm }: { readonly klm: KlmObjects }, _eventCount: number, bits: Uint32Array): void => {
  setWhere(klm.barrelCount, bits, inputSlots.klm_hit);
  setBinary(klm.barrelCount, bits, inputSlots.klm_0);
  setWhere(klm.barrelBackToBack, bits, inputSlots.klmb2b);
  setWhere(klm.endcapCount, bits, inputSlots.eklm_hit);
  setBinary(klm.endcapCount, bits, inputSlots.eklm_0);
  setWhere(klm.endcapBackToBack, bits, inputSlots.eklmb2b);
};

/** Sectors of the KLM: whether, how many, and opposite ones. @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc */
export const klmPlugin = {
  name: 'klm',
  schema: {},
  drives: [
    'klm_hit',
    'klm_0',
    'klm_1',
    'klm_2',
    'klmb2b',
    'eklm_hit',
    'eklm_0',
    'eklm_1',
    'eklm_2',
    'eklmb2b',
  ] as const satisfies readonly InputName[],
  build: () => klmBits,
} as const satisfies AnyBitPlugin;
