import { log } from '../base/elementary.js';
import { MeV } from '../base/units.js';

/**
 * @see PDG, passage of particles through matter, multiple scattering through small angles
 * (Highland, Lynch and Dahl)
 */
const highlandMomentum = 13.6 * MeV;
const highlandLogarithm = 0.038;
/**
 * The formula holds for 1e-3 to 100 radiation lengths; thinner stacks keep the logarithm of this
 * one.
 */
const thinnest = 1e-4;

/**
 * (θ0 · βp / 13.6 MeV)² of a stack of `depth` radiation lengths. Scattering is applied layer by
 * layer as the difference of two of these, so that the sum over thin layers is what the formula
 * gives for the whole.
 */
export function highlandSquare(depth: number): number {
  const factor = 1 + highlandLogarithm * log(Math.max(depth, thinnest));
  return depth * factor * factor;
}

/**
 * Width of the projected angle [rad] of a layer that adds `square` to the stack; `betaP` = β · p
 * [GeV], charge [e].
 */
export function scatteringWidth(square: number, betaP: number, charge: number): number {
  return (highlandMomentum * Math.abs(charge) * Math.sqrt(Math.max(0, square))) / betaP;
}
