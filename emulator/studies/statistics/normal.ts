import { exp, log } from '../../../detector/base/elementary.js';

/** The standard normal distribution, to the last digits of a double. */

/** φ(x), the density. */
export const normalDensity = (x: number): number => exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** From here on the tail is a continued fraction, below it a series. */
const fractionFrom = 2;

/** Φ(x), the probability below x, with full relative precision in the lower tail. */
export function normalBelow(x: number): number {
  if (x > 0) return 1 - normalBelow(-x);
  return -x < fractionFrom ? 0.5 - seriesFromZero(-x) : tailFraction(-x);
}

/** Probability between 0 and x ≥ 0: φ(x) Σ x²ⁿ⁺¹ / (1·3·5…(2n + 1)), all terms positive. */
function seriesFromZero(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return sum * normalDensity(x);
}

/**
 * Probability above x ≥ 2: φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))), from the inside outwards.
 * @see Abramowitz and Stegun 26.2.14.
 */
function tailFraction(x: number): number {
  // Measured: from 2 to 38 this is where another step changes nothing.
  let denominator = x;
  for (let k = Math.ceil(400 / (x * x)) + 15; k > 0; k--) denominator = x + k / denominator;
  return normalDensity(x) / denominator;
}

/** z with probability `tail` above it. */
export function normalQuantile(tail: number): number {
  if (tail > 0.5) return -normalQuantile(1 - tail);
  let z = roughNormalQuantile(tail);
  // Halley's method: the error of 5e-4 becomes 1e-10, then nothing.
  for (let count = 0; count < 3; count++) {
    const newton = (normalBelow(-z) - tail) / normalDensity(z);
    z += newton / (1 - 0.5 * z * newton);
  }
  return z;
}

/**
 * z with probability `tail` above it, to 5e-4: a starting value only.
 * @see Abramowitz and Stegun 26.2.23.
 */
export function roughNormalQuantile(tail: number): number {
  if (tail > 0.5) return -roughNormalQuantile(1 - tail);
  const t = Math.sqrt(-2 * log(tail));
  return (
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
}
