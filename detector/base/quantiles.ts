import { exp } from './elementary.js';
import { standingTable } from './standing-table.js';

const bits = 12;
/** Number of equally likely values in each table; a table is drawn from with `bits` random bits. */
export const quantileCount = 1 << bits;
/** Mask that takes the index of a quantile out of the lowest of 32 random bits. */
export const lowIndex = quantileCount - 1;

/**
 * Equally likely values of the standard normal distribution: their width is that of the
 * distribution to 1e-3, they end at 3.7.
 */
export const normalQuantiles = standingTable('normal-quantiles', [], () => ({
  values: quantilesOfNormal(),
})).values;

function quantilesOfNormal(): Float32Array {
  const quantiles = new Float32Array(quantileCount);
  let quantile = 0;
  for (let index = quantileCount / 2; index < quantileCount; index++) {
    // Newton's steps from the value before, which is close.
    for (let step = 0; step < 4; step++)
      quantile +=
        ((index + 0.5) / quantileCount - normalIntegral(quantile)) / normalDensity(quantile);
    quantiles[index] = quantile;
    quantiles[quantileCount - 1 - index] = -quantile;
  }
  return quantiles;
}

function normalDensity(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Φ(x) for x ≥ 0 by its power series: φ(x) Σ x²ⁿ⁺¹ / (1·3·5…(2n + 1)). */
function normalIntegral(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-15 * sum; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}
