import { kernels } from '#kernels';

// The same bits on every host, Node version and engine: elementary functions of `Math` are each
// engine's own, and differ in the last place between two versions of Node. Errors were measured
// against quadruple precision. `Math.sqrt`, `floor`, `fround` and their like are exact in the
// standard and stay.

/** eˣ, within 0.51 units in the last place. */
export const exp = kernels.exp;

/** eˣ − 1, without the cancellation at small x, within 0.71 units in the last place. */
export const expm1 = kernels.expm1;

/** Natural logarithm, within 0.52 units in the last place. */
export const log = kernels.log;

/** log(1 + x), without the rounding of 1 + x, within 0.77 units in the last place. */
export const log1p = kernels.log1p;

/** Logarithm to base 2, within 0.55 units in the last place. */
export const log2 = kernels.log2;

/** Logarithm to base 10, within 0.64 units in the last place. */
export const log10 = kernels.log10;

/** base to the power of exponent, within 0.51 units in the last place. */
export const pow = kernels.pow;

/** Sine of an angle [rad], within 0.78 units in the last place. */
export const sin = kernels.sin;

/** Cosine of an angle [rad], within 0.76 units in the last place. */
export const cos = kernels.cos;

/** Tangent of an angle [rad], within 0.82 units in the last place. */
export const tan = kernels.tan;

/** Angle [rad] in −π/2 … π/2 of a sine, within 0.86 units in the last place. */
export const asin = kernels.asin;

/** Angle [rad] in 0 … π of a cosine, within 0.89 units in the last place. */
export const acos = kernels.acos;

/** Angle [rad] in −π/2 … π/2 of a tangent, within 0.51 units in the last place. */
export const atan = kernels.atan;

/** Azimuth [rad] in −π … π of the point (x, y), within 0.51 units in the last place. */
export const atan2 = kernels.atan2;

/** Hyperbolic tangent, within 0.56 units in the last place. */
export const tanh = kernels.tanh;

/** Cube root, within 0.67 units in the last place. */
export const cbrt = kernels.cbrt;

/** Length of the vector (x, y, z), components below 10¹⁴⁰, within 0.51 units in the last place. */
export const hypot = (x: number, y: number, z = 0): number => kernels.hypot(x, y, z);
