import { hypot } from '../../detector/base/elementary.js';
import type { EfficiencyInterval } from './intervals.js';

/** A number with its interval; null where it is not known. */
export interface Compared {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
}

const unknownRatio: Compared = { value: null, low: 0, high: Number.POSITIVE_INFINITY };

/**
 * b / a of independent efficiencies, its interval from those of both. Where the lower end of a is
 * 0, the ratio has no upper end.
 * @see A. Donner and G. Zou, Statist. Methods Med. Res. 21 (2012) 347, section 2 (ratios).
 */
export function ratioOf(a: EfficiencyInterval, b: EfficiencyInterval): Compared {
  if (a.efficiency === null || b.efficiency === null || !(a.efficiency > 0)) return unknownRatio;
  const product = a.efficiency * b.efficiency;
  // Twice an efficiency less one end, times that end: of b below and above, of a above and below.
  const [bLow, bHigh] = [b.low * (2 * b.efficiency - b.low), b.high * (2 * b.efficiency - b.high)];
  const [aHigh, aLow] = [a.high * (2 * a.efficiency - a.high), a.low * (2 * a.efficiency - a.low)];
  const root = (ofB: number, ofA: number): number =>
    Math.sqrt(Math.max(0, product * product - ofB * ofA));
  return {
    value: b.efficiency / a.efficiency,
    // Of the two forms of a quadratic's root those that do not cancel.
    low: bLow > 0 ? bLow / (product + root(bLow, aHigh)) : 0,
    high: aLow > 0 ? (product + root(bHigh, aLow)) / aLow : Number.POSITIVE_INFINITY,
  };
}

/**
 * b − a of independent efficiencies, its interval from those of both.
 * @see R. Newcombe, Statist. Med. 17 (1998) 873, method 10.
 */
export function differenceOf(a: EfficiencyInterval, b: EfficiencyInterval): Compared {
  if (a.efficiency === null || b.efficiency === null) return { value: null, low: -1, high: 1 };
  const value = b.efficiency - a.efficiency;
  return {
    value,
    low: value - hypot(b.efficiency - b.low, a.high - a.efficiency),
    high: value + hypot(b.high - b.efficiency, a.efficiency - a.low),
  };
}
