// kernel: once per event, scalars and reused vectors only
import { pow, tanh } from '../../detector/base/elementary.js';
import { lazily } from '../../detector/base/lazily.js';
import type { RandomStream } from '../../detector/base/random.js';
import { type Beams, cmsToLab, collisionFrame, setCollisionFrame } from '../../detector/beams.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { drawIsrCosTheta, radiatorExponent } from './isr.js';
import {
  minMassSquared,
  massTerm,
  type PhotonPair,
  photonEnergy,
  radiatedDensity,
  rapidityAt,
} from './photon-pair.js';
import { Recoil, setPhoton } from './recoil.js';
import { isPhotonSeen } from './seen-photon.js';

/**
 * Draws events of e⁺e⁻ → γX(γ) from a stream, one after the other, into vectors of its own;
 * laboratory frame.
 */
export interface PairSampler {
  readonly photon: Readonly<FourVector>;
  readonly partner: Readonly<FourVector>;
  /** The radiated photon; meaningful when the last draw had one. */
  readonly radiated: Readonly<FourVector>;
  /** Draws the next event; true when the beams have radiated. */
  readonly draw: () => boolean;
  /** Of the last draw: mass² of the pair [GeV²], and cosθ of its photon in its rest frame. */
  readonly pairMassSquared: () => number;
  readonly cosTheta: () => number;
  /**
   * Weight of the last draw: 1, or of a weighted pair what its angle should have been drawn more
   * often; its mean over all tries is 1.
   */
  readonly weight: () => number;
  /**
   * Share of all tries that became events: the rest violate the order of transverse momenta, or
   * have another number of photons in the calorimeter than is asked for.
   */
  readonly yield: () => number;
}

/**
 * Leading order with one effective photon of the beams. Momentum is conserved: the pair has the
 * invariant mass that the radiation leaves and recoils against it; its polar axis is the electron's
 * direction carried along by that boost, exact for radiation along the beams. The radiated photon
 * has less transverse momentum (centre of mass) than each photon of the pair: else the same three
 * particles would be counted twice, with the roles of their photons exchanged.
 */
export function pairSampler(pair: PhotonPair, beams: Beams, stream: RandomStream): PairSampler {
  // What is drawn does not depend on the coupling, which may be 0.
  const density = lazily(() => radiatedDensity({ ...pair, coupling: 1 }, beams.frame.s));
  const inverseExponent = 1 / radiatorExponent(beams.frame.s);
  const { electronSpread, positronSpread, energySpread } = beams.config;
  // Constants of their own: objects of other pairs may have other shapes for the engine, which
  // would compile anew what reads them for each event.
  const { process, mass, maxCosTheta, isr, minIsrEnergy, weighted, identical, seen = 'any' } = pair;
  const maxRapidity = rapidityAt(maxCosTheta);
  const least = minMassSquared(mass, pair.minPhotonEnergy);
  const frame = collisionFrame();
  setCollisionFrame(frame, beams.crossing, beams.electronEnergy, beams.positronEnergy);
  const photon = fourVector();
  const partner = fourVector();
  const radiated = fourVector();
  const drawn = { photon, partner, radiated };
  const wanted = { seen, identical };
  const motion = new Recoil();
  let tries = 0;
  let events = 0;
  let cosTheta = 0;
  let weight = 1;
  let pairMassSquared = 0;

  /**
   * Energies of the beams and the share x of the energy that they radiate, so that the pair stays
   * above its threshold.
   */
  const drawShare = (): number => {
    for (;;) {
      if (energySpread) {
        const electron = beams.electronEnergy + electronSpread * stream.gaussian();
        setCollisionFrame(
          frame,
          beams.crossing,
          electron,
          beams.positronEnergy + positronSpread * stream.gaussian(),
        );
      }
      const x = isr ? pow(density().at(stream.uniform()), inverseExponent) : 0;
      const share = 0.5 * x * Math.sqrt(frame.s) < minIsrEnergy ? 0 : x;
      if (frame.s * (1 - share) >= least) return share;
    }
  };

  /** Density [1 + c² + term]/(1 − c²): flat in rapidity times a factor that is nearly flat. */
  const drawExchange = (s: number): void => {
    const term = massTerm(s, mass);
    const mean = 2 + term - maxCosTheta / maxRapidity;
    do {
      cosTheta = tanh(maxRapidity * (2 * stream.uniform() - 1));
      weight = (1 + cosTheta * cosTheta + term) / mean;
    } while (!weighted && stream.uniform() * (2 + term) > mean * weight);
  };

  /** Density 1 + c². */
  const drawStrahlung = (): void => {
    const limit2 = maxCosTheta * maxCosTheta;
    const mean = 1 + limit2 / 3;
    do {
      cosTheta = maxCosTheta * (2 * stream.uniform() - 1);
      weight = (1 + cosTheta * cosTheta) / mean;
    } while (!weighted && stream.uniform() * (1 + limit2) > mean * weight);
  };

  /** The pair at rest: photon and partner with opposite momenta, a pair of mass² s. */
  const drawPair = (s: number): void => {
    if (process === 'strahlung') drawStrahlung();
    else drawExchange(s);
    pairMassSquared = s;
    const energy = photonEnergy(s, mass);
    setPhoton(photon, energy, cosTheta, 2 * Math.PI * stream.uniform());
    partner.px = -photon.px;
    partner.py = -photon.py;
    partner.pz = -photon.pz;
    partner.energy = Math.sqrt(s) - energy;
  };

  /** The radiated photon, and the pair set in motion against it; centre of mass. */
  const recoil = (share: number): void => {
    const sqrtS = Math.sqrt(frame.s);
    setPhoton(
      radiated,
      0.5 * share * sqrtS,
      drawIsrCosTheta(stream, share, frame.s),
      2 * Math.PI * stream.uniform(),
    );
    motion.against(radiated, sqrtS, sqrtS * Math.sqrt(1 - share));
    motion.move(photon);
    motion.move(partner);
  };

  const draw = (): boolean => {
    let share: number;
    for (;;) {
      tries++;
      share = drawShare();
      drawPair(frame.s * (1 - share));
      if (share > 0) recoil(share);
      if (share > 0 && !inOrder(wanted, drawn)) continue;
      cmsToLab(frame, photon);
      cmsToLab(frame, partner);
      if (share > 0) cmsToLab(frame, radiated);
      if (isWanted(wanted, drawn, share > 0)) break;
    }
    events++;
    return share > 0;
  };

  return {
    photon,
    partner,
    radiated,
    draw,
    pairMassSquared: () => pairMassSquared,
    cosTheta: () => cosTheta,
    weight: () => (weighted ? weight : 1),
    yield: () => events / tries,
  };
}

type Drawn = Pick<PairSampler, 'photon' | 'partner' | 'radiated'>;
type Wanted = Required<Pick<PhotonPair, 'seen' | 'identical'>>;

/** Whether the radiated photon is the softest across the beams. */
function inOrder({ identical }: Wanted, { photon, partner, radiated }: Drawn): boolean {
  const least2 = pt2(radiated);
  return least2 < pt2(photon) && (!identical || least2 < pt2(partner));
}

/** Whether as many photons as asked for are in the calorimeter; laboratory. */
function isWanted(
  { seen, identical }: Wanted,
  { photon, partner, radiated }: Drawn,
  hasRadiated: boolean,
): boolean {
  if (seen === 'any') return true;
  let count = isPhotonSeen(photon) ? 1 : 0;
  if (identical && isPhotonSeen(partner)) count++;
  if (hasRadiated && isPhotonSeen(radiated)) count++;
  return seen === 'one' ? count === 1 : count > 1;
}

function pt2({ px, py }: FourVector): number {
  return px * px + py * py;
}
