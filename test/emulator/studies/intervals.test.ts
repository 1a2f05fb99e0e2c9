import { describe, expect, it } from 'vitest';
import {
  clopperPearson,
  defaultConfidence,
  efficiencyInterval,
  type IntervalMethod,
  intervalMethods,
  jeffreys,
  wilson,
} from '../../../emulator/studies/intervals.js';
import { betaQuantile } from '../../../emulator/studies/statistics/beta-quantile.js';

/**
 * Fixed-point numbers of 400 fractional bits: exact enough that only the bisection below limits the
 * digits.
 */
const fractionBits = 400n;
const unit = 1n << fractionBits;

const power = (base: bigint, exponent: number): bigint => {
  let result = unit;
  for (
    let factor = base, rest = exponent;
    rest > 0;
    rest >>= 1, factor = (factor * factor) >> fractionBits
  ) {
    if (rest & 1) result = (result * factor) >> fractionBits;
  }
  return result;
};

const binomial = (n: number, k: number): bigint => {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
};

/** P(X ≥ k) for n trials of probability p, in fixed point. */
const tailProbability = (n: number, k: number, p: bigint): bigint => {
  let sum = 0n;
  for (let j = k; j <= n; j++)
    sum += (binomial(n, j) * ((power(p, j) * power(unit - p, n - j)) >> fractionBits)) as bigint;
  return sum;
};

const toFixedPoint = (value: number): bigint => BigInt(value * 2 ** 60) << (fractionBits - 60n);
const toNumber = (value: bigint): number => Number(value >> (fractionBits - 200n)) / 2 ** 200;

/** The lower bound by its definition, P(X ≥ k | p) = α/2, found by halving 120 times. */
const lowerBoundByDefinition = (k: number, n: number, tail: bigint): number => {
  let low = 0n;
  let high = unit;
  for (let step = 0; step < 120; step++) {
    const middle = (low + high) >> 1n;
    if (tailProbability(n, k, middle) < tail) low = middle;
    else high = middle;
  }
  return toNumber(low);
};

const relative = (value: number, expected: number): number =>
  Math.abs(value - expected) / Math.abs(expected);

describe('the Clopper–Pearson interval', () => {
  it.each([1, 2, 5, 20, 1000, 123_457])('of 0 or %i out of %i has its closed form', (n) => {
    const tail = (1 - defaultConfidence) / 2;
    const none = clopperPearson(0, n);
    expect(none.low).toBe(0);
    expect(relative(none.high, -Math.expm1(Math.log(tail) / n))).toBeLessThan(1e-13);
    const all = clopperPearson(n, n);
    expect(all.high).toBe(1);
    expect(relative(all.low, tail ** (1 / n))).toBeLessThan(1e-13);
    const one = clopperPearson(1, n);
    expect(relative(one.low, -Math.expm1(Math.log1p(-tail) / n))).toBeLessThan(1e-13);
  });

  it.each([
    [7, 20, 0.95],
    [2, 3, 0.6827],
    [49, 50, 0.6827],
    [13, 100, 0.6827],
    [1, 400, 0.9973],
    [150, 300, 0.6827],
    [298, 300, 0.6827],
  ])(
    'of %i of %i at %f equals its definition by exact binomial sums to 12 digits',
    (k, n, confidence) => {
      // α/2 as the double that the program uses, so that both solve the same equation.
      const tail = toFixedPoint((1 - confidence) / 2);
      const { low, high } = clopperPearson(k, n, confidence);
      expect(relative(low, lowerBoundByDefinition(k, n, tail))).toBeLessThan(1e-12);
      // P(X ≤ k | high) = α/2 is the same statement about failures.
      const highByDefinition = toNumber(unit) - lowerBoundByDefinition(n - k, n, tail);
      expect(relative(high, highByDefinition)).toBeLessThan(1e-12);
    },
  );

  it('equals published values: 7 of 20 at 95 %', () => {
    // Statistical tables and R's binom.test(7, 20).
    const { low, high } = clopperPearson(7, 20, 0.95);
    expect(low).toBeCloseTo(0.1539092, 7);
    expect(high).toBeCloseTo(0.5921885, 7);
  });

  it('keeps its content for a million events: the bounds are ±1 σ about the fraction', () => {
    const { low, high } = clopperPearson(500_000, 1_000_000);
    // Normal quantile of 68.27 % is 1.00002; σ is 0.0005, the discreteness adds half a count.
    expect(high - low).toBeCloseTo(2 * (0.0005 * 1.00002 + 0.5e-6), 8);
    expect(high + low).toBeCloseTo(1, 13);
  });

  it('mirrors when passing and failing are exchanged', () => {
    for (const [k, n] of [
      [3, 11],
      [999, 1000],
      [4.5, 7.25],
    ] as const) {
      const passing = clopperPearson(k, n);
      const failing = clopperPearson(n - k, n);
      expect(passing.low).toBeCloseTo(1 - failing.high, 14);
      expect(passing.high).toBeCloseTo(1 - failing.low, 14);
    }
  });

  it.each([1, 3, 12, 60])(
    'never under-covers: of %i events it holds every true efficiency in 68.27 % at least',
    (n) => {
      for (const confidence of [defaultConfidence, 0.95])
        expect(Math.min(...coverage(clopperPearson, n, confidence))).toBeGreaterThanOrEqual(
          confidence,
        );
    },
  );
});

/** The share of counts whose interval holds p, for p from 0.005 to 0.995, by exact sums. */
const coverage = (
  method: typeof clopperPearson,
  n: number,
  confidence: number,
): readonly number[] => {
  const intervals = Array.from({ length: n + 1 }, (_, k) => method(k, n, confidence));
  return Array.from({ length: 199 }, (_, step) => {
    const p = (step + 1) / 200;
    return intervals.reduce(
      (sum, { low, high }, k) =>
        sum + (low <= p && p <= high ? Number(binomial(n, k)) * p ** k * (1 - p) ** (n - k) : 0),
      0,
    );
  });
};

describe('the intervals of Wilson and Jeffreys', () => {
  it.each([
    ['Wilson', wilson],
    ['Jeffreys', jeffreys],
  ] as const)('of %s cover within 2 %% of what they say, on average', (_, method) => {
    for (const n of [10, 30, 100])
      for (const confidence of [defaultConfidence, 0.95]) {
        const all = coverage(method, n, confidence);
        const mean = all.reduce((sum, one) => sum + one) / all.length;
        expect(Math.abs(mean - confidence)).toBeLessThan(0.02);
      }
  });

  it('of Jeffreys leaves equal tails of its posterior: of 1 of 2 a semicircle', () => {
    const { low, high } = jeffreys(1, 2, 0.95);
    const below =
      (2 / Math.PI) * (Math.asin(Math.sqrt(low)) - Math.sqrt(low * (1 - low)) * (1 - 2 * low));
    expect(below).toBeCloseTo(0.025, 13);
    expect(high).toBeCloseTo(1 - low, 14);
  });

  it('of Wilson solves (p̂ − p)² = z² p (1 − p) / n at both ends', () => {
    // z of 95 % is 1.959964.
    for (const [k, n] of [
      [7, 20],
      [1, 9],
      [150, 300],
    ] as const)
      for (const p of Object.values(wilson(k, n, 0.95)))
        expect((k / n - p) ** 2 / ((p * (1 - p)) / n)).toBeCloseTo(1.959963984540054 ** 2, 9);
  });
});

describe.each(intervalMethods)('the interval %s', (method: IntervalMethod) => {
  const interval = (k: number, n: number, confidence = defaultConfidence) =>
    efficiencyInterval({ n, sumw: n, sumw2: n }, { n: k, sumw: k, sumw2: k }, confidence, method);

  it('begins at 0 for none, ends at 1 for all, and holds the efficiency between', () => {
    for (const n of [1, 2, 7, 100, 12_345, 1e7])
      for (const confidence of [defaultConfidence, 0.9999])
        for (const k of [0, 1, n >> 1, n - 1, n]) {
          const { efficiency, low, high } = interval(k, n, confidence);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          if (k === 0) expect(low).toBe(0);
          else expect(low).toBeGreaterThan(0);
          if (k === n) expect(high).toBe(1);
          else expect(high).toBeLessThan(1);
          expect(low).toBeLessThanOrEqual(efficiency!);
          expect(high).toBeGreaterThanOrEqual(efficiency!);
        }
  });

  it('of counts of less than one event, as negative weights leave them, is inside 0 and 1', () => {
    const selected = { n: 9, sumw: 0.6, sumw2: 9 };
    for (const sumw of [-0.2, 0, 0.01, 0.3, 0.6, 0.9]) {
      const { low, high } = efficiencyInterval(
        selected,
        { n: 4, sumw, sumw2: 4 },
        defaultConfidence,
        method,
      );
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThan(high);
    }
  });

  it('mirrors and shrinks with events', () => {
    expect(interval(3, 11).low).toBeCloseTo(1 - interval(8, 11).high, 14);
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(width(interval(300, 1100))).toBeLessThan(width(interval(30, 110)));
  });
});

describe('the quantile of the beta distribution', () => {
  it('has the closed form of the semicircle for (½, 3/2)', () => {
    const { x } = betaQuantile(0.2, 0.5, 1.5);
    expect((2 / Math.PI) * (Math.asin(Math.sqrt(x)) + Math.sqrt(x * (1 - x)))).toBeCloseTo(0.2, 14);
  });

  it('follows the leading power x^a far out in the tail of a = 0.01', () => {
    // I_x(a, b) = x^a / (a B(a, b)) up to terms of relative size x, here 1e-81.
    const near = betaQuantile(0.15865, 0.01, 4.29).x;
    const nearer = betaQuantile(0.15865 / 2, 0.01, 4.29).x;
    expect(Math.log10(near / nearer)).toBeCloseTo(100 * Math.log10(2), 8);
  });
});

describe('the efficiency of weighted events', () => {
  const unweighted = (n: number) => ({ n, sumw: n, sumw2: n });

  it('is that of the counts when all weights are 1, bit for bit', () => {
    for (const [k, n] of [
      [49, 97],
      [1, 3],
      [6, 7],
    ] as const) {
      expect(efficiencyInterval(unweighted(n), unweighted(k))).toEqual({
        efficiency: k / n,
        ...clopperPearson(k, n),
      });
    }
  });

  it('does not change when all weights are multiplied', () => {
    const scaled = efficiencyInterval(
      { n: 40, sumw: 40 * 8, sumw2: 40 * 64 },
      { n: 10, sumw: 10 * 8, sumw2: 10 * 64 },
    );
    expect(scaled).toEqual(efficiencyInterval(unweighted(40), unweighted(10)));
  });

  it('of nothing selected is unknown between 0 and 1', () => {
    expect(efficiencyInterval(unweighted(0), unweighted(0))).toEqual({
      efficiency: null,
      low: 0,
      high: 1,
    });
  });

  it('is cut at 0 and 1 where negative weights put the ratio outside', () => {
    const { efficiency, low, high } = efficiencyInterval(
      { n: 10, sumw: 4, sumw2: 10 },
      { n: 7, sumw: 5, sumw2: 7 },
    );
    expect(efficiency).toBe(1);
    expect(high).toBe(1);
    expect(low).toBeGreaterThan(0);
  });
});
