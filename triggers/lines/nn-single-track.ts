import type { MonoTypeOperatorFunction } from 'rxjs';
import { type ConfigOf, integer, parseConfig, quantity } from '../../detector/base/config.js';
import { cm } from '../../detector/base/units.js';
import {
  type BitStage,
  inputWords,
  setBit,
  type WithInputBits,
  type WithObjects,
} from '../batches.js';
import { trackMatchBits } from '../bits/matching.js';
import {
  neuralCountBits,
  neuralCountSchema,
  type TrackObjects,
  type WithNeuralTracks,
} from '../bits/neural-tracks.js';
import type { CdcObjects } from '../cdc/objects.js';
import { inOrder } from '../grl/bit-stage.js';
import type { AnyBitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { bitOperator } from '../stage.js';

/** Cuts of the neural tracks. @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc */
export const nnSingleTrackSchema = {
  ...neuralCountSchema,
  singleMaxZ: quantity(15 * cm, 'cm', 'The track of the single-track trigger has |z| below this', {
    min: 0,
  }),
  singleMomentum: integer(7, '0.1 GeV', 'and a momentum, in whole units, above this', {
    min: 0,
    max: 100,
  }),
} as const;

/** What the single-track family reads: neural tracks, and the full tracks that they belong to. */
export interface NeuralTracks extends WithNeuralTracks {
  readonly cdc: Pick<CdcObjects, 'tracks2d'>;
}

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
 * and polar angle [rad], both truncated; infinite for a curvature below the first step.
 */
export function momentumUnits(omega: number, theta: number): number {
  const curvature = Math.floor((100 * Math.abs(omega)) / curvatureStep) * curvatureStep;
  const sine = Math.sin(Math.floor(theta / thetaStep) * thetaStep);
  return curvature * sine > 0
    ? Math.floor((10 * momentumConstant) / (curvature * sine))
    : Number.POSITIVE_INFINITY;
}

/**
 * Sets the bits of the neural tracks: how many come from near the collision point (`ty`), and
 * whether one of them is energetic enough to fire alone (`typ`).
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc
 */
const nnSingleTrackBits = (config: ConfigOf<typeof nnSingleTrackSchema>): BitStage<NeuralTracks> =>
  inOrder(neuralCountBits(config), energeticTrackBit(config));

function energeticTrackBit({
  singleMaxZ,
  singleMomentum,
}: ConfigOf<typeof nnSingleTrackSchema>): BitStage<NeuralTracks> {
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
 */
export const nnSingleTrack = <B extends WithInputBits & WithObjects<NeuralTracks & TrackObjects>>(
  config: ConfigOf<typeof nnSingleTrackSchema> = parseConfig(
    nnSingleTrackSchema,
    {},
    'nn-single-track',
  ),
): MonoTypeOperatorFunction<B> =>
  bitOperator(inOrder<NeuralTracks & TrackObjects>(nnSingleTrackBits(config), trackMatchBits));

/** The single-track family as the chain lists it. */
export const nnSingleTrackPlugin = {
  name: 'nn-single-track',
  schema: nnSingleTrackSchema,
  drives: ['ty_0', 'ty_1', 'ty_2', 'ty_3', 'typ'],
  build: nnSingleTrackBits,
} as const satisfies AnyBitPlugin & { readonly drives: readonly InputName[] };
