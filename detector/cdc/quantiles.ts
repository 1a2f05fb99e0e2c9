const bits = 12;
/** Number of equally likely values in each table; a table is drawn from with `bits` random bits. */
export const quantileCount = 1 << bits;

/** Equally likely values of the standard normal distribution: their width is that of the distribution to 1e-3. */
export const normalQuantiles = tabulate(normalQuantile);

/**
 * Ionisation of a cell over its mean: a gamma distribution of width 0.32 (Wilson and Hilferty's form), so that the truncated mean of
 * some fifty cells is good to 5 %.
 */
export const ionisationQuantiles = tabulate((p) => {
  const ninth = (0.32 * 0.32) / 9;
  return Math.max(0, 1 - ninth + normalQuantile(p) * Math.sqrt(ninth)) ** 3;
});

function tabulate(quantile: (probability: number) => number): Float32Array {
  return Float32Array.from({ length: quantileCount }, (_, index) => quantile((index + 0.5) / quantileCount));
}

/** Inverse of the standard normal distribution by bisection of its integral. */
function normalQuantile(probability: number): number {
  let low = -6;
  let high = 6;
  for (let step = 0; step < 45; step++) {
    const middle = (low + high) / 2;
    if (normalIntegral(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(x) by its power series: x Σ x²ⁿ / (1·3·5…(2n + 1)). */
function normalIntegral(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 150; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
