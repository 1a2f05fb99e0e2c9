// kernel: angles are drawn once per event
/**
 * Radiation of one effective photon by the beams: energy from the exponentiated radiator, direction
 * from the hard-photon distribution.
 *
 * @see E. A. Kuraev and V. S. Fadin, Sov. J. Nucl. Phys. 41 (1985) 466, for H(x).
 * @see G. Bonneau and F. Martin, Nucl. Phys. B27 (1971) 381, for the angle (recalled; checked: with
 * its mass terms the integral over all angles is ln(s/m²) − 1 for every x, the factor in
 * `radiatorExponent`).
 */
import { electronMass, fineStructure } from '../../detector/base/constants.js';
import { exp, log, pow } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';

/** β_r = (2α/π)(ln(s/m²) − 1), 0.0877 at the Υ(4S): the mean number of photons per unit of ln x. */
export function radiatorExponent(s: number): number {
  return ((2 * fineStructure) / Math.PI) * (log(s / electronMass ** 2) - 1);
}

/** Density in x = 2E*_γ/√s of the energy that the beams lose, H(x). */
export function radiator(x: number, exponent: number): number {
  return exponent * pow(x, exponent - 1) * softCorrection(exponent) - exponent * (1 - x / 2);
}

/** Density in x of one hard photon at leading order: β_r(1 − x + x²/2)/x, nothing beside it. */
export function hardPhotonDensity(x: number, exponent: number): number {
  return (exponent * (1 - x + 0.5 * x * x)) / x;
}

/**
 * The density of H(x) in u = x^β_r, where its soft peak is flat: H(x) dx = radiatorInU(u, x) du.
 */
export function radiatorInU(u: number, x: number, exponent: number): number {
  if (u === 0) return softCorrection(exponent);
  return softCorrection(exponent) - (x / u) * (1 - x / 2);
}

function softCorrection(exponent: number): number {
  return 1 + (fineStructure / Math.PI) * (Math.PI ** 2 / 3 - 0.5) + 0.75 * exponent;
}

/**
 * Density of cosθ* of a photon of energy fraction x to either beam, not normalized; `delta` is
 * 4m²/s.
 * @see D-011
 */
export function isrAngularDensity(cosTheta: number, x: number, delta: number): number {
  return (
    isrShape(1 - cosTheta * cosTheta, cosTheta * cosTheta, x, delta) /
    (1 - cosTheta * cosTheta + delta * cosTheta * cosTheta)
  );
}

/**
 * The angular density over that of the soft photon, 1/(sin²θ + δcos²θ): close to 1 and never above
 * by more than δ.
 */
function isrShape(sin2: number, cos2: number, x: number, delta: number): number {
  const norm = x * x - 2 * x + 2;
  const bracket =
    sin2 * (1 - (x * x * sin2) / (2 * norm) - (delta * (1 - 2 * x)) / norm) +
    (delta * x * x * cos2 * cos2) / norm;
  return bracket / (sin2 + delta * cos2);
}

/** cosθ* of a photon of energy fraction x, in a collision of mass² s. */
export function drawIsrCosTheta(stream: RandomStream, x: number, s: number): number {
  const delta = (4 * electronMass ** 2) / s;
  const limit = maxRapidity(delta);
  return drawCosTheta(stream, x, delta, (uniform) => limit * (2 * uniform - 1));
}

/**
 * cosθ of a photon of energy fraction x to the particle of mass `mass` that radiates it, one of two
 * in a system of mass² s.
 * @param least rapidity along the particle from which on it radiates; 0 is its hemisphere
 */
export function drawEmissionCosTheta(
  stream: RandomStream,
  x: number,
  s: number,
  mass: number,
  least: number,
): number {
  const delta = (4 * mass * mass) / s;
  const limit = maxRapidity(delta);
  // Where no range is left, the photon goes along the particle.
  if (limit <= least) {
    stream.uniform();
    return Math.min(1, cosineAt(limit, delta));
  }
  return drawCosTheta(stream, x, delta, (uniform) => limit - (limit - least) * uniform);
}

/** Where cosθ reaches 1: artanh of √(1 − δ), the velocity of what radiates. */
function maxRapidity(delta: number): number {
  return log((1 + Math.sqrt(1 - delta)) / Math.sqrt(delta));
}

/** 1 − √(1 − δ)·cosθ at a positive rapidity, without cancellation near the beam. */
function gapAt(rapidity: number): number {
  const fall = exp(-2 * rapidity);
  return (2 * fall) / (1 + fall);
}

function cosineAt(rapidity: number, delta: number): number {
  return (1 - gapAt(rapidity)) / Math.sqrt(1 - delta);
}

/**
 * cosθ by von Neumann's method: rapidities from a uniform number, in which the density of soft
 * photons is flat, accepted by what the shape leaves of it.
 */
function drawCosTheta(
  stream: RandomStream,
  x: number,
  delta: number,
  rapidityAt: (uniform: number) => number,
): number {
  for (;;) {
    const rapidity = rapidityAt(stream.uniform());
    const gap = gapAt(Math.abs(rapidity));
    const cosine = cosineAt(Math.abs(rapidity), delta);
    const cos2 = Math.min(1, cosine * cosine);
    const sin2 = Math.max(0, gap * (2 - gap) - delta * cos2);
    if (stream.uniform() < isrShape(sin2, cos2, x, delta))
      return (rapidity < 0 ? -1 : 1) * Math.min(1, cosine);
  }
}
