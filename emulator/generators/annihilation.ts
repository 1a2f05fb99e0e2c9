import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { log, pow } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import type { Beams } from '../../detector/beams.js';
import { radiatorExponent } from './isr.js';
import type { HardPoint, HardProcess, LeptonPair } from './lepton-pair.js';
import { radiationTable } from './radiation-table.js';
import { couplingRatio } from './vacuum-polarization.js';

/**
 * Smallest mass of the pair over the sum of its masses, squared: at threshold itself there is no
 * direction.
 */
const minOverThreshold = 1.0001;

/**
 * Cross section [nb] of e⁺e⁻ → ℓ⁺ℓ⁻ of another family at mass² s through one photon: (4πα²/3s)·β(3
 * − β²)/2. The Z changes it by less than 1 % at 10.58 GeV (recalled, not verified); no vacuum
 * polarization.
 */
export function annihilationCrossSection(s: number, mass: number): number {
  const beta2 = 1 - (4 * mass * mass) / s;
  if (beta2 <= 0) return 0;
  return (
    ((4 * Math.PI * fineStructure ** 2) / (3 * s)) *
    0.5 *
    Math.sqrt(beta2) *
    (3 - beta2) *
    hbarCSquaredNb
  );
}

/** cosθ* with density 1 + c² + (1 − β²)(1 − c²). */
export function drawAnnihilationCosTheta(stream: RandomStream, s: number, mass: number): number {
  const rest = (4 * mass * mass) / s;
  let cosTheta: number;
  do cosTheta = 2 * stream.uniform() - 1;
  while (2 * stream.uniform() > 1 + cosTheta * cosTheta + rest * (1 - cosTheta * cosTheta));
  return cosTheta;
}

/** Pair production through one photon, with the radiation of the beams. */
export function annihilation(
  { mass, isr, requiredIsrEnergy, vacuumPolarization, weighted }: LeptonPair,
  { frame, sqrtS }: Beams,
): HardProcess {
  const exponent = radiatorExponent(frame.s);
  const least = minOverThreshold * (2 * mass) ** 2;
  const born = (s: number): number => {
    const ratio = couplingRatio(s, vacuumPolarization);
    return ratio * ratio * annihilationCrossSection(s, mass);
  };
  const minShare = (2 * requiredIsrEnergy) / sqrtS;
  const table = isr
    ? radiationTable({ s: frame.s, exponent, least, threshold: 0, minShare }, born)
    : undefined;
  const draw = (stream: RandomStream, s: number, point: HardPoint): void => {
    do point.share = table === undefined ? 0 : pow(table.at(stream.uniform()), 1 / exponent);
    while (s * (1 - point.share) < least);
    const reduced = s * (1 - point.share);
    if (weighted) {
      const c = 2 * stream.uniform() - 1;
      const rest = (4 * mass * mass) / reduced;
      point.cosTheta = c;
      point.weight = (1 + c * c + rest * (1 - c * c)) / ((4 + 2 * rest) / 3);
    } else point.cosTheta = drawAnnihilationCosTheta(stream, reduced, mass);
    point.logScale = log(reduced / (mass * mass)) - 1;
  };
  return { crossSection: table?.integral ?? born(frame.s), draw };
}
