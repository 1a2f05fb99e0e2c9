import { hbarCSquaredNb } from '../../detector/base/constants.js';
import { gaussLegendre } from './gauss-legendre.js';

/** Fermi's constant [GeV⁻²], masses of the bosons [GeV], sin²θ_W. @see PDG 2022 */
const fermi = 1.166_378_8e-5;
const zMass = 91.1876;
const wMass = 80.377;
const weakAngle = 0.231_21;

/** Couplings of the electron to the Z, by its helicity. */
const left = weakAngle - 0.5;
const right = weakAngle;

const { points, weights } = gaussLegendre(12);

/**
 * dσ/dc of e⁺e⁻ → νν̄ of one family [nb], c the cosine between electron and neutrino: the Z, and
 * the W where the neutrino is that of the electron. Left-handed electrons go as (1 + c)².
 */
export function neutrinoDensity(s: number, cosTheta: number, isElectron: boolean): number {
  const z = 1 / (1 - s / (zMass * zMass));
  const w = isElectron ? 1 / (1 + (s * (1 - cosTheta)) / (2 * wMass * wMass)) : 0;
  const ofLeft = (left * z + w) * (1 + cosTheta);
  const ofRight = right * z * (1 - cosTheta);
  const scale = (fermi * fermi * s * hbarCSquaredNb) / (16 * Math.PI);
  return scale * (ofLeft * ofLeft + ofRight * ofRight);
}

/** Cross section of one family [nb]. */
export function neutrinoCrossSection(s: number, isElectron: boolean): number {
  let sum = 0;
  for (const [index, point] of points.entries())
    sum += 2 * weights[index]! * neutrinoDensity(s, 2 * point - 1, isElectron);
  return sum;
}

/** Cross section of all three families [nb]. */
export function allNeutrinosCrossSection(s: number): number {
  return neutrinoCrossSection(s, true) + 2 * neutrinoCrossSection(s, false);
}
