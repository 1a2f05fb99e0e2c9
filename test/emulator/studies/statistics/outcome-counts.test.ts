import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../../detector/base/random.js';
import {
  chanceInterval,
  clopperPearson,
  defaultConfidence,
  efficiencyInterval,
  type IntervalMethod,
  intervalMethods,
  jeffreys,
  wilson,
} from '../../../../emulator/studies/intervals.js';
import {
  binomialCounts,
  isOneSided,
  isSigned,
  outcomeCounts,
  type WeightedCount,
} from '../../../../emulator/studies/statistics/outcome-counts.js';

const methods = { 'clopper-pearson': clopperPearson, wilson, jeffreys };

/** Sums as a tally makes them, one event after the other. */
function sums(weights: readonly number[]): WeightedCount {
  let [sumw, sumw2] = [0, 0];
  for (const weight of weights) {
    sumw += weight;
    sumw2 += weight * weight;
  }
  return { n: weights.length, sumw, sumw2 };
}

type Events = readonly (readonly [weight: number, fired: boolean])[];

const counts = (events: Events): readonly [WeightedCount, WeightedCount] => [
  sums(events.map(([weight]) => weight)),
  sums(events.flatMap(([weight, fired]) => (fired ? weight : []))),
];

const event = fc.tuple(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.boolean());
const events = fc.array(event, { minLength: 1, maxLength: 60 });
const methodName = fc.constantFrom(...intervalMethods);
const confidences = fc.constantFrom(0.5, defaultConfidence, 0.95, 0.999);

describe('the interval of a weighted efficiency', () => {
  it('lies in [0, 1] and holds the efficiency, Σw fired / Σw selected', () => {
    fc.assert(
      fc.property(events, methodName, confidences, (some, method, confidence) => {
        const [selected, fired] = counts(some);
        const { efficiency, low, high } = efficiencyInterval(selected, fired, confidence, method);
        expect(efficiency).toBeCloseTo(fired.sumw / selected.sumw, 9);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(efficiency!);
        expect(high).toBeGreaterThanOrEqual(efficiency!);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThan(high);
        if (fired.n === 0) expect(low).toBe(0);
        if (fired.n === selected.n) expect(high).toBe(1);
      }),
      { seed: 1 },
    );
  });

  it('lies in [0, 1] with weights of either sign, too, and is cut there', () => {
    const signed = fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.boolean());
    fc.assert(
      fc.property(fc.array(signed, { minLength: 1, maxLength: 20 }), methodName, (some, method) => {
        const { efficiency, low, high } = efficiencyInterval(
          ...counts(some),
          defaultConfidence,
          method,
        );
        if (efficiency === null) {
          expect([low, high]).toEqual([0, 1]);
          return;
        }
        expect(0 <= low && low <= efficiency && efficiency <= high && high <= 1).toBe(true);
        expect(low).toBeLessThan(high);
      }),
      { seed: 2 },
    );
  });

  it('is the same when all weights are multiplied, also by a negative number', () => {
    const factor = fc.constantFrom(1e-6, 0.3, 7, 1e9, -1, -0.02);
    fc.assert(
      fc.property(events, factor, methodName, (some, scale, method) => {
        const scaled = some.map(([weight, fired]) => [weight * scale, fired] as const);
        const of = (each: Events) => efficiencyInterval(...counts(each), defaultConfidence, method);
        const [one, other] = [of(some), of(scaled)];
        for (const key of ['efficiency', 'low', 'high'] as const)
          expect(Math.abs(one[key]! - other[key]!)).toBeLessThan(1e-9);
      }),
      { seed: 3 },
    );
  });

  it('of equal weights of any size is that of the numbers of events, bit for bit', () => {
    const size = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 3000 }), size, (some, w) => {
        const weighted = some.map((fired) => [w, fired] as const);
        const k = some.filter((fired) => fired).length;
        for (const method of intervalMethods)
          expect(efficiencyInterval(...counts(weighted), defaultConfidence, method)).toEqual({
            efficiency: k / some.length,
            ...methods[method](k, some.length, defaultConfidence),
          });
        expect(binomialCounts(...counts(weighted))).toEqual({ n: some.length, k });
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('mirrors when passing and failing are exchanged', () => {
    fc.assert(
      fc.property(events, methodName, (some, method) => {
        const others = some.map(([weight, fired]) => [weight, !fired] as const);
        const one = efficiencyInterval(...counts(some), defaultConfidence, method);
        const other = efficiencyInterval(...counts(others), defaultConfidence, method);
        expect(one.low).toBeCloseTo(1 - other.high, 8);
        expect(one.high).toBeCloseTo(1 - other.low, 8);
      }),
      { seed: 5 },
    );
  });
});

describe('counts of weights that go with what was fired', () => {
  const of = (n: number, weight: number): WeightedCount => ({
    n,
    sumw: n * weight,
    sumw2: n * weight * weight,
  });
  const together = (a: WeightedCount, b: WeightedCount): WeightedCount => ({
    n: a.n + b.n,
    sumw: a.sumw + b.sumw,
    sumw2: a.sumw2 + b.sumw2,
  });

  it('are the events where each outcome has one weight: the exact interval, seen otherwise', () => {
    const fired = of(20, 3);
    const { efficiency, low, high } = efficiencyInterval(together(fired, of(80, 1)), fired, 0.95);
    // scipy 1.17.1: beta.ppf(0.025, 20, 81) and beta.ppf(0.975, 21, 80), as 3q/(3q + 1 − q).
    expect(efficiency).toBeCloseTo(60 / 140, 14);
    expect(low).toBeCloseTo(0.3031702623804788, 13);
    expect(high).toBeCloseTo(0.5528421739130874, 13);
    const plain = clopperPearson(20, 100, 0.95);
    expect(low).toBeCloseTo((3 * plain.low) / (1 + 2 * plain.low), 12);
    expect(high).toBeCloseTo((3 * plain.high) / (1 + 2 * plain.high), 12);
  });

  it('have the variance Σw²(fired − ε)²/(Σw)² of the ratio when there are many', () => {
    const some = Array.from(
      { length: 4000 },
      (_, at) => [1 + (at % 7) + (at % 3 === 0 ? 5 : 0), at % 3 === 0] as const,
    );
    const [selected, fired] = counts(some);
    const efficiency = fired.sumw / selected.sumw;
    const variance =
      some.reduce((sum, [w, isFired]) => sum + (w * ((isFired ? 1 : 0) - efficiency)) ** 2, 0) /
      selected.sumw ** 2;
    const { n, k } = binomialCounts(selected, fired);
    expect(k / n).toBeCloseTo(efficiency, 12);
    // Spreads of n − 1 events, not n.
    expect(((efficiency * (1 - efficiency)) / n / variance - 1) * 1000).toBeCloseTo(0, 0);
    const { low, high } = efficiencyInterval(selected, fired, defaultConfidence, 'wilson');
    expect((high - low) / 2 / Math.sqrt(variance)).toBeCloseTo(1, 2);
  });

  it('take an outcome that was not seen to weigh as the other, and say so', () => {
    const selected = sums([1, 2, 3, 4]);
    for (const fired of [sums([]), selected]) {
      expect(isOneSided(selected, fired)).toBe(true);
      // 10²/30.
      expect(outcomeCounts(selected, fired)!.n).toBeCloseTo(10 / 3, 14);
    }
    expect(efficiencyInterval(selected, sums([])).high).toBe(clopperPearson(0, 10 / 3).high);
    expect(isOneSided(selected, sums([1]))).toBe(false);
    expect(isOneSided(of(4, 2), sums([]))).toBe(false);
    // Of less than nothing, but seen.
    expect(isOneSided(sums([-1, 2, 3]), sums([-1]))).toBe(false);
  });

  it('hold nothing of sums that are not finite, of no events and of no weight', () => {
    for (const selected of [sums([1e200, 1]), sums([]), sums([0, 0]), sums([1, -1])])
      expect(efficiencyInterval(selected, sums([]))).toEqual({ efficiency: null, low: 0, high: 1 });
  });
});

/** Shapes of weights of mean 1. */
const shapes: Readonly<Record<string, (stream: RandomStream) => number>> = {
  one: () => 1,
  flat: (stream) => 2 * stream.uniform(),
  exponential: (stream) => -Math.log(1 - stream.uniform()),
  'log-normal': (stream) =>
    Math.exp(
      Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform()) -
        0.5,
    ),
};
/** How much heavier those that fire are. */
const ratios = [0.1, 1, 3];
const efficiencies = [0.1, 0.5, 0.9];

interface Toy {
  readonly shape: string;
  readonly ratio: number;
  readonly n: number;
  readonly p: number;
  /** Events expected of the rarer outcome. */
  readonly rarer: number;
  readonly covered: Readonly<Record<IntervalMethod | 'kish', number>>;
}

/** The share of toys whose interval holds the efficiency. */
function toysOf(shape: string, ratio: number, n: number, p: number, stream: RandomStream): Toy {
  const trials = 300;
  const chance = p / (p + (1 - p) * ratio);
  const covered = { 'clopper-pearson': 0, wilson: 0, jeffreys: 0, kish: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const [selected, fired] = counts(
      Array.from({ length: n }, () => {
        const isFired = stream.uniform() < chance;
        return [shapes[shape]!(stream) * (isFired ? ratio : 1), isFired] as const;
      }),
    );
    for (const method of intervalMethods) {
      const { low, high } = efficiencyInterval(selected, fired, defaultConfidence, method);
      if (low <= p && p <= high) covered[method] += 1 / trials;
    }
    const size = selected.sumw ** 2 / selected.sumw2;
    const k = Math.min(size, (size * fired.sumw) / selected.sumw);
    const { low, high } = clopperPearson(k, size);
    if (low <= p && p <= high) covered.kish += 1 / trials;
  }
  return { shape, ratio, n, p, rarer: n * Math.min(chance, 1 - chance), covered };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('over toys of weights, in all shapes and with those that fire heavier or lighter', () => {
  const stream = new RandomStream().seed(11, 0, 0, 0, purpose.test);
  const toys = [40, 150].flatMap((n) =>
    Object.keys(shapes).flatMap((shape) =>
      ratios.flatMap((ratio) => efficiencies.map((p) => toysOf(shape, ratio, n, p, stream))),
    ),
  );
  const seen = toys.filter(({ rarer }) => rarer >= 5);

  it('Clopper and Pearson hold the efficiency as often as they say, or more', () => {
    // 4 σ of 300 toys are 0.107.
    for (const { covered, ...toy } of seen)
      if (toy.shape !== 'log-normal')
        expect(covered['clopper-pearson'], JSON.stringify(toy)).toBeGreaterThan(
          defaultConfidence - 0.107,
        );
    expect(mean(seen.map(({ covered }) => covered['clopper-pearson']))).toBeGreaterThan(
      defaultConfidence,
    );
  });

  it.each(['wilson', 'jeffreys'] as const)(
    '%s does within 2 per cent on average, of ten events or more of each outcome',
    (method) => {
      const many = seen.filter(({ rarer }) => rarer >= 10);
      const average = mean(many.map(({ covered }) => covered[method]));
      expect(Math.abs(average - defaultConfidence)).toBeLessThan(0.02);
    },
  );

  it('which (Σw)²/Σw² for both outcomes together would not', () => {
    const worst = Math.min(...seen.map(({ covered }) => covered.kish));
    expect(worst).toBeLessThan(0.6);
  });
});

describe('weights of both signs', () => {
  const fired = sums(Array.from({ length: 100 }, () => 1));
  /** With 60 events of weight ±1 that did not fire. */
  const withRest = (sum: number): WeightedCount => ({ n: 160, sumw: 100 + sum, sumw2: 160 });

  it('do not make the interval jump where those of an outcome nearly cancel', () => {
    for (const method of intervalMethods) {
      const intervals = [-8, -6, -4, -2, -1, 0, 1, 2, 4, 6, 7, 8, 10].map((sum) => {
        const { efficiency, ...ends } = efficiencyInterval(
          withRest(sum),
          fired,
          defaultConfidence,
          method,
        );
        expect(efficiency).toBeCloseTo(Math.min(1, 100 / (100 + sum)), 12);
        return ends;
      });
      for (const [place, { low, high }] of intervals.entries()) {
        // σ is 0.066 to 0.084.
        expect(low).toBeGreaterThan(0.76);
        expect(low).toBeLessThan(0.94);
        expect(high).toBeGreaterThan(0.95);
        const before = intervals[place - 1];
        if (before !== undefined) {
          expect(Math.abs(low - before.low), `${method} ${place}`).toBeLessThan(0.05);
          expect(Math.abs(high - before.high)).toBeLessThan(0.05);
        }
      }
    }
    expect(isOneSided(withRest(-1), fired)).toBe(false);
    // σ² = 60/99².
    const { n, k } = binomialCounts(withRest(-1), fired);
    const sigma = Math.sqrt(60) / 99;
    expect(k).toBe(n);
    expect(n).toBeCloseTo((1 - sigma) / sigma, 9);
  });

  const stream = new RandomStream().seed(12, 0, 0, 0, purpose.test);
  /** Shares of toys that hold the truth where shares of events have the weight −1. */
  const coverage = (n: number, p: number, negative: number, restNegative = negative) => {
    const trials = 600;
    const [some, rest] = [p * (1 - 2 * negative), (1 - p) * (1 - 2 * restNegative)];
    const truth = some / (some + rest);
    const covered = { 'clopper-pearson': 0, wilson: 0, jeffreys: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const [selected, passed] = counts(
        Array.from({ length: n }, () => {
          const isFired = stream.uniform() < p;
          const share = isFired ? negative : restNegative;
          return [stream.uniform() < share ? -1 : 1, isFired] as const;
        }),
      );
      for (const method of intervalMethods) {
        const { low, high } = efficiencyInterval(selected, passed, defaultConfidence, method);
        if (low <= truth && truth <= high) covered[method] += 1 / trials;
      }
    }
    return covered;
  };
  const toys = [
    ...[100, 400].flatMap((n) =>
      [0.2, 0.3, 0.4].flatMap((negative) =>
        [0.1, 0.5, 0.9].map((p) => ({ n, p, negative, covered: coverage(n, p, negative) })),
      ),
    ),
    ...[0.45, 0.49].map((rest) => ({ rest, covered: coverage(200, 0.7, 0.2, rest) })),
  ];

  it('leave intervals that hold the efficiency as often as they say, or more', () => {
    // 4 σ of 600 toys are 0.076.
    for (const { covered, ...toy } of toys)
      expect(covered['clopper-pearson'], JSON.stringify(toy)).toBeGreaterThan(
        defaultConfidence - 0.076,
      );
    for (const method of intervalMethods)
      expect(mean(toys.map(({ covered }) => covered[method]))).toBeGreaterThan(defaultConfidence);
  });

  it('are told from outcomes that were not seen', () => {
    expect(isSigned(withRest(1), fired)).toBe(true);
    expect(isSigned(withRest(20), fired)).toBe(false);
    expect(isSigned(sums([-1, 2, 3]), sums([]))).toBe(false);
    expect(isSigned(sums([1e6, 1, 2]), sums([1e6, 1]))).toBe(false);
  });
});

describe('the interval of a mean chance', () => {
  it('is that of counts with its variance, narrower than of what is kept or not', () => {
    // 100 events, each kept one time in two by the same chance: nothing scatters but the sample.
    const { low, high } = chanceInterval(0.5, 0.25 / 400, 100);
    expect({ low, high }).toEqual(clopperPearson(200, 400));
    expect(chanceInterval(0, 0, 50)).toEqual(clopperPearson(0, 50));
  });
});
