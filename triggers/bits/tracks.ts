import type { BitStage } from '../batches.js';
import { windowBit } from '../grl/windows.js';
import { bitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { inOrder } from '../stage.js';
import { setCounts, setMasks, setWhere } from './set-columns.js';

/** Slots of a count of tracks: exactly 1, 2, 3, more. */
const countSlots = 4;

/**
 * Slots that `trackCountBits` may set.
 * @see D-075
 */
export const trackCountDrives = [
  ...(['t3_0', 't3_1', 't3_2', 't3_3', 't2_0', 't2_1', 't2_2', 't2_3'] as const),
  ...(['ts_0', 'ts_1', 'ts_2', 'ts_3', 'ta_0', 'ta_1', 'ta_2', 'ta_3'] as const),
] as const satisfies readonly InputName[];

/**
 * Numbers of tracks: full (t2), short (ts), of any kind (ta: full and short), and fitted ones from
 * near the collision point (t3). Lines of both track families read them, so neither owns them.
 */
export const trackCountBits: BitStage<'grl'> = ({ grl }, _eventCount, bits) => {
  setCounts(grl.t3, bits, inputSlots.t3_0, countSlots);
  setCounts(grl.t2, bits, inputSlots.t2_0, countSlots);
  setCounts(grl.ts, bits, inputSlots.ts_0, countSlots);
  setCounts(grl.ta, bits, inputSlots.ta_0, countSlots);
};

/** Slots that `shortEndcapBits` may set. */
export const shortEndcapDrives = ['fwd_s', 'bwd_s'] as const satisfies readonly InputName[];

/** Short tracks that point to an endcap: lines of muons read them too. */
export const shortEndcapBits: BitStage<'grl'> = ({ grl }, _eventCount, bits) => {
  setWhere(grl.fwds, bits, inputSlots.fwd_s);
  setWhere(grl.bwds, bits, inputSlots.bwd_s);
};

const open90 = windowBit.open90;
const innerFull = [{ bit: open90, slot: inputSlots.i2fo }];
const innerInner = [{ bit: open90, slot: inputSlots.i2io }];

/**
 * Presence of tracks: event time, track veto of photon lines, inner tracks with their opening
 * angles.
 */
const presenceBits: BitStage<'grl'> = ({ grl }, _eventCount, bits) => {
  setWhere(grl.cdcActive, bits, inputSlots.cdc_active);
  setWhere(grl.ti, bits, inputSlots.ti);
  setMasks(grl.i2i, bits, innerInner);
  setMasks(grl.i2f, bits, innerFull);
  setWhere(grl.track, bits, inputSlots.track);
  setWhere(grl.trkflt, bits, inputSlots.trkflt);
};

/**
 * Track bits that no family owns: the counts, because both families and the matched lines read
 * them, and the presence of tracks.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc; `ta`, `track` and `trkflt` are not
 * simulated there and are our reading
 */
export const tracksPlugin = bitPlugin({
  name: 'tracks',
  schema: {},
  reads: ['grl'],
  drives: [
    ...trackCountDrives,
    'cdc_active',
    'ti',
    'i2io',
    'i2fo',
    ...shortEndcapDrives,
    'track',
    'trkflt',
  ],
  build: () => inOrder(trackCountBits, shortEndcapBits, presenceBits),
});
