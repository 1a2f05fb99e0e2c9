/**
 * Equivalent photons: the beams as sources of nearly real photons of energy share x.
 *
 * @see V. M. Budnev et al., Phys. Rep. 15 (1975) 181, for the flux and its upper limit in q²
 * (recalled; it gives published cross sections again, see `two-photon-pairs.ts`).
 */
import { electronMass, fineStructure } from '../../detector/base/constants.js';
import { exp, log } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { gaussLegendre } from './gauss-legendre.js';

const { points, weights } = gaussLegendre(48);

/** Least q² of a photon of share x: that of an electron which goes straight on [GeV²]. */
export const minVirtuality = (x: number): number => (electronMass * electronMass * x * x) / (1 - x);

/**
 * Photons of one beam per unit of ln x with q² up to `maxVirtuality` [GeV²]: x·n(x), 0 where the
 * limit is below the least q², or no energy is left.
 */
export function photonFlux(x: number, maxVirtuality: number): number {
  if (x >= 1) return 0;
  const least = minVirtuality(x);
  if (!(least < maxVirtuality)) return 0;
  const mass2 = electronMass * electronMass;
  const left = 1 - x;
  return (
    (fineStructure / (2 * Math.PI)) *
    ((1 + left * left) * log(maxVirtuality / least) -
      2 * mass2 * x * x * (1 / least - 1 / maxVirtuality))
  );
}

/**
 * Both fluxes for two photons of mass `mass` [GeV] together and rapidity `rapidity` along the
 * electron beam, per unit of both ln x; `sqrtS` [GeV].
 */
export function fluxProduct(
  mass: number,
  rapidity: number,
  maxVirtuality: number,
  sqrtS: number,
): number {
  const stretch = exp(rapidity);
  return (
    photonFlux((mass / sqrtS) * stretch, maxVirtuality) *
    photonFlux(mass / sqrtS / stretch, maxVirtuality)
  );
}

/** Largest rapidity of two photons of mass `mass` together: one has all energy of its beam. */
export const maxRapidity = (mass: number, sqrtS: number): number => log(sqrtS / mass);

/** Luminosity of photons per mass of both together, dL/dW, relative to that of beams [1/GeV]. */
export function photonLuminosity(mass: number, maxVirtuality: number, sqrtS: number): number {
  const range = maxRapidity(mass, sqrtS);
  let sum = 0;
  for (const [index, share] of points.entries())
    sum += weights[index]! * fluxProduct(mass, range * share, maxVirtuality, sqrtS);
  // The same on both sides; d ln x₁ d ln x₂ = 2 dW/W dy.
  return (2 / mass) * 2 * range * sum;
}

/** Mean over all rapidities of the product of both fluxes, for two photons of mass `mass`. */
export function meanFluxProduct(mass: number, maxVirtuality: number, sqrtS: number): number {
  const range = maxRapidity(mass, sqrtS);
  return (photonLuminosity(mass, maxVirtuality, sqrtS) * mass) / (4 * range);
}

/**
 * Draws the rapidity of two photons of mass `mass` together by von Neumann's method: the product of
 * their fluxes is largest in the middle, and four in five tries are kept.
 */
export function drawRapidity(
  stream: RandomStream,
  mass: number,
  maxVirtuality: number,
  sqrtS: number,
): number {
  const range = maxRapidity(mass, sqrtS);
  // At 8 GeV the middle lies lower than its surroundings by 2e-6.
  const largest = 1.00001 * fluxProduct(mass, 0, maxVirtuality, sqrtS);
  for (;;) {
    const rapidity = range * (2 * stream.uniform() - 1);
    const product = fluxProduct(mass, rapidity, maxVirtuality, sqrtS);
    if (largest * stream.uniform() < product) return rapidity;
  }
}
