import type { AnyBitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import type { TopMatches } from '../top/cdc-matching.js';
import type { TopObjects } from '../top/objects.js';
import { setBinary, setCounts, setWhere } from './set-columns.js';

/** Digits of the count of slots. */
const digits = 3;
/** Slots of the count of matches. */
const matchSlots = 4;

/** Sets the bits of the TOP and of tracks matched to it. */
const topBits = (
  { top, topMatches }: { readonly top: TopObjects; readonly topMatches: TopMatches },
  _eventCount: number,
  bits: Uint32Array,
): void => {
  setBinary(top.slotCount, bits, inputSlots.top_0, digits);
  setWhere(top.slotCount, bits, inputSlots.top_active);
  setWhere(top.backToBack, bits, inputSlots.top_bb);
  setCounts(topMatches.cdctop, bits, inputSlots.cdctop_0, matchSlots);
};

/**
 * The TOP: how many slots have a decision (binary), opposite ones, whether there is an event time,
 * and tracks with a slot. Names are the experiment's; what the first two mean is inferred from
 * them.
 * @see basf2 trg/gdl/dbobjects/log/ftd_0036.inp; counts of matches:
 * trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc
 */
export const topPlugin = {
  name: 'top',
  schema: {},
  drives: [
    'top_0',
    'top_1',
    'top_2',
    'top_bb',
    'top_active',
    'cdctop_0',
    'cdctop_1',
    'cdctop_2',
    'cdctop_3',
  ] as const satisfies readonly InputName[],
  build: () => topBits,
} as const satisfies AnyBitPlugin;
