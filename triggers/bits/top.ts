import type { BitStage } from '../batches.js';
import { bitPlugin } from '../plugins.js';
import { inputSlots } from '../slots.js';
import { setBinary, setCounts, setWhere } from './set-columns.js';

/** Digits of the count of slots. */
const digits = 3;
/** Slots of the count of matches. */
const matchSlots = 4;

const topBits: BitStage<'top'> = ({ top }, _eventCount, bits) => {
  setBinary(top.slotCount, bits, inputSlots.top_0, digits);
  setWhere(top.slotCount, bits, inputSlots.top_active);
  setWhere(top.backToBack, bits, inputSlots.top_bb);
};

const topMatchBits: BitStage<'topMatches'> = ({ topMatches }, _eventCount, bits) =>
  setCounts(topMatches.cdctop, bits, inputSlots.cdctop_0, matchSlots);

/**
 * The TOP alone: how many slots have a decision (binary), opposite ones, and whether there is an
 * event time. Names are the experiment's; what the first two mean is inferred from them.
 * @see basf2 trg/gdl/dbobjects/log/ftd_0036.inp
 */
export const topPlugin = bitPlugin({
  name: 'top',
  schema: {},
  reads: ['top'],
  drives: ['top_0', 'top_1', 'top_2', 'top_bb', 'top_active'],
  build: () => topBits,
});

/**
 * Tracks with a slot of the TOP: they need the chamber too, so they are a plugin of their own.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc for the counts
 */
export const topMatchPlugin = bitPlugin({
  name: 'top-matches',
  schema: {},
  reads: ['topMatches'],
  drives: ['cdctop_0', 'cdctop_1', 'cdctop_2', 'cdctop_3'],
  build: () => topMatchBits,
});
