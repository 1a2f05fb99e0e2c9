// kernel: once per event, reused vectors only
import { choice, type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { atan2, cos, hypot, sin } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { degree } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { ScatteredBeams } from './scattered-beams.js';
import { TwoPhotonPairs } from './two-photon-pairs.js';

/** What users may choose of every process that two photons of the beams make. */
export const photonRecoilSchema = {
  photonRecoil: flag(
    false,
    'Whether photons have the transverse momentum of their q², which the scattered beams ' +
      'balance; without, all are along the beams',
  ),
};

/** What users may choose of lepton pairs from two photons. */
export const twoPhotonLeptonSchema = (minPt: number) => ({
  minPt: quantity(minPt, 'GeV', 'Least pT of the leptons, along the beams, where the pair rests', {
    min: 0,
  }),
  minMass: quantity(0, 'GeV', 'Least mass of the pair', { min: 0 }),
  virtualityScale: quantity(
    2.5,
    '',
    'k of the upper limit k (m² + pT²) of q² of the photons: 2.5 was fitted to published totals',
    { min: 0.1, max: 100 },
  ),
  ...photonRecoilSchema,
  seen: choice(
    'any',
    ['any', 'track', 'none'],
    'Which events: all, those with a lepton of the pair in 17–150° with pT above 0.05 GeV in the ' +
      'laboratory, or the others',
  ),
});

/** Values of `twoPhotonLeptonSchema`. */
export type TwoPhotonLeptonConfig = ConfigOf<ReturnType<typeof twoPhotonLeptonSchema>>;

/**
 * Pairs of leptons of mass `mass` from two photons of the beams.
 * @throws GENERATOR_CONFIG when these have not the energy for them.
 */
export function twoPhotonPairs(
  generator: string,
  config: TwoPhotonLeptonConfig,
  mass: number,
  { sqrtS }: Beams,
): TwoPhotonPairs {
  const least = Math.max(2 * hypot(mass, config.minPt), config.minMass);
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (least < 0.99 * sqrtS) return new TwoPhotonPairs({ ...config, mass }, sqrtS);
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": a pair of at least ${least.toFixed(3)} GeV is beyond √s = ` +
      `${sqrtS.toFixed(3)} GeV; lower minPt or minMass`,
  );
}

const [minTheta, maxTheta] = [17 * degree, 150 * degree];
/** pT that makes a lepton a track that is seen [GeV], laboratory. */
const seenTrackPt = 0.05;

/** Whether a lepton, in the laboratory, is in 17–150° and above a pT. */
function isTrack({ px, py, pz }: Readonly<FourVector>, minPt: number): boolean {
  const pt = hypot(px, py);
  const theta = atan2(pt, pz);
  return pt > minPt && theta > minTheta && theta < maxTheta;
}

/** Draws events e⁺e⁻ → e⁺e⁻ℓ⁺ℓ⁻, one after the other, into vectors of its own; laboratory. */
export class TwoPhotonSampler {
  readonly lepton: FourVector = fourVector();
  readonly antilepton: FourVector = fourVector();
  readonly beams: ScatteredBeams;
  readonly #pairs: TwoPhotonPairs;
  readonly #seen: TwoPhotonLeptonConfig['seen'];

  constructor(
    pairs: TwoPhotonPairs,
    beams: ScatteredBeams,
    seen: TwoPhotonLeptonConfig['seen'] = 'any',
  ) {
    this.#pairs = pairs;
    this.beams = beams;
    this.#seen = seen;
  }

  draw(stream: RandomStream): void {
    do this.#drawAny(stream);
    while (this.#seen !== 'any' && (this.#seen === 'track') !== this.#hasTrack());
  }

  #hasTrack(): boolean {
    return isTrack(this.lepton, seenTrackPt) || isTrack(this.antilepton, seenTrackPt);
  }

  #drawAny(stream: RandomStream): void {
    const { lepton, antilepton, beams } = this;
    const pairs = this.#pairs;
    do pairs.draw(stream);
    while (!beams.draw(stream, pairs.mass, pairs.pairRapidity, pairs.maxVirtuality));
    const { pt, pz, mass } = pairs;
    const phi = 2 * Math.PI * stream.uniform();
    lepton.px = pt * cos(phi);
    lepton.py = pt * sin(phi);
    lepton.pz = pz;
    antilepton.px = -lepton.px;
    antilepton.py = -lepton.py;
    antilepton.pz = -pz;
    lepton.energy = antilepton.energy = 0.5 * mass;
    beams.toLab(lepton);
    beams.toLab(antilepton);
  }
}

/** Tries by which a visible cross section is found. */
const visibleTries = 40_000;

/**
 * Cross section [nb] with so many of the two leptons in 17–150° of the laboratory and above `minPt`
 * [GeV] there; the same for the same arguments.
 */
export function visibleCrossSection(
  pairs: TwoPhotonPairs,
  beams: Beams,
  minPt: number,
  tracks: 1 | 2,
): number {
  const stream = new RandomStream().seed(0, 0, 0, 0, purpose.generator);
  const sampler = new TwoPhotonSampler(pairs, new ScatteredBeams(beams, false));
  let seen = 0;
  for (let event = 0; event < visibleTries; event++) {
    sampler.draw(stream);
    const count =
      Number(isTrack(sampler.lepton, minPt)) + Number(isTrack(sampler.antilepton, minPt));
    if (count >= tracks) seen++;
  }
  return (pairs.crossSection * seen) / visibleTries;
}

/** Cross section of the events that are generated [nb]; with or without a track to 0.5 %. */
export function generatedPairsCrossSection(
  pairs: TwoPhotonPairs,
  beams: Beams,
  seen: TwoPhotonLeptonConfig['seen'],
): number {
  if (seen === 'any') return pairs.crossSection;
  const withTrack = visibleCrossSection(pairs, beams, seenTrackPt, 1);
  return seen === 'track' ? withTrack : pairs.crossSection - withTrack;
}
