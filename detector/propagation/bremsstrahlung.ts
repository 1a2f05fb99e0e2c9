import { exp, log } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';

/*
 * Radiation of an electron at complete screening: dN/dy = (4/3 (1 − y) + y²) / y photons of the
 * energy share y per radiation length.
 * @see PDG, passage of particles through matter, bremsstrahlung
 */

/** Photons of more than the share `least` of the electron's energy, per radiation length. */
export function photonsPerLength(least: number): number {
  if (least >= 1) return 0;
  return (4 / 3) * (-log(least) - 1 + least) + (1 - least * least) / 2;
}

/**
 * Share of the electron's energy radiated per radiation length in photons below the share `least`.
 */
export function softLoss(least: number): number {
  const y = Math.min(1, least);
  return y * (4 / 3 - (2 / 3) * y + (y * y) / 3);
}

/** Energy share of one photon above `least`. */
export function photonShare(random: RandomStream, least: number): number {
  const logLeast = log(least);
  let share: number;
  do share = exp(logLeast * random.uniform());
  while (random.uniform() > 1 - share + 0.75 * share * share);
  return share;
}
