import { kernels } from '#kernels';

/*
 * Multiple scattering through small angles.
 * @see PDG, passage of particles through matter, multiple scattering through small angles
 * (Highland, Lynch and Dahl)
 */

/**
 * (θ0 · βp / 13.6 MeV)² of a stack of `depth` radiation lengths: the formula holds for 1e-3 to 100,
 * thinner stacks than 1e-4 keep the logarithm of that. Scattering is applied layer by layer as the
 * difference of two of these, so that the sum over thin layers is what the formula gives for the
 * whole.
 */
export const highlandSquare = kernels.highlandSquare;

/**
 * Width of the projected angle [rad] of a layer that adds `square` to the stack; of 1 / (β · p)
 * [1/GeV] and charge [e].
 */
export const scatteringWidth = kernels.scatteringWidth;
