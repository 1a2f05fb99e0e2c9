import { log } from '../../../detector/base/elementary.js';
import { betaPowerTerm } from './beta-quantile.js';

/** Probability of `k` of `n` at efficiency p, 0 < p < 1. */
export const binomialProbability = (k: number, n: number, p: number): number =>
  betaPowerTerm(p, 1 - p, k + 1, n - k + 1) / ((n + 1) * p * (1 - p));

/**
 * A count of `n` at efficiency p, for a uniform number from 0 to 1: counts are tried from the most
 * likely one outwards, which takes about as many steps as the standard deviation.
 */
export function binomialDraw(n: number, p: number, uniform: number): number {
  if (p <= 0 || n === 0) return 0;
  if (p >= 1) return n;
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let [low, high] = [mode, mode];
  let pLow = binomialProbability(mode, n, p);
  let pHigh = pLow;
  let left = uniform - pLow;
  while (left > 0 && (low > 0 || high < n)) {
    if (high < n) {
      pHigh *= ((n - high) / (high + 1)) * odds;
      high++;
      left -= pHigh;
      if (left <= 0) return high;
    }
    if (low > 0) {
      pLow *= low / ((n - low + 1) * odds);
      low--;
      left -= pLow;
      if (left <= 0) return low;
    }
    // What rounding leaves of 1 is nowhere.
    if (pHigh + pLow < 1e-18) break;
  }
  return mode;
}

/** 2 ln of the likelihood of k of n by itself over that at an efficiency, given it and its rest. */
export function binomialDeviance(k: number, n: number, efficiency: number, rest: number): number {
  const part = (count: number, expected: number): number =>
    count === 0 ? 0 : count * log(count / expected);
  return 2 * (part(k, n * efficiency) + part(n - k, n * rest));
}
