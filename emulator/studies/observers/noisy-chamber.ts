import { cdc } from '../../../detector/cdc/cdc.js';
import { signalCdc } from '../../../detector/cdc/deposit.js';
import { cdcNoise, noiseRateOf } from '../../../detector/cdc/noise.js';
import { cdcObjects, type CdcTriggerConfig } from '../../../triggers/cdc/cdc-trigger.js';
import { neuroObjects } from '../../../triggers/cdc/neuro.js';
import type { CdcObjects, NeuroObjects } from '../../../triggers/cdc/objects.js';
import {
  momentumUnits,
  type NnSingleTrackConfig,
} from '../../../triggers/lines/nn-single-track.js';
import type { ObserveContext, ObservedBatch } from '../../chain/observed.js';
import { chamberPatterns } from '../../chain/patterns/chamber-patterns.js';

/** Finder of full tracks. */
export type TrackFinder = CdcTriggerConfig['method'];

/**
 * A way to see the same particles: uncorrelated hits within 512 ns, on top of those of the
 * conditions, and the finder of full tracks.
 */
interface ChamberView {
  readonly noiseHits: number;
  readonly finder: TrackFinder;
}

/** What the trigger finds in a view. */
export interface SeenTracks {
  readonly cdc: CdcObjects;
  readonly neuro: NeuroObjects;
}

/** Hits within 512 ns that a study adds: none, 22 kHz and 95 kHz on every wire. */
export const noiseLevels = [0, 160, 700] as const;

/** A noise level in the words of selections and legends. */
export const noiseText = (hits: number): string => (hits === 0 ? 'no noise' : `${hits} noise hits`);

/**
 * The drift chamber, its trigger and the neural z trigger on the tracks of a batch, once for each
 * view: what the tracks leave is the same in all of them, noise is laid over it.
 */
export function noisyChamber(
  { config, seed }: ObserveContext,
  views: readonly ChamberView[],
): (batch: ObservedBatch) => SeenTracks[] {
  const context = { seed, patterns: chamberPatterns };
  const deposit = signalCdc(config.cdc, context);
  const digitize = cdc.digitize(config.cdc, context);
  const levels = [...new Set(views.map(({ noiseHits }) => noiseHits))];
  const noises = levels.map((hits) =>
    cdcNoise({ ...config.cdc, noiseRate: config.cdc.noiseRate + noiseRateOf(hits) }, context),
  );
  const triggers = views.map(({ noiseHits, finder }) => ({
    level: levels.indexOf(noiseHits),
    find: cdcObjects({ ...config.triggers.cdc, method: finder }, context),
    ask: neuroObjects(config.triggers.neuro),
  }));
  return ({ particles, addresses, arcs }) => {
    const deposits = deposit(particles, addresses, arcs);
    const hits = noises.map((noise) =>
      digitize(noise === undefined ? [deposits] : [deposits, noise(addresses)], addresses),
    );
    return triggers.map(({ level, find, ask }) => {
      const found = find(hits[level]!, addresses);
      return { cdc: found, neuro: ask(found) };
    });
  };
}

/** Cuts of the neural tracks. */
export type SingleCuts = NnSingleTrackConfig;

/**
 * Numbers of each event: its full tracks, and of the neural ones the lowest |z| of all, and of
 * those energetic enough to fire alone.
 */
interface SeenColumns {
  readonly fullTracks: Float64Array;
  /** Infinite without such a track. */
  readonly nearestZ: Float64Array;
  readonly nearestSingleZ: Float64Array;
}

/** Numbers of each event of a batch from what the trigger has found in one view. */
export function seenColumns(
  { cdc: { tracks2d }, neuro: { tracks } }: SeenTracks,
  cuts: SingleCuts,
): SeenColumns {
  const eventCount = tracks.offsets.length - 1;
  const nearestZ = new Float64Array(eventCount).fill(Number.POSITIVE_INFINITY);
  const nearestSingleZ = nearestZ.slice();
  const fullTracks = Float64Array.from(
    nearestZ,
    (_, event) => tracks2d.offsets[event + 1]! - tracks2d.offsets[event]!,
  );
  for (let event = 0; event < eventCount; event++) {
    for (let row = tracks.offsets[event]!; row < tracks.offsets[event + 1]!; row++) {
      const distance = Math.abs(tracks.z[row]!);
      nearestZ[event] = Math.min(nearestZ[event]!, distance);
      const units = momentumUnits(
        tracks2d.omega[tracks2d.offsets[event]! + tracks.track[row]!]!,
        tracks.theta[row]!,
      );
      if (units > cuts.singleMomentum)
        nearestSingleZ[event] = Math.min(nearestSingleZ[event]!, distance);
    }
  }
  return { fullTracks, nearestZ, nearestSingleZ };
}
