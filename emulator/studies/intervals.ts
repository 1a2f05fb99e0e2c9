import { betaQuantile } from './statistics/beta-quantile.js';
import { normalQuantile } from './statistics/normal.js';
import { outcomeCounts, type WeightedCount } from './statistics/outcome-counts.js';

export type { WeightedCount } from './statistics/outcome-counts.js';

/** Intervals of efficiencies, for counts and for weights. */

/**
 * Probability content of all intervals unless a card says otherwise: that of ±1 σ of a normal
 * distribution.
 */
export const defaultConfidence = 0.6827;

/** How intervals may be made. */
export const intervalMethods = ['clopper-pearson', 'wilson', 'jeffreys'] as const;
/** One of them. */
export type IntervalMethod = (typeof intervalMethods)[number];
/** Unless a card or the command says otherwise: never covers less than it says. */
export const defaultInterval = 'clopper-pearson' satisfies IntervalMethod;

/** Methods as reports and pictures name them. */
export const intervalNames: Readonly<Record<IntervalMethod, string>> = {
  'clopper-pearson': 'Clopper–Pearson',
  wilson: 'Wilson',
  jeffreys: 'Jeffreys',
};

/** `efficiency` is null when nothing was selected; then low is 0 and high 1. */
export interface EfficiencyInterval {
  readonly efficiency: number | null;
  readonly low: number;
  readonly high: number;
}

/** Both ends, 0 ≤ low ≤ high ≤ 1. */
interface Ends {
  readonly low: number;
  readonly high: number;
}

/** Of something that is not measured. */
export const unknownEfficiency: EfficiencyInterval = { efficiency: null, low: 0, high: 1 };

/**
 * The central interval of Clopper and Pearson for `k` of `n`: each bound leaves at most (1 −
 * confidence)/2 in its tail. `k` and `n` may be fractional (effective counts); 0 ≤ k ≤ n.
 * @see C. Clopper and E. Pearson, Biometrika 26 (1934) 404.
 * @example
 * ```ts
 * import { clopperPearson } from 'belle2-l1';
 *
 * const { low, high } = clopperPearson(9, 10);
 * console.log(low.toFixed(3), high.toFixed(3)); // → 0.706 0.983
 * ```
 */
export function clopperPearson(k: number, n: number, confidence = defaultConfidence): Ends {
  const tail = (1 - confidence) / 2;
  return {
    low: k > 0 ? betaQuantile(tail, k, n - k + 1).x : 0,
    high: k < n ? betaQuantile(tail, n - k, k + 1).complement : 1,
  };
}

/**
 * The interval of Wilson for `k` of `n`: efficiencies from which the count is within z standard
 * deviations. Covers what it says on average, less for some efficiencies.
 * @see E. Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
 * @example
 * ```ts
 * import { wilson } from 'belle2-l1';
 *
 * const { low, high } = wilson(9, 10);
 * console.log(low.toFixed(3), high.toFixed(3)); // → 0.766 0.961
 * ```
 */
export function wilson(k: number, n: number, confidence = defaultConfidence): Ends {
  const z = normalQuantile((1 - confidence) / 2);
  const centre = (k + (z * z) / 2) / (n + z * z);
  const half = (z / (n + z * z)) * Math.sqrt((k * (n - k)) / n + (z * z) / 4);
  // At the ends the two terms are the same number, but for rounding.
  return {
    low: k > 0 ? Math.max(0, centre - half) : 0,
    high: k < n ? Math.min(1, centre + half) : 1,
  };
}

/**
 * The interval of equal tails of the posterior from Jeffreys' prior, Beta(k + ½, n − k + ½); at
 * none it begins at 0, at all it ends at 1. Covers what it says on average, less in places.
 * @see L. Brown, T. Cai and A. DasGupta, Statist. Sci. 16 (2001) 101, section 4.1.2.
 * @example
 * ```ts
 * import { efficiencyInterval, type IntervalMethod, jeffreys } from 'belle2-l1';
 *
 * const { low, high } = jeffreys(9, 10);
 * console.log(low.toFixed(3), high.toFixed(3)); // → 0.766 0.958
 * const method: IntervalMethod = 'jeffreys';
 * const count = (n: number) => ({ n, sumw: n, sumw2: n });
 * console.log(efficiencyInterval(count(10), count(9), 0.6827, method).low === low); // → true
 * ```
 */
export function jeffreys(k: number, n: number, confidence = defaultConfidence): Ends {
  const tail = (1 - confidence) / 2;
  return {
    low: k > 0 ? betaQuantile(tail, k + 0.5, n - k + 0.5).x : 0,
    high: k < n ? betaQuantile(tail, n - k + 0.5, k + 0.5).complement : 1,
  };
}

const methods: Readonly<Record<IntervalMethod, typeof clopperPearson>> = {
  'clopper-pearson': clopperPearson,
  wilson,
  jeffreys,
};

/**
 * Efficiency of weighted events, Σw fired / Σw selected, with the interval of effective counts. The
 * events that fired are k counts of one weight, the rest are n − k of another: q of the counts
 * fire, and each end of the interval of q is one of the efficiency q/(q + (1 − q) · weight of one
 * of the rest / weight of one that fired). So weights may go with what was fired. Where all weights
 * are the same it is the interval of the numbers of events, bit for bit; where none or all fired,
 * the outcome that was not seen is taken to weigh as the other. Where weights of both signs leave
 * an outcome less than one of them, counts are those with the variance of the ratio; a ratio
 * outside [0, 1] is cut there.
 * @see D-445, D-492
 * @example
 * ```ts
 * import { efficiencyInterval, type WeightedCount } from 'belle2-l1';
 *
 * const selected: WeightedCount = { n: 200, sumw: 100, sumw2: 50 };
 * const fired: WeightedCount = { n: 100, sumw: 50, sumw2: 25 };
 * console.log(efficiencyInterval(selected, fired).efficiency); // → 0.5
 * ```
 */
export function efficiencyInterval(
  selected: WeightedCount,
  fired: WeightedCount,
  confidence = defaultConfidence,
  method: IntervalMethod = defaultInterval,
): EfficiencyInterval {
  const counts = outcomeCounts(selected, fired);
  if (counts === undefined) return unknownEfficiency;
  const { efficiency, k, n, restWeight, isPlain } = counts;
  const ends = methods[method](k, n, confidence);
  if (isPlain) return { efficiency, ...ends };
  const weighted = (q: number): number => q / (q + (1 - q) * restWeight);
  // Of less than one count an interval of equal tails may lie beside what was counted.
  return {
    efficiency,
    low: Math.min(efficiency, weighted(ends.low)),
    high: Math.max(efficiency, weighted(ends.high)),
  };
}

/**
 * The mean chance of weighted events to be kept, each by a chance of its own such as 1 − 1/prescale
 * leaves, with the interval of Clopper and Pearson for counts that have its variance: chances
 * scatter less than what is kept or not. Where all or none are kept nothing is known of the spread,
 * and the number of events stands in its place.
 * @param variance of the mean
 * @param events that it is of, (Σw)²/Σw² of weighted ones
 */
export function chanceInterval(
  mean: number,
  variance: number,
  events: number,
  confidence = defaultConfidence,
): Ends {
  const spread = mean * (1 - mean);
  const size = spread > 0 && variance > 0 ? spread / variance : events;
  return clopperPearson(mean * size, size, confidence);
}
