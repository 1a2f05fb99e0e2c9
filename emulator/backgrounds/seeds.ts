import { cm } from '../../detector/base/units.js';
import type { Background, BeamState } from './background.js';
import type { BackgroundConfig } from './background-schema.js';
import { beamGasBremsstrahlung, beamGasCoulomb } from './beam-gas.js';
import { radiativeBhabha } from './radiative-bhabha.js';
import { touschek } from './touschek.js';

/** All sources of stray particles. */
export const backgrounds: readonly Background[] = [
  ...touschek,
  ...beamGasCoulomb,
  ...beamGasBremsstrahlung,
  ...radiativeBhabha,
];

/**
 * A kind of stray particles, alike from all sources. Anchors could alone fire a line without
 * prescale, soft ones fire only prescaled or masked lines.
 */
interface SeedKind {
  readonly name: string;
  /** Number of its class of seeds, see `SeedClass`. */
  readonly source: number;
  readonly tier: 'anchor' | 'soft';
  readonly generator: 'gun';
  /** Parameters of the generator. */
  readonly config: object;
  /** At the state that the shares are given for [1/ns]. */
  readonly rate: number;
}

/** From the beam pipe, anywhere along the beams near the collision point. */
const alongBeams = (halfLength: number) => ({
  beamSpot: true,
  radiusMin: 1 * cm,
  radiusMax: 2 * cm,
  zMin: -halfLength,
  zMax: halfLength,
});

/**
 * Kinds of stray particles of a configuration. Where they come from and what they are is the same
 * for all sources: no lattice is followed.
 */
export function seedKinds(config: BackgroundConfig): readonly SeedKind[] {
  const { tracks, showers, softTracks, softClusters } = config;
  const { thetaMin, thetaMax } = tracks;
  const place = { frame: 'lab', thetaMin, thetaMax, vertex: alongBeams(tracks.halfLength) };
  const track = (pdg: number, minimum: number, maximum: number) => ({
    ...place,
    pdg,
    variable: 'momentum',
    minimum,
    maximum,
  });
  const shower = (minimum: number, maximum: number) => ({
    ...place,
    pdg: 22,
    minimum,
    maximum,
    spectrum: 'inverse',
  });
  const electrons = tracks.electrons;
  const kinds: readonly Omit<SeedKind, 'generator'>[] = [
    {
      name: 'pions',
      source: 101,
      tier: 'anchor',
      config: track(211, tracks.minMomentum, tracks.maxMomentum),
      rate: tracks.rate * (1 - electrons),
    },
    {
      name: 'electrons',
      source: 102,
      tier: 'anchor',
      config: track(11, tracks.minMomentum, tracks.maxMomentum),
      rate: tracks.rate * electrons,
    },
    {
      name: 'showers',
      source: 103,
      tier: 'anchor',
      config: shower(showers.minEnergy, showers.maxEnergy),
      rate: showers.rate,
    },
    {
      name: 'soft pions',
      source: 104,
      tier: 'soft',
      config: track(211, softTracks.minMomentum, tracks.minMomentum),
      rate: softTracks.rate * (1 - electrons),
    },
    {
      name: 'soft electrons',
      source: 105,
      tier: 'soft',
      config: track(11, softTracks.minMomentum, tracks.minMomentum),
      rate: softTracks.rate * electrons,
    },
    {
      name: 'soft clusters',
      source: 106,
      tier: 'soft',
      config: shower(softClusters.minEnergy, showers.minEnergy),
      rate: softClusters.rate,
    },
  ];
  return kinds.map((kind) => ({ ...kind, generator: 'gun' }));
}

/** How much of a source there is at a state, as a share of all background at the reference. */
export function sourceShare(
  source: Background,
  { shares, scale, on }: BackgroundConfig,
  state: BeamState,
  reference: BeamState,
): number {
  return on ? (scale * shares[source.share] * source.law(state)) / source.law(reference) : 0;
}
