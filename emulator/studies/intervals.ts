import { betaQuantile } from './statistics/beta-quantile.js';
import { normalQuantile } from './statistics/normal.js';

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

/** Counts of events and of their weights. */
export interface WeightedCount {
  readonly n: number;
  readonly sumw: number;
  readonly sumw2: number;
}

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
 * Efficiency of weighted events, Σw fired / Σw selected, with the interval of the effective counts
 * n = (Σw)²/Σw² and k = n · efficiency. For unit weights this is the plain interval. Negative
 * weights may take the ratio out of [0, 1]; the interval is then that of the nearest bound.
 * @see L. Kish, Survey Sampling (1965), for the effective sample size.
 * @see D-036
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
  return intervalOf(effectiveCounts, { selected, fired, confidence, method });
}

/**
 * As `efficiencyInterval`, for weights that say how likely an event was to be taken: they go with
 * what it fired, so that n is what gives the variance of the ratio, Σw²(fired − ε)²/(Σw)², as
 * ε(1 − ε)/n. The same for unit weights.
 */
export function correctedInterval(
  selected: WeightedCount,
  fired: WeightedCount,
  confidence = defaultConfidence,
  method: IntervalMethod = defaultInterval,
): EfficiencyInterval {
  return intervalOf(correctedCounts, { selected, fired, confidence, method });
}

interface Asked {
  readonly selected: WeightedCount;
  readonly fired: WeightedCount;
  readonly confidence: number;
  readonly method: IntervalMethod;
}

/** The ratio of the weights, with the interval of counts that know as much. */
function intervalOf(
  countsOf: typeof effectiveCounts,
  { selected, fired, confidence, method }: Asked,
): EfficiencyInterval {
  if (selected.n === 0 || !(selected.sumw2 > 0) || selected.sumw === 0) return unknownEfficiency;
  const { n, k } = countsOf(selected, fired);
  return { efficiency: fired.sumw / selected.sumw, ...methods[method](k, n, confidence) };
}

/** Counts of unit weights that know as much where weights go with what was fired. */
export function correctedCounts(
  selected: WeightedCount,
  fired: WeightedCount,
): { readonly n: number; readonly k: number } {
  const efficiency = fired.sumw / selected.sumw;
  const squares = (1 - 2 * efficiency) * fired.sumw2 + efficiency * efficiency * selected.sumw2;
  const variance = squares / (selected.sumw * selected.sumw);
  // None or all of them fired: nothing is known of the spread of the others.
  if (!(efficiency > 0 && efficiency < 1 && variance > 0)) return effectiveCounts(selected, fired);
  const n = (efficiency * (1 - efficiency)) / variance;
  return { n, k: efficiency * n };
}

/** Counts of unit weights that know as much: n = (Σw)²/Σw² and k of them, 0 ≤ k ≤ n. */
export function effectiveCounts(
  selected: WeightedCount,
  fired: WeightedCount,
): { readonly n: number; readonly k: number } {
  const n = (selected.sumw * selected.sumw) / selected.sumw2;
  // This order of operations is exact for unit weights: k·n/n.
  return { n, k: Math.min(n, Math.max(0, (fired.sumw * selected.sumw) / selected.sumw2)) };
}
