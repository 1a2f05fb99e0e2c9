// kernel: a few evaluations per event
import { fineStructure, hbarCSquaredNb, pionMass } from '../../detector/base/constants.js';
import { log } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';

/** Mass, width and γγ width [GeV] of the f₂(1270), share of π⁺π⁻. @see PDG 2022 (recalled) */
const tensor = {
  mass: 1.2755,
  width: 0.1867,
  photonWidth: 2.6e-6,
  share: (0.843 * 2) / 3,
} as const;
const spinStates = 5;

/**
 * Cross section [nb] of γγ → π⁺π⁻ of point-like pions, scalar electrodynamics, at mass W [GeV].
 * @see V. M. Budnev et al., Phys. Rep. 15 (1975) 181 (recalled, the integral checked)
 */
export function pointPionCrossSection(mass: number): number {
  if (mass <= 2 * pionMass) return 0;
  const share = (4 * pionMass * pionMass) / (mass * mass);
  const beta = Math.sqrt(1 - share);
  const shape = (1 + share) * beta - share * (1 - share / 2) * log((1 + beta) / (1 - beta));
  return ((2 * Math.PI * fineStructure * fineStructure) / (mass * mass)) * shape * hbarCSquaredNb;
}

/**
 * Draws cosθ of point-like pions where they rest: (1 − β²)² + β⁴ sin⁴θ over (1 − β² cos²θ)², which
 * is 1 at most.
 */
export function drawPointPionCosTheta(stream: RandomStream, mass: number): number {
  const share = (4 * pionMass * pionMass) / (mass * mass);
  const beta2 = 1 - share;
  for (;;) {
    const cosTheta = 2 * stream.uniform() - 1;
    const sin2 = 1 - cosTheta * cosTheta;
    const below = share + beta2 * sin2;
    if (stream.uniform() * below * below < share * share + beta2 * beta2 * sin2 * sin2)
      return cosTheta;
  }
}

/** Cross section [nb] of γγ → f₂(1270) → π⁺π⁻, a Breit–Wigner of constant width. */
export function tensorCrossSection(mass: number): number {
  const off = mass * mass - tensor.mass * tensor.mass;
  const widths = tensor.photonWidth * tensor.share * tensor.width;
  return (
    ((8 * Math.PI * spinStates * widths) / (off * off + (tensor.mass * tensor.width) ** 2)) *
    hbarCSquaredNb
  );
}

/** Draws cosθ of pions of an f₂ of helicity 2: sin⁴θ. */
export function drawTensorCosTheta(stream: RandomStream): number {
  for (;;) {
    const cosTheta = 2 * stream.uniform() - 1;
    const sin2 = 1 - cosTheta * cosTheta;
    if (stream.uniform() < sin2 * sin2) return cosTheta;
  }
}
