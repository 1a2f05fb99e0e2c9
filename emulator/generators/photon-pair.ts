// kernel: one pass over the events of a batch, scalars and reused vectors only
/**
 * e⁺e⁻ → γX at leading order, X a second photon or a vector of mass m, with one effective photon radiated by the beams.
 * Momentum is conserved: the pair has the invariant mass that the radiation leaves and recoils against it. The pair's polar axis is
 * the direction of the electron beam carried along by that boost, exact for radiation along the beams.
 */
import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Beams, cmsToLab, collisionFrame, setCollisionFrame } from '../../detector/beams.js';
import { boostFromRest, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { beamSpot } from './beam-spot.js';
import type { GenerateEvents, GeneratorContext } from './generator.js';
import { drawIsrCosTheta, radiatorExponent, radiatorInU } from './isr.js';
import { TabulatedDensity } from './tabulated-density.js';

const photonPdg = 22;

/** What is produced with the photon, and which part of phase space is generated. */
export interface PhotonPair {
  /** Name of the generator, for messages. */
  readonly generator: string;
  readonly partnerPdg: number;
  /** Mass of the partner [GeV]. */
  readonly mass: number;
  /** Factor of the cross section: coupling squared, ½ for identical photons. */
  readonly factor: number;
  /** Limit of |cosθ| of the photon in the rest frame of the pair. */
  readonly maxCosTheta: number;
  /** Least energy of the photon in the rest frame of the pair [GeV]: a soft photon beside a hard radiated one diverges. */
  readonly minPhotonEnergy: number;
  /** Whether the beams radiate. */
  readonly isr: boolean;
  /** Radiated photons of less energy [GeV, centre of mass] are left out, and the collision keeps its full energy. */
  readonly minIsrEnergy: number;
}

/** Energy of the photon recoiling against `mass` in a system of mass² s [GeV]. */
export function photonEnergy(s: number, mass: number): number {
  return (s - mass * mass) / (2 * Math.sqrt(s));
}

/** The constant 4m²s/(s − m²)² of the angular distribution [1 + c² + constant]/(1 − c²). */
function massTerm(s: number, mass: number): number {
  return (4 * mass * mass * s) / (s - mass * mass) ** 2;
}

/**
 * Cross section [nb] for unit coupling and distinguishable particles with the photon in a range of cosθ*.
 * @see R. Essig et al., arXiv:0903.3941 (recalled; derived again by crossing the γγ* amplitude).
 */
export function pairCrossSection(s: number, mass: number, cosLow: number, cosHigh: number): number {
  const shape = (2 + massTerm(s, mass)) * (Math.atanh(cosHigh) - Math.atanh(cosLow)) - (cosHigh - cosLow);
  return ((2 * Math.PI * fineStructure ** 2) / s) * (1 - (mass * mass) / s) * shape * hbarCSquaredNb;
}

/** Lowest mass² of the pair in which the photon has `energy` beside `mass`. */
function leastMassSquared(mass: number, energy: number): number {
  return (energy + Math.sqrt(energy * energy + mass * mass)) ** 2;
}

/**
 * Density of radiated energy times the pair's cross section, in u = x^β_r. Nodes are equal steps in u, and equal factors of the
 * distance from the pair's mass to threshold, where the cross section rises.
 */
function radiatedDensity(pair: PhotonPair, s: number): TabulatedDensity {
  const exponent = radiatorExponent(s);
  const mass2 = pair.mass * pair.mass;
  const least = leastMassSquared(pair.mass, pair.minPhotonEnergy);
  const steps = 400;
  const nodes = new Set<number>();
  for (let step = 0; step <= steps; step++) {
    const excess = (s - mass2) * ((least - mass2) / (s - mass2)) ** (step / steps);
    nodes.add(Math.max(0, 1 - (mass2 + excess) / s) ** exponent);
    nodes.add((step / steps) * (1 - least / s) ** exponent);
  }
  return new TabulatedDensity(
    [...nodes].sort((a, b) => a - b),
    (u) => {
      const reduced = Math.max(least, s * (1 - u ** (1 / exponent)));
      return radiatorInU(u, exponent) * pair.factor * pairCrossSection(reduced, pair.mass, -pair.maxCosTheta, pair.maxCosTheta);
    },
  );
}

function checkThreshold({ generator, mass, minPhotonEnergy }: PhotonPair, { frame: { s }, sqrtS }: Beams): void {
  // Half a per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (mass * mass < s && photonEnergy(0.995 * s, mass) > minPhotonEnergy) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": at √s = ${sqrtS.toFixed(3)} GeV a mass of ${mass} GeV leaves the photon less than ${minPhotonEnergy} GeV; lower the mass or minPhotonEnergy`,
  );
}

/** Cross section of what `generatePairs` generates [nb]. @throws GENERATOR_CONFIG */
export function generatedCrossSection(pair: PhotonPair, beams: Beams): number {
  checkThreshold(pair, beams);
  const { s } = beams.frame;
  if (pair.isr) return radiatedDensity(pair, s).integral;
  return pair.factor * pairCrossSection(s, pair.mass, -pair.maxCosTheta, pair.maxCosTheta);
}

/** Unweighted events; rows are the photon, its partner and, where there is one, the radiated photon. @throws GENERATOR_CONFIG */
export function generatePairs(pair: PhotonPair, { seed, beams }: GeneratorContext): GenerateEvents {
  checkThreshold(pair, beams);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const radiated = radiatedDensity(pair, beams.frame.s);
  const inverseExponent = 1 / radiatorExponent(beams.frame.s);
  const { electronSpread, positronSpread, energySpread } = beams.config;
  const { mass } = pair;
  const maxRapidity = Math.atanh(pair.maxCosTheta);
  const least = leastMassSquared(mass, pair.minPhotonEnergy);
  const frame = { ...collisionFrame(), ...beams.frame };
  const photon = fourVector();
  const partner = fourVector();
  const isr = fourVector();
  const system = fourVector();

  /** Energies of the beams and the share x of the energy that they radiate, so that the pair stays above its threshold. */
  const drawShare = (): number => {
    for (;;) {
      if (energySpread) {
        const electron = beams.electronEnergy + electronSpread * stream.gaussian();
        setCollisionFrame(frame, beams.crossing, electron, beams.positronEnergy + positronSpread * stream.gaussian());
      }
      const x = pair.isr ? radiated.at(stream.uniform()) ** inverseExponent : 0;
      const share = 0.5 * x * Math.sqrt(frame.s) < pair.minIsrEnergy ? 0 : x;
      if (frame.s * (1 - share) >= least) return share;
    }
  };

  /** The pair at rest: photon and partner with opposite momenta, a pair of mass² s. */
  const drawPair = (s: number): void => {
    const term = massTerm(s, mass);
    let cosTheta: number;
    do {
      cosTheta = Math.tanh(maxRapidity * (2 * stream.uniform() - 1));
    } while (stream.uniform() * (2 + term) > 1 + cosTheta * cosTheta + term);
    const energy = photonEnergy(s, mass);
    setDirection(photon, energy, cosTheta, 2 * Math.PI * stream.uniform());
    partner.px = -photon.px;
    partner.py = -photon.py;
    partner.pz = -photon.pz;
    partner.energy = Math.sqrt(s) - energy;
  };

  /** The radiated photon, and the pair set in motion against it. */
  const recoil = (share: number): void => {
    const sqrtS = Math.sqrt(frame.s);
    setDirection(isr, 0.5 * share * sqrtS, drawIsrCosTheta(stream, share, frame.s), 2 * Math.PI * stream.uniform());
    system.px = -isr.px;
    system.py = -isr.py;
    system.pz = -isr.pz;
    system.energy = sqrtS - isr.energy;
    const systemMass = sqrtS * Math.sqrt(1 - share);
    boostFromRest(photon, system, systemMass);
    boostFromRest(partner, system, systemMass);
    cmsToLab(frame, isr);
  };

  return (addresses) => {
    const { run, slice, index } = addresses;
    const { final } = particleStatus;
    for (let event = 0; event < index.length; event++) {
      stream.seed(seed, run, slice[event]!, index[event]!, purpose.generator);
      const { x, y, z, time } = collision(addresses, event);
      const share = drawShare();
      drawPair(frame.s * (1 - share));
      if (share > 0) recoil(share);
      cmsToLab(frame, photon);
      cmsToLab(frame, partner);
      builder.push(photonPdg, final, -1, photon.px, photon.py, photon.pz, photon.energy, x, y, z, time);
      builder.push(pair.partnerPdg, final, -1, partner.px, partner.py, partner.pz, partner.energy, x, y, z, time);
      if (share > 0) builder.push(photonPdg, final, -1, isr.px, isr.py, isr.pz, isr.energy, x, y, z, time);
      builder.endEvent();
    }
    return { weights: new Float64Array(index.length).fill(1), particles: builder.take() };
  };
}

/** A massless vector of this energy and direction. */
function setDirection(vector: ReturnType<typeof fourVector>, energy: number, cosTheta: number, phi: number): void {
  const pt = energy * Math.sqrt((1 - cosTheta) * (1 + cosTheta));
  vector.px = pt * Math.cos(phi);
  vector.py = pt * Math.sin(phi);
  vector.pz = energy * cosTheta;
  vector.energy = energy;
}
