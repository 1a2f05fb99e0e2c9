import { purpose, RandomStream } from '../../../detector/base/random.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import { type Dedx, measureDedx } from '../dedx.js';
import type { ObserveContext, ObservedBatch } from '../../chain/observed.js';
import { ArichLikelihood } from './arich.js';
import { DedxLikelihood } from './dedx.js';
import { measureEcl } from './ecl.js';
import { extrapolatedArcs } from './extrapolate.js';
import { measureKlm } from './klm.js';
import { particleIdTables } from './particle-id-tables.js';
import { species, speciesCount, type SpeciesName } from './species.js';
import { addCell, reachCell, scatterCell, showerCell } from './tables.js';
import { TopLikelihood } from './top.js';
import { type PidTrack, pidTracks } from './tracks.js';

/** Parts of the detector that identification reads. */
export const pidDetectors = ['top', 'arich', 'dedx', 'klm', 'ecl'] as const;
/** One of the parts that identification reads. */
export type PidDetector = (typeof pidDetectors)[number];

/**
 * What each detector says of the tracks of a batch, as an offline analysis has it. The trigger
 * never sees it.
 */
export interface PidObjects {
  readonly tracks: readonly PidTrack[];
  /**
   * Log-likelihood of track t for species s at 5 t + s, up to a constant of the track; all 0 where
   * a detector says nothing.
   */
  readonly logLikelihoods: Readonly<Record<PidDetector, Float64Array>>;
}

/**
 * Makes the identification of all tracks of batches.
 * @example
 * ```ts
 * import {
 *   difference,
 *   emulatorConfig,
 *   type GeneratorConfig,
 *   hits$,
 *   identify,
 *   type PidObjects,
 *   type Question,
 * } from 'belle2-l1';
 * import { lastValueFrom, map } from 'rxjs';
 *
 * // How often the Cherenkov counters take kaons of 1 to 2 GeV for kaons.
 * const kaon: Question = { kind: 'kaon', against: 'pion', detectors: ['top', 'arich'] };
 * const kaons: GeneratorConfig<'gun'> = {
 *   pdg: 321,
 *   frame: 'lab',
 *   minimum: '1 GeV',
 *   maximum: '2 GeV',
 *   thetaMin: '40 deg',
 *   thetaMax: '110 deg',
 * };
 * const share = (objects: PidObjects) =>
 *   objects.tracks.filter((_, track) => difference(objects, track, kaon) > 0).length /
 *   objects.tracks.length;
 * const find = identify({ config: emulatorConfig(), seed: 1 });
 * const result = await lastValueFrom(
 *   hits$({ generator: 'gun', config: kaons, events: 50 }).pipe(
 *     map((batch) => share(find(batch))),
 *   ),
 * );
 * console.log(`${(100 * result).toFixed(0)} %`);
 * ```
 */
export function identify({
  config,
  seed,
}: ObserveContext): (
  batch: Omit<ObservedBatch<'ecl' | 'klm' | 'top' | 'arich'>, 'objects'>,
) => PidObjects {
  const context = { seed };
  const { pid } = config;
  const topOf = new TopLikelihood(config);
  const arichOf = new ArichLikelihood(config);
  const dedxOf = new DedxLikelihood(pid.dedxResolution);
  const ionize = cdc.deposit(config.cdc, context);
  const compareKlm = measureKlm(config.klm, context);
  const random = new RandomStream();

  return ({ particles, arcs, addresses, hits }) => {
    const tracks = pidTracks(particles, arcs);
    const ways = extrapolatedArcs(arcs, tracks, config.transport.field);
    const dedx = measureDedx(ionize(particles, addresses, arcs), particles);
    const klm = compareKlm(tracks, particles, addresses, ways, hits.klm);
    const ecl = measureEcl(tracks, ways, hits.ecl);
    const column = (): Float64Array => new Float64Array(speciesCount * tracks.length);
    const logLikelihoods = {
      top: column(),
      arich: column(),
      dedx: column(),
      klm: column(),
      ecl: column(),
    };
    let event = -1;
    tracks.forEach((track, index) => {
      if (track.event !== event) {
        event = track.event;
        random.seed(
          seed,
          addresses.run,
          addresses.slice[event]!,
          addresses.index[event]!,
          purpose.particleId,
        );
      }
      const out = (detector: PidDetector): Float64Array =>
        logLikelihoods[detector].subarray(speciesCount * index, speciesCount * (index + 1));
      topOf.fill(track, ways, hits.top, out('top'));
      arichOf.fill(track, ways, hits.arich, out('arich'));
      if (random.uniform() < pid.misled)
        for (const detector of ['top', 'arich'] as const) exchange(out(detector));
      const row = rowOf(dedx, track);
      if (row >= 0) dedxOf.fill(track, dedx.dedx[row]!, dedx.layers[row]!, out('dedx'));
      addCell(particleIdTables.reach, reachCell(klm, index), out('klm'));
      addCell(particleIdTables.scatter, scatterCell(klm, index), out('klm'));
      addCell(particleIdTables.shower, showerCell(ecl, index, track.p), out('ecl'));
    });
    return { tracks, logLikelihoods };
  };
}

/** Takes kaon for pion and pion for kaon. */
function exchange(logLikelihoods: Float64Array): void {
  const kaon = logLikelihoods[species.kaon]!;
  logLikelihoods[species.kaon] = logLikelihoods[species.pion]!;
  logLikelihoods[species.pion] = kaon;
}

/** Row of a track's ionization; −1 when it crossed too few layers. */
function rowOf({ offsets, particle }: Dedx, track: PidTrack): number {
  for (let row = offsets[track.event]!; row < offsets[track.event + 1]!; row++)
    if (particle[row] === track.particle) return row;
  return -1;
}

/** Two species to tell apart, and the detectors that are asked. */
export interface Question {
  readonly kind: SpeciesName;
  readonly against: SpeciesName;
  readonly detectors: readonly PidDetector[];
}

/**
 * Log-likelihood of one species over that of another, from some detectors together.
 * @example
 * ```ts
 * import { difference, type PidObjects } from 'belle2-l1';
 *
 * // Whether a track looks more like a muon than a pion to KLM and calorimeter.
 * const isMuon = (objects: PidObjects, track: number) =>
 *   difference(objects, track, { kind: 'muon', against: 'pion', detectors: ['klm', 'ecl'] }) > 0;
 * console.log(isMuon.length); // → 2
 * ```
 */
export function difference(
  { logLikelihoods }: PidObjects,
  track: number,
  { kind, against, detectors }: Question,
): number {
  return detectors.reduce((sum, detector) => {
    const column = logLikelihoods[detector];
    return (
      sum +
      column[speciesCount * track + species[kind]]! -
      column[speciesCount * track + species[against]]!
    );
  }, 0);
}
