import { asin } from './base/elementary.js';
import { eV } from './base/units.js';

/**
 * Cherenkov photons per length and photon energy at sin²θ = 1 [1/(cm GeV)]: 370 per cm and eV.
 * @see PDG, passage of particles through matter, Cherenkov radiation
 */
export const photonsPerLengthAndEnergy = 370 / eV;

/** Velocity β of a particle. */
export function velocity(momentum: number, mass: number): number {
  return momentum / Math.sqrt(momentum * momentum + mass * mass);
}

/**
 * sin² of the Cherenkov angle, 1 − 1/(nβ)²: 0 at and below threshold. The number of photons goes
 * with it.
 */
export function cherenkovSinSquare(
  momentum: number,
  mass: number,
  refractiveIndex: number,
): number {
  if (momentum === 0) return 0;
  const perVelocity =
    (momentum * momentum + mass * mass) / (momentum * momentum * refractiveIndex * refractiveIndex);
  return Math.max(0, 1 - perVelocity);
}

/** Cherenkov angle, cos θ = 1/(nβ) [rad]: 0 at and below threshold. */
export function cherenkovAngle(momentum: number, mass: number, refractiveIndex: number): number {
  return asin(Math.sqrt(cherenkovSinSquare(momentum, mass, refractiveIndex)));
}
