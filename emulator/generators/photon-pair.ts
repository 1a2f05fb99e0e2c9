import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { log, pow } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Beams } from '../../detector/beams.js';
import { radiatorExponent } from './isr.js';
import { radiationTable } from './radiation-table.js';
import type { TabulatedDensity } from './tabulated-density.js';

/** What is produced with the photon, and which part of phase space is generated. */
export interface PhotonPair {
  /** Name of the generator, for messages. */
  readonly generator: string;
  readonly partnerPdg: number;
  /** Mass of the partner [GeV]. */
  readonly mass: number;
  /**
   * How the pair comes about: `annihilation`, an electron is exchanged, or `strahlung`, a virtual
   * photon gives off the partner.
   */
  readonly process: 'annihilation' | 'strahlung';
  /** Coupling squared: relative to that of photons, or [GeV⁻²] in the second case. */
  readonly coupling: number;
  /**
   * Whether the partner is a photon too; exchanging the two gives the same event, which is counted
   * once.
   */
  readonly identical: boolean;
  /** Limit of |cosθ| of the photon in the rest frame of the pair. */
  readonly maxCosTheta: number;
  /**
   * Least energy of the photon in the rest frame of the pair [GeV]: a soft photon beside a hard
   * radiated one diverges.
   */
  readonly minPhotonEnergy: number;
  /** Whether the beams radiate. */
  readonly isr: boolean;
  /**
   * Radiated photons of less energy [GeV, centre of mass] are left out, and the collision keeps its
   * full energy.
   */
  readonly minIsrEnergy: number;
  /** Whether events have weights, of mean 1, in place of being drawn as often as they occur. */
  readonly weighted: boolean;
  /** How many photons are in the calorimeter, above 0.1 GeV: any by default. */
  readonly seen?: 'any' | 'one' | 'more';
}

/** Energy of the photon recoiling against `mass` in a system of mass² s [GeV]. */
export function photonEnergy(s: number, mass: number): number {
  return (s - mass * mass) / (2 * Math.sqrt(s));
}

/** The constant 4m²s/(s − m²)² of the angular distribution [1 + c² + constant]/(1 − c²). */
export function massTerm(s: number, mass: number): number {
  return (4 * mass * mass * s) / (s - mass * mass) ** 2;
}

/** Pseudorapidity in direction cosθ along the axis, artanh(cosθ). */
export function rapidityAt(cosTheta: number): number {
  return 0.5 * log((1 + cosTheta) / (1 - cosTheta));
}

/**
 * Cross section [nb] for unit coupling and distinguishable particles with the photon in a range of
 * cosθ*.
 * @see R. Essig et al., arXiv:0903.3941 (recalled; derived again by crossing the γγ* amplitude).
 */
export function pairCrossSection(s: number, mass: number, cosLow: number, cosHigh: number): number {
  const shape =
    (2 + massTerm(s, mass)) * (rapidityAt(cosHigh) - rapidityAt(cosLow)) - (cosHigh - cosLow);
  return (
    ((2 * Math.PI * fineStructure ** 2) / s) * (1 - (mass * mass) / s) * shape * hbarCSquaredNb
  );
}

/**
 * Cross section [nb] of strahlung for a coupling of 1/GeV: (α/64) (1 − m²/s)³ (1 + c²).
 * @see M. Dolan et al., arXiv:1709.00009 (recalled; the total is α g²/24 (1 − m²/s)³).
 */
function strahlungCrossSection(s: number, mass: number, maxCosTheta: number): number {
  const shape = 2 * maxCosTheta + (2 / 3) * pow(maxCosTheta, 3);
  return (fineStructure / 64) * pow(1 - (mass * mass) / s, 3) * shape * hbarCSquaredNb;
}

/** Cross section [nb] of the generated range without radiation, at mass² s. */
export function bornCrossSection(
  { process, mass, coupling, identical, maxCosTheta }: PhotonPair,
  s: number,
): number {
  if (process === 'strahlung') return coupling * strahlungCrossSection(s, mass, maxCosTheta);
  return coupling * (identical ? 0.5 : 1) * pairCrossSection(s, mass, -maxCosTheta, maxCosTheta);
}

/** Lowest mass² of the pair in which the photon has `energy` beside `mass`. */
export function minMassSquared(mass: number, energy: number): number {
  return (energy + Math.sqrt(energy * energy + mass * mass)) ** 2;
}

/** Density of radiated energy times the pair's cross section, in u = x^β_r. */
export function radiatedDensity(pair: PhotonPair, s: number): TabulatedDensity {
  const least = minMassSquared(pair.mass, pair.minPhotonEnergy);
  return radiationTable(
    { s, exponent: radiatorExponent(s), least, threshold: pair.mass * pair.mass },
    (reduced) => bornCrossSection(pair, reduced),
  );
}

/** @throws GENERATOR_CONFIG */
export function checkThreshold(
  { generator, mass, minPhotonEnergy }: PhotonPair,
  { frame: { s }, sqrtS }: Beams,
): void {
  // Half a per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (mass * mass < s && photonEnergy(0.995 * s, mass) > minPhotonEnergy) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": at √s = ${sqrtS.toFixed(3)} GeV a mass of ${mass} GeV leaves ` +
      `the photon less than ${minPhotonEnergy} GeV; lower the mass or minPhotonEnergy`,
  );
}
