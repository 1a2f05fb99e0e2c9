import type { MonoTypeOperatorFunction } from 'rxjs';
import type { BitStage } from '../batches.js';
import { klmBits } from '../bits/klm.js';
import { setCounts, setExactly, setWhere } from '../bits/set-columns.js';
import { shortEndcapBits, trackCountBits } from '../bits/tracks.js';
import { bitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { type BatchFor, bitOperator, inOrder } from '../stage.js';

/** Slots of a count of matches: exactly 1, more. */
const countSlots = 2;

/** Bits of the single-muon family. */
export const singleMuonDrives = [
  'cdcklm_0',
  'cdcklm_1',
  'cdcklm_2',
  'cdcklm_3',
  'seklm_0',
  'seklm_1',
  'ieklm',
  'ecleklm',
] as const satisfies readonly InputName[];

/** Stages whose objects make all bits that its lines read. */
type MuonStages = 'klm' | 'klmMatches' | 'grl';

/**
 * Sets the bits of the single-muon family: tracks and clusters in line with sectors of the KLM.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc (whose encoding of seklm, one off
 * from that of cdcklm, is not followed)
 */
export const singleMuonBits: BitStage<'klmMatches'> = ({ klmMatches }, _eventCount, bits) => {
  setCounts(klmMatches.cdcklm, bits, inputSlots.cdcklm_0, countSlots);
  setExactly(klmMatches.cdcklm, bits, inputSlots.cdcklm_2, 3);
  setWhere(klmMatches.cdcklm, bits, inputSlots.cdcklm_3, 4);
  setCounts(klmMatches.seklm, bits, inputSlots.seklm_0, countSlots);
  setWhere(klmMatches.ieklm, bits, inputSlots.ieklm);
  setWhere(klmMatches.ecleklm, bits, inputSlots.ecleklm);
};

/**
 * The single-muon family as a step of a stream: its own bits, and the sectors of the KLM, numbers
 * of tracks and short tracks towards the endcaps that its lines read. For vetoes set all bits.
 * @example
 * ```ts
 * import {
 *   hasBit,
 *   hits$,
 *   inputSlots,
 *   inputWords,
 *   objects,
 *   singleMuon,
 *   type WithInputBits,
 * } from 'belle2-l1';
 * import { lastValueFrom, reduce } from 'rxjs';
 *
 * // Muons of 1 to 3 GeV in the barrel.
 * const fired = ({ eventCount, inputBits }: WithInputBits) =>
 *   Array.from({ length: eventCount }, (_, event) =>
 *     hasBit(inputBits, inputWords, event, inputSlots.klm_hit),
 *   ).filter(Boolean).length;
 * const count = await lastValueFrom(
 *   hits$({
 *     generator: 'gun',
 *     config: {
 *       pdg: 13,
 *       frame: 'lab',
 *       minimum: '1 GeV',
 *       maximum: '3 GeV',
 *       thetaMin: '50 deg',
 *       thetaMax: '110 deg',
 *     },
 *     events: 200,
 *   }).pipe(
 *     objects(),
 *     singleMuon(),
 *     reduce((sum, batch) => sum + fired(batch), 0),
 *   ),
 * );
 * console.log(`${count} of 200 muons reach the barrel KLM`);
 * ```
 */
export const singleMuon = <B extends BatchFor<MuonStages>>(): MonoTypeOperatorFunction<B> =>
  bitOperator(inOrder<MuonStages>(klmBits, trackCountBits, shortEndcapBits, singleMuonBits));

/** The single-muon family. */
export const singleMuonPlugin = bitPlugin({
  name: 'single-muon',
  schema: {},
  reads: ['klmMatches'],
  drives: singleMuonDrives,
  build: () => singleMuonBits,
});
