import type { Estimate, NowAndAsked } from '../../../monitor/what-if.js';
import { clopperPearson, defaultConfidence } from '../../studies/intervals.js';
import type { PairedSum } from './paired-sums.js';

/** Trials of which a Poisson number is the limit: enough for counts up to `fewCounts`. */
const trials = 1e7;
/** Above so many counts the interval is that of a normal distribution. */
const fewCounts = 1000;

/**
 * What a sum of weights of independent windows may have been expected to be: Poisson's interval of
 * the effective count (Σw)²/Σw², as the limit of that of Clopper and Pearson.
 * @param ofNone weight of a window that was not seen, where none was.
 */
function poissonInterval(sum: number, sum2: number, ofNone: number): Estimate {
  if (!(sum > 0))
    return { value: 0, low: 0, high: ofNone * trials * clopperPearson(0, trials).high };
  const count = (sum * sum) / sum2;
  const one = sum / count;
  if (count > fewCounts) return symmetric(sum, Math.sqrt(sum2));
  const { low, high } = clopperPearson(count, trials);
  return { value: sum, low: one * trials * low, high: one * trials * high };
}

/** Of one standard deviation on both sides. */
export const symmetric = (value: number, deviation: number): Estimate => ({
  value,
  low: value - deviation,
  high: value + deviation,
});

/** Probability content of all intervals here. */
export const confidence = defaultConfidence;

const times = ({ value, low, high }: Estimate, factor: number): Estimate => ({
  value: value * factor,
  low: low * factor,
  high: high * factor,
});

/** Which sides are known, and what a window weighs that neither has seen. */
interface Known {
  readonly now: boolean;
  readonly asked: boolean;
  readonly ofNone: { readonly now: number; readonly asked: number };
}

/**
 * Rates [Hz] of sums of windows in so many seconds. The same windows are in both, so that the
 * difference is that of windows which count otherwise as asked.
 */
export function ratesOf(
  { now, now2, asked, asked2, difference2 }: PairedSum,
  seconds: number,
  known: Known,
): NowAndAsked {
  const { ofNone } = known;
  const difference = symmetric(asked - now, Math.sqrt(difference2));
  return {
    now: known.now ? times(poissonInterval(now, now2, ofNone.now), 1 / seconds) : null,
    asked: known.asked ? times(poissonInterval(asked, asked2, ofNone.asked), 1 / seconds) : null,
    difference: known.now && known.asked ? times(difference, 1 / seconds) : null,
  };
}
