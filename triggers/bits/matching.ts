import type { BitStage } from '../batches.js';
import { windowBit } from '../grl/windows.js';
import { bitPlugin } from '../plugins.js';
import { inputSlots } from '../slots.js';
import { inOrder } from '../stage.js';
import { setCounts, setMasks, setWhere } from './set-columns.js';

/** Slots of a count of matches: exactly 1, 2, 3, more. */
const countSlots = 4;
/** Slots of a count of Bhabha clusters: 1, 2. */
const pairSlots = 2;

const { b2b3, b2b5, b2b7, b2b9 } = windowBit;
const clusterPairs = [
  { bit: b2b3, slot: inputSlots.d3 },
  { bit: b2b5, slot: inputSlots.d5 },
  { bit: b2b7, slot: inputSlots.d7 },
  { bit: b2b9, slot: inputSlots.d9 },
];
const trackClusterPairs = [
  { bit: b2b3, slot: inputSlots.p3 },
  { bit: b2b5, slot: inputSlots.p5 },
  { bit: b2b7, slot: inputSlots.p7 },
  { bit: b2b9, slot: inputSlots.p9 },
];

/** Full tracks that meet a cluster: lines of tracks read them too. */
export const trackMatchBits: BitStage<'grl'> = ({ grl }, _eventCount, bits) =>
  setCounts(grl.cdcecl, bits, inputSlots.cdcecl_0, countSlots);

const matchingBits: BitStage<'grl'> = ({ grl }, _eventCount, bits) => {
  setCounts(grl.c2gev, bits, inputSlots.c2gev_0, countSlots);
  setCounts(grl.n1gev, bits, inputSlots.n1gev_0, countSlots);
  setCounts(grl.n2gev, bits, inputSlots.n2gev_0, countSlots);
  setWhere(grl.secl, bits, inputSlots.secl);
  setWhere(grl.iecl, bits, inputSlots.iecl_0, 1);
  setWhere(grl.iecl, bits, inputSlots.iecl_1, 2);
  setMasks(grl.d, bits, clusterPairs);
  setMasks(grl.p, bits, trackClusterPairs);
  setWhere(grl.samhem, bits, inputSlots.samhem);
  setWhere(grl.opohem, bits, inputSlots.opohem);
  setWhere(grl.fwdsb, bits, inputSlots.fwdsb);
  setWhere(grl.bwdsb, bits, inputSlots.bwdsb);
  setWhere(grl.fwdnb, bits, inputSlots.fwdnb);
  setWhere(grl.bwdnb, bits, inputSlots.bwdnb);
  setCounts(grl.brlfb, bits, inputSlots.brlfb1, pairSlots);
  setCounts(grl.brlnb, bits, inputSlots.brlnb1, pairSlots);
  setCounts(grl.trkbha, bits, inputSlots.trkbha1, pairSlots);
};

/**
 * Bits that compare tracks with calorimeter clusters, and clusters with each other on the bins of
 * the GRL.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc
 */
export const matchingPlugin = bitPlugin({
  name: 'matching',
  schema: {},
  reads: ['grl'],
  drives: [
    ...(['cdcecl_0', 'cdcecl_1', 'cdcecl_2', 'cdcecl_3'] as const),
    ...(['c2gev_0', 'c2gev_1', 'c2gev_2', 'c2gev_3'] as const),
    ...(['n1gev_0', 'n1gev_1', 'n1gev_2', 'n1gev_3'] as const),
    ...(['n2gev_0', 'n2gev_1', 'n2gev_2', 'n2gev_3'] as const),
    ...(['secl', 'iecl_0', 'iecl_1', 'd3', 'd5', 'd7', 'd9', 'p3', 'p5', 'p7', 'p9'] as const),
    ...(['samhem', 'opohem', 'fwdsb', 'bwdsb', 'fwdnb', 'bwdnb'] as const),
    ...(['brlfb1', 'brlfb2', 'brlnb1', 'brlnb2', 'trkbha1', 'trkbha2'] as const),
  ],
  build: () => inOrder(trackMatchBits, matchingBits),
});
