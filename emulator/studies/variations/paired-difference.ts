import {
  type EfficiencyInterval,
  efficiencyInterval,
  type IntervalMethod,
  type WeightedCount,
} from '../intervals.js';
import type { Compared } from '../ratio.js';
import type { PairedCounts } from './outcomes.js';

/** A subject in two studies of the same events. */
export interface PairedEfficiency {
  readonly first: CountedEfficiency;
  readonly second: CountedEfficiency;
  /** Second less first, of the same events. */
  readonly difference: Compared;
  /** Of both efficiencies; 0 where one of them cannot vary (none or all fired). */
  readonly correlation: number;
}

interface CountedEfficiency extends EfficiencyInterval {
  readonly selected: number;
  readonly fired: number;
}

const kinds = [0, 1, 2] as const;
const none: WeightedCount = { n: 0, sumw: 0, sumw2: 0 };

const sum = (a: WeightedCount, b: WeightedCount): WeightedCount => ({
  n: a.n + b.n,
  sumw: a.sumw + b.sumw,
  sumw2: a.sumw2 + b.sumw2,
});

/**
 * Two efficiencies of the same events and their difference. What an event adds to an efficiency is
 * w (fired − ε) / Σw where it is selected; sums of the products over all events are variances and
 * covariance, whatever is selected in one study alone. The interval of the difference is that of
 * Newcombe for pairs, of the intervals of both and their correlation; where no event changes, which
 * that calls exact, the upper end for none of all, either way.
 * @see R. Newcombe, Statist. Med. 17 (1998) 2635, method 10 (pairs).
 */
export function pairedEfficiency(
  counts: PairedCounts,
  confidence: number,
  method: IntervalMethod,
): PairedEfficiency {
  const total = (is: (first: number, second: number) => boolean): WeightedCount =>
    kinds
      .flatMap((first) =>
        kinds.filter((second) => is(first, second)).map((second) => [first, second] as const),
      )
      .reduce((all, [first, second]) => sum(all, counts.at(first, second)), none);
  const ends = [
    { selected: total((first) => first > 0), fired: total((first) => first === 2) },
    { selected: total((_, second) => second > 0), fired: total((_, second) => second === 2) },
  ] as const;
  const [first, second] = ends.map(({ selected, fired }) => ({
    selected: selected.n,
    fired: fired.n,
    ...efficiencyInterval(selected, fired, confidence, method),
  })) as [CountedEfficiency, CountedEfficiency];
  if (first.efficiency === null || second.efficiency === null)
    return { first, second, difference: { value: null, low: -1, high: 1 }, correlation: 0 };
  const [ofFirst, ofSecond] = [first, second].map(({ efficiency }, study) => {
    const { sumw } = ends[study]!.selected;
    return (kind: number): number => (kind === 0 ? 0 : ((kind === 2 ? 1 : 0) - efficiency!) / sumw);
  });
  const product = (
    a: (first: number, second: number) => number,
    b: (first: number, second: number) => number,
  ): number =>
    kinds.reduce<number>(
      (all, one) =>
        all +
        kinds.reduce<number>(
          (row, other) => row + counts.at(one, other).sumw2 * a(one, other) * b(one, other),
          0,
        ),
      0,
    );
  const inFirst = (one: number): number => ofFirst!(one);
  const inSecond = (_: number, other: number): number => ofSecond!(other);
  const variances = product(inFirst, inFirst) * product(inSecond, inSecond);
  const correlation = variances > 0 ? within(product(inFirst, inSecond) / Math.sqrt(variances)) : 0;
  const isChanged = total((one, other) => one !== other).n > 0;
  const difference = isChanged
    ? differenceOfPairs(first, second, correlation)
    : unchanged(efficiencyInterval(ends[0].selected, none, confidence, method).high);
  return { first, second, difference, correlation };
}

/** No event has changed: of so many, no larger share of events is likely to, either way. */
const unchanged = (share: number): Compared => ({ value: 0, low: -share, high: share });

const within = (value: number): number => Math.min(1, Math.max(-1, value));

/** Second less first with the interval of correlated efficiencies. */
export function differenceOfPairs(
  a: EfficiencyInterval,
  b: EfficiencyInterval,
  correlation: number,
): Compared {
  if (a.efficiency === null || b.efficiency === null) return { value: null, low: -1, high: 1 };
  const value = b.efficiency - a.efficiency;
  const arm = (ofB: number, ofA: number): number =>
    Math.sqrt(Math.max(0, ofB * ofB - 2 * correlation * ofB * ofA + ofA * ofA));
  return {
    value,
    low: Math.max(-1, value - arm(b.efficiency - b.low, a.high - a.efficiency)),
    high: Math.min(1, value + arm(b.high - b.efficiency, a.efficiency - a.low)),
  };
}
