/**
 * How the coupling of photons runs with their mass²: α(q²) = α/(1 − Δα(q²)). Resonances (ρ, ω, φ,
 * J/ψ, Υ) are not in it, nor the imaginary part: between resonances of positive q² that is the
 * smooth part.
 */
import { electronMass, fineStructure, muonMass } from '../../detector/base/constants.js';
import { atan2, log } from '../../detector/base/elementary.js';
import { particleInfo } from '../../detector/pdg.js';

/** What polarizes the vacuum: nothing, charged leptons, or quarks too. */
export const polarizations = ['none', 'leptonic', 'full'] as const;

/** One of `polarizations`. */
export type VacuumPolarization = (typeof polarizations)[number];

const leptonMasses = [electronMass, muonMass, particleInfo(15)!.mass];

/** The loop of one lepton, exact at one loop: times α/3π it is Δα of any real q². */
function loop(q2: number, mass: number): number {
  const z = (4 * mass * mass) / q2;
  const root = Math.sqrt(Math.abs(1 - z));
  const cut = z > 1 ? 2 * root * atan2(1, root) : root * log(Math.abs((root + 1) / (root - 1)));
  return -5 / 3 - z + (1 + z / 2) * cut;
}

/**
 * A + B·ln(1 + C·|q²|) for the hadrons, by the largest √|q²| [GeV] of each row.
 * @see H. Burkhardt and B. Pietrzyk, Phys. Lett. B513 (2001) 46 (coefficients recalled, not
 * verified; their 0.0276 at the mass of the Z comes out)
 */
const hadronic = [
  { upTo: 0.7, a: 0, b: 0.002_309_2, c: 3.992_537 },
  { upTo: 2, a: 0, b: 0.002_233_3, c: 4.219_178 },
  { upTo: 4, a: 0, b: 0.002_440_2, c: 3.249_668 },
  { upTo: 10, a: 0, b: 0.002_734, c: 2.099_509 },
  { upTo: Infinity, a: 0.001_048_5, b: 0.002_943_1, c: 1 },
] as const;

/** Δα of charged leptons at q² [GeV²], of either sign. */
export function leptonicShift(q2: number): number {
  let sum = 0;
  for (const mass of leptonMasses) sum += loop(q2, mass);
  return (fineStructure / (3 * Math.PI)) * sum;
}

/** Δα of hadrons at q² [GeV²], of either sign. */
export function hadronicShift(q2: number): number {
  const size = Math.abs(q2);
  const { a, b, c } = hadronic.find(({ upTo }) => size <= upTo * upTo)!;
  return a + b * log(1 + c * size);
}

/** α(q²)/α of a photon of mass² q² [GeV²]. */
export function couplingRatio(q2: number, polarization: VacuumPolarization): number {
  if (polarization === 'none' || q2 === 0) return 1;
  const hadrons = polarization === 'full' ? hadronicShift(q2) : 0;
  return 1 / (1 - leptonicShift(q2) - hadrons);
}
