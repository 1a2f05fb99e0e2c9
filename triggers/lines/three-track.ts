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
import { inputSlots } from '../slots.js';
import { type BatchFor, bitOperator, inOrder } from '../stage.js';

const openPairs = [{ bit: windowBit.open90, slot: inputSlots.cdc_open90 }];

/**
 * Everything that lines of three tracks read: numbers of full, short and neural tracks, and that
 * two of the full ones are open by at least 90° (fffo). The family has no slot to itself, so it is
 * no plugin: the counts are driven by `../bits/tracks.ts` and the single-track family, the opening
 * angle by the two-track family, each slot by one plugin only. Setting a slot twice changes
 * nothing.
 */
export const threeTrackBits = (config: NeuralCountConfig) =>
  inOrder<'grl' | 'neuro'>(trackCountBits, neuralCountBits(config), openPairBit);

const openPairBit: BitStage<'grl'> = ({ grl }, _eventCount, bits) =>
  setMasks(grl.f2f, bits, openPairs);

/**
 * The three-track family as a step of a stream.
 * @example
 * ```ts
 * import {
 *   hasBit,
 *   hits$,
 *   inputSlots,
 *   inputWords,
 *   objects,
 *   threeTrack,
 *   type WithInputBits,
 * } from 'belle2-l1';
 * import { lastValueFrom, reduce } from 'rxjs';
 *
 * // Four pions of 1 to 3 GeV in the barrel.
 * const fired = ({ eventCount, inputBits }: WithInputBits) =>
 *   Array.from({ length: eventCount }, (_, event) =>
 *     hasBit(inputBits, inputWords, event, inputSlots.t2_3),
 *   ).filter(Boolean).length;
 * const count = await lastValueFrom(
 *   hits$({
 *     generator: 'gun',
 *     config: {
 *       pdg: 211,
 *       count: 4,
 *       frame: 'lab',
 *       minimum: '1 GeV',
 *       maximum: '3 GeV',
 *       thetaMin: '50 deg',
 *       thetaMax: '110 deg',
 *     },
 *     events: 200,
 *   }).pipe(
 *     objects(),
 *     threeTrack(),
 *     reduce((sum, batch) => sum + fired(batch), 0),
 *   ),
 * );
 * console.log(`${count} of 200 events have more than three full tracks`);
 * ```
 */
export const threeTrack = <B extends BatchFor<'grl' | 'neuro'>>(
  config: NeuralCountConfig = parseConfig(neuralCountSchema, {}, 'three-track'),
): MonoTypeOperatorFunction<B> => bitOperator(threeTrackBits(config));
