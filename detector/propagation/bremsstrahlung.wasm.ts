// kernel: every layer that an electron crosses; AssemblyScript. Radiation at complete screening:
// dN/dy = (4/3 (1 − y) + y²) / y photons of the energy share y per radiation length (PDG, passage
// of particles through matter, bremsstrahlung).
import { exp, log } from '../base/elementary.wasm';
import { RandomStream } from '../base/random.wasm';

/** Photons of more than the share `least` of the electron's energy, per radiation length. */
export function photonsPerLength(least: f64): f64 {
  if (least >= 1) return 0;
  return (4.0 / 3.0) * (-log(least) - 1 + least) + (1 - least * least) / 2;
}

/**
 * Share of the electron's energy radiated per radiation length in photons below the share `least`.
 */
export function softLoss(least: f64): f64 {
  const y = min<f64>(1, least);
  return y * (4.0 / 3.0 - (2.0 / 3.0) * y + (y * y) / 3);
}

/** Energy share of one photon above `least`. */
export function photonShare(random: RandomStream, least: f64): f64 {
  const logLeast = log(least);
  let share: f64;
  do share = exp(logLeast * random.uniform());
  while (random.uniform() > 1 - share + 0.75 * share * share);
  return share;
}
