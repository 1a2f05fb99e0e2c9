import type { MonoTypeOperatorFunction } from 'rxjs';
import { parseConfig } from '../../detector/base/config.js';
import type { BitStage } from '../batches.js';
import {
  neuralCountBits,
  type NeuralCountConfig,
  neuralCountSchema,
} from '../bits/neural-tracks.js';
import { setMasks } from '../bits/set-columns.js';
import { trackCountBits } from '../bits/tracks.js';
import { windowBit } from '../grl/windows.js';
import { bitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { type BatchFor, bitOperator, inOrder } from '../stage.js';

const { b2b3, b2b5, b2b7, b2b9, open90, open30 } = windowBit;

const fullPairs = [
  { bit: open90, slot: inputSlots.cdc_open90 },
  { bit: b2b3, slot: inputSlots.cdc_b2b3 },
  { bit: b2b5, slot: inputSlots.cdc_b2b5 },
  { bit: b2b7, slot: inputSlots.cdc_b2b7 },
  { bit: b2b9, slot: inputSlots.cdc_b2b9 },
  { bit: open30, slot: inputSlots.f2f30 },
];
const shortFullPairs = [
  { bit: b2b3, slot: inputSlots.s2f3 },
  { bit: b2b5, slot: inputSlots.s2f5 },
  { bit: open90, slot: inputSlots.s2fo },
  { bit: open30, slot: inputSlots.s2f30 },
];
const shortPairs = [
  { bit: b2b3, slot: inputSlots.s2s3 },
  { bit: b2b5, slot: inputSlots.s2s5 },
  { bit: open90, slot: inputSlots.s2so },
  { bit: open30, slot: inputSlots.s2s30 },
];

/** Bits of the two-track family. */
export const twoTrackDrives = [
  ...(['cdc_open90', 'cdc_b2b3', 'cdc_b2b5', 'cdc_b2b7', 'cdc_b2b9', 'f2f30'] as const),
  ...(['s2f3', 's2f5', 's2fo', 's2f30', 's2s3', 's2s5', 's2so', 's2s30'] as const),
] as const satisfies readonly InputName[];

/**
 * Sets the bits of the two-track family: opening angles in azimuth between two full, a short and a
 * full, or two short tracks.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc, TRGGRLMatchModule.cc
 */
export const twoTrackBits: BitStage<'grl'> = ({ grl }, _eventCount, bits) => {
  setMasks(grl.f2f, bits, fullPairs);
  setMasks(grl.s2f, bits, shortFullPairs);
  setMasks(grl.s2s, bits, shortPairs);
};

/**
 * The two-track family as a step of a stream: its own bits, and the numbers of full, short and
 * neural tracks that its lines read. Only `ffoc` also asks for clusters of the calorimeter; for
 * those, as for vetoes, set all bits.
 * @example
 * ```ts
 * import {
 *   hasBit,
 *   hits$,
 *   inputSlots,
 *   inputWords,
 *   objects,
 *   twoTrack,
 *   type WithInputBits,
 * } from 'belle2-l1';
 * import { lastValueFrom, reduce } from 'rxjs';
 *
 * // Two muons anywhere in azimuth: half of the pairs are open by 90° or more.
 * const fired = ({ eventCount, inputBits }: WithInputBits) =>
 *   Array.from({ length: eventCount }, (_, event) =>
 *     hasBit(inputBits, inputWords, event, inputSlots.cdc_open90),
 *   ).filter(Boolean).length;
 * const count = await lastValueFrom(
 *   hits$({
 *     generator: 'gun',
 *     config: {
 *       pdg: 13,
 *       count: 2,
 *       frame: 'lab',
 *       minimum: '1 GeV',
 *       maximum: '3 GeV',
 *       thetaMin: '50 deg',
 *       thetaMax: '110 deg',
 *     },
 *     events: 200,
 *   }).pipe(
 *     objects(),
 *     twoTrack(),
 *     reduce((sum, batch) => sum + fired(batch), 0),
 *   ),
 * );
 * console.log(`${count} of 200 pairs are open by 90°`);
 * ```
 */
export const twoTrack = <B extends BatchFor<'grl' | 'neuro'>>(
  config: NeuralCountConfig = parseConfig(neuralCountSchema, {}, 'two-track'),
): MonoTypeOperatorFunction<B> =>
  bitOperator(inOrder<'grl' | 'neuro'>(trackCountBits, neuralCountBits(config), twoTrackBits));

/** The two-track family. */
export const twoTrackPlugin = bitPlugin({
  name: 'two-track',
  schema: {},
  reads: ['grl'],
  drives: twoTrackDrives,
  build: () => twoTrackBits,
});
