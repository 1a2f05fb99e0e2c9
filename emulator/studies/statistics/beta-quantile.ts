// kernel: the continued fraction runs for every bin of every curve ten times a second
import { exp, expm1, log, log1p } from '../../../detector/base/elementary.js';
import { roughNormalQuantile } from './normal.js';

/**
 * Where the beta distribution (a, b) has `probability` below, and 1 minus that, each with full
 * relative precision; a, b > 0.
 */
export function betaQuantile(
  probability: number,
  a: number,
  b: number,
): { x: number; complement: number } {
  if (b === 1) {
    const logarithm = log(probability) / a;
    return { x: exp(logarithm), complement: -expm1(logarithm) };
  }
  if (a === 1) {
    const logarithm = log1p(-probability) / b;
    return { x: -expm1(logarithm), complement: exp(logarithm) };
  }
  // The smaller of x and 1 − x is solved for, so that neither loses digits.
  if (a <= b) {
    const x = solveQuantile(probability, a, b);
    return { x, complement: 1 - x };
  }
  const complement = solveQuantile(1 - probability, b, a);
  return { x: 1 - complement, complement };
}

const maxSteps = 200;

/**
 * Halley's method inside a shrinking bracket. The error after a step is of third order in it, hence
 * the generous last step.
 */
function solveQuantile(probability: number, a: number, b: number): number {
  const n = a + b;
  const lastStep = 1e-6 * Math.sqrt((a * b) / (n * n * (n + 1)));
  let low = 0;
  let high = 1;
  let x = firstGuess(probability, a, b);
  for (let count = 0; count < maxSteps; count++) {
    const term = betaPowerTerm(x, 1 - x, a, b);
    const difference = regularizedBeta(x, a, b, term) - probability;
    if (difference === 0) return x;
    if (difference < 0) low = x;
    else high = x;
    const newton = (difference * x * (1 - x)) / term;
    const curvature = (a - 1) / x - (b - 1) / (1 - x);
    const step = newton / (1 - 0.5 * Math.max(-1, Math.min(1, newton * curvature)));
    const next = x - step;
    if (next > low && next < high) {
      x = next;
      // Far out on the steep side of a < 1 the spread says little: there the step must be small
      // against x too.
      if (Math.abs(step) <= Math.min(lastStep, 1e-5 * x) || Math.abs(step) <= 1e-16 * x) return x;
    } else {
      if (high - low <= 4e-16 * x) return x;
      x = low === 0 ? high / 16 : (low + high) / 2;
    }
  }
  return x;
}

/**
 * Near the quantile: a normal approximation for a ≥ 1, the leading power for a < 1, where nearly
 * all lies at 0.
 */
function firstGuess(probability: number, a: number, b: number): number {
  if (a < 1) {
    const mean = a / (a + b);
    const logBeta = a * log(mean) + b * log1p(-mean) - log(betaPowerTerm(mean, 1 - mean, a, b));
    return Math.min(mean, exp((log(probability * a) + logBeta) / a));
  }
  // Abramowitz and Stegun 26.5.22.
  const z = roughNormalQuantile(probability);
  const lambda = (z * z - 3) / 6;
  const inverseA = 1 / (2 * a - 1);
  const inverseB = 1 / (2 * b - 1);
  const h = 2 / (inverseA + inverseB);
  const w =
    (z * Math.sqrt(Math.max(0, h + lambda))) / h -
    (inverseB - inverseA) * (lambda + 5 / 6 - 2 / (3 * h));
  return a / (a + b * exp(2 * w));
}

/** I_x(a, b), given x^a (1 − x)^b / B(a, b). */
function regularizedBeta(x: number, a: number, b: number, term: number): number {
  if (x * (a + b + 2) <= a + 1) return (term / a) * continuedFraction(x, a, b);
  return 1 - (term / b) * continuedFraction(1 - x, b, a);
}

/** The continued fraction of the incomplete beta function, by Lentz's method. @see DLMF 8.17.22. */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let value = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 2e-16) break;
  }
  return value;
}

/**
 * x^a y^b / B(a, b) without the cancellation of large logarithms: deviances from the mode and
 * errors of Stirling's formula.
 * @see C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */
export function betaPowerTerm(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * x) -
    deviance(b, n * y);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * exp(exponent);
}

/** k ln(k/mean) + mean − k, by its series where the terms nearly cancel. */
function deviance(k: number, mean: number): number {
  const difference = k - mean;
  if (Math.abs(difference) >= 0.1 * (k + mean)) return k * log(k / mean) - difference;
  const v = difference / (k + mean);
  let sum = difference * v;
  let power = 2 * k * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/** ln Γ(a + 1) − [(a + ½) ln a − a + ½ ln 2π]. */
function stirlingError(a: number): number {
  if (a < 16) return Number.isInteger(a) ? smallStirlingErrors[a]! : shiftedStirlingError(a);
  const inverse2 = 1 / (a * a);
  return (
    (1 / 12 -
      inverse2 *
        (1 / 360 -
          inverse2 *
            (1 / 1260 -
              inverse2 * (1 / 1680 - inverse2 * (1 / 1188 - (inverse2 * 691) / 360_360))))) /
    a
  );
}

/** The same for a below the range of the series, by Γ(a + 1) = Γ(c + 1) / [(a + 1)…c]. */
function shiftedStirlingError(a: number): number {
  let c = a;
  let product = 1;
  while (c < 16) product *= ++c;
  return stirlingError(c) + (c + 0.5) * log(c) - (c - a) - (a + 0.5) * log(a) - log(product);
}

const smallStirlingErrors = Array.from({ length: 16 }, (_, a) =>
  a === 0 ? 0 : shiftedStirlingError(a),
);
