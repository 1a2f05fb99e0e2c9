import type { MonoTypeOperatorFunction } from 'rxjs';
import { type ConfigOf, integer, parseConfig, quantity } from '../../detector/base/config.js';
import { sin } from '../../detector/base/elementary.js';
import { cm } from '../../detector/base/units.js';
import { type BitStage, inputWords, setBit } from '../batches.js';
import { trackMatchBits } from '../bits/matching.js';
import { neuralCountBits, neuralCountSchema } from '../bits/neural-tracks.js';
import { bitPlugin } from '../plugins.js';
import { inputSlots } from '../slots.js';
import { type BatchFor, bitOperator, inOrder } from '../stage.js';

/** Cuts of the neural tracks. @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc */
const nnSingleTrackSchema = {
  ...neuralCountSchema,
  singleMaxZ: quantity(15 * cm, 'cm', 'The track of the single-track trigger has |z| below this', {
    min: 0,
  }),
  singleMomentum: integer(7, '0.1 GeV', 'and a momentum, in whole units, above this', {
    min: 0,
    max: 100,
  }),
} as const;

/** Cuts of the single-track family, in base units. */
export interface NnSingleTrackConfig extends ConfigOf<typeof nnSingleTrackSchema> {}

/**
 * Steps in which curvature [1/m] and polar angle [rad] are truncated before the momentum is looked
 * up.
 * @see same
 */
const curvatureStep = 0.044;
const thetaStep = 0.098_125;
/** pT · curvature in the trigger's field [GeV/m]. @see same */
const momentumConstant = 0.45;

/**
 * Momentum of a track in whole units of 0.1 GeV, as the firmware has it from the curvature [1/cm]
 * and the polar angle [rad]. The angle is the arc tangent of tan θ, within ±90°, so θ and 180° − θ
 * are alike. Both are truncated towards zero, which raises the momentum; it is infinite for a
 * curvature below the first step, which therefore passes.
 * @see D-208
 */
export function momentumUnits(omega: number, theta: number): number {
  const curvature = Math.floor((100 * Math.abs(omega)) / curvatureStep) * curvatureStep;
  const folded = Math.min(theta, Math.PI - theta);
  const sine = sin(Math.floor(folded / thetaStep) * thetaStep);
  return curvature * sine > 0
    ? Math.floor((10 * momentumConstant) / (curvature * sine))
    : Number.POSITIVE_INFINITY;
}

/**
 * Sets the bits of the neural tracks: how many come from near the collision point (`ty`), and
 * whether one of them is energetic enough to fire alone (`typ`).
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc
 */
const nnSingleTrackBits = (config: NnSingleTrackConfig): BitStage<'cdc' | 'neuro'> =>
  inOrder<'cdc' | 'neuro'>(neuralCountBits(config), energeticTrackBit(config));

function energeticTrackBit({
  singleMaxZ,
  singleMomentum,
}: NnSingleTrackConfig): BitStage<'cdc' | 'neuro'> {
  return ({ cdc: { tracks2d }, neuro: { tracks } }, eventCount, bits) => {
    for (let event = 0; event < eventCount; event++) {
      for (let row = tracks.offsets[event]; row < tracks.offsets[event + 1]; row++) {
        if (Math.abs(tracks.z[row]) >= singleMaxZ) continue;
        const omega = tracks2d.omega[tracks2d.offsets[event] + tracks.track[row]];
        if (momentumUnits(omega, tracks.theta[row]) > singleMomentum)
          setBit(bits, inputWords, event, inputSlots.typ);
      }
    }
  };
}

/**
 * The single-track family as a step of a stream: its own bits, and the tracks with clusters that
 * sttecl and yecl read.
 * @example
 * ```ts
 * import {
 *   hasBit,
 *   hits$,
 *   inputSlots,
 *   inputWords,
 *   objects,
 *   nnSingleTrack,
 *   type WithInputBits,
 * } from 'belle2-l1';
 * import { lastValueFrom, reduce } from 'rxjs';
 *
 * // One muon from the collision point, alone.
 * const fired = ({ eventCount, inputBits }: WithInputBits) =>
 *   Array.from({ length: eventCount }, (_, event) =>
 *     hasBit(inputBits, inputWords, event, inputSlots.typ),
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
 *     nnSingleTrack(),
 *     reduce((sum, batch) => sum + fired(batch), 0),
 *   ),
 * );
 * console.log(`${count} of 200 muons fire the single-track trigger`);
 * ```
 */
export const nnSingleTrack = <B extends BatchFor<'cdc' | 'neuro' | 'grl'>>(
  config: NnSingleTrackConfig = parseConfig(nnSingleTrackSchema, {}, 'nn-single-track'),
): MonoTypeOperatorFunction<B> =>
  bitOperator(inOrder<'cdc' | 'neuro' | 'grl'>(nnSingleTrackBits(config), trackMatchBits));

/** The single-track family. */
export const nnSingleTrackPlugin = bitPlugin({
  name: 'nn-single-track',
  schema: nnSingleTrackSchema,
  reads: ['cdc', 'neuro'],
  drives: ['ty_0', 'ty_1', 'ty_2', 'ty_3', 'typ'],
  build: nnSingleTrackBits,
});
