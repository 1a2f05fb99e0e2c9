// kernel: every layer that a charged particle crosses; AssemblyScript. Highland's formula;
// `scattering.ts` says where it comes from.
import { log } from '../base/elementary.wasm';

/** The formula's momentum 13.6 MeV [GeV], and its factor before the logarithm. */
const highlandMomentum: f64 = 0.0136;
const highlandLogarithm: f64 = 0.038;
/** Thinner stacks keep the logarithm of this one [X0]. */
const thinnest: f64 = 1e-4;

/** (θ0 · βp / 13.6 MeV)² of a stack of `depth` radiation lengths. */
export function highlandSquare(depth: f64): f64 {
  const factor = 1 + highlandLogarithm * log(max(depth, thinnest));
  return depth * factor * factor;
}

/** Width of the projected angle [rad] of a layer that adds `square` to the stack. */
export function scatteringWidth(square: f64, perBetaP: f64, charge: f64): f64 {
  return highlandMomentum * abs(charge) * sqrt(max<f64>(0, square)) * perBetaP;
}
