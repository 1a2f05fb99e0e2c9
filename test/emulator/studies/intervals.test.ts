import { describe, expect, it } from 'vitest';
import {
  betaQuantile,
  clopperPearson,
  defaultConfidence,
  efficiencyInterval,
} from '../../../emulator/studies/intervals.js';

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

  it('never under-covers: it holds every true efficiency at least 68.27 % of the time', () => {
    const n = 12;
    const intervals = Array.from({ length: n + 1 }, (_, k) => clopperPearson(k, n));
    for (let step = 1; step < 100; step++) {
      const p = step / 100;
      const covered = intervals.reduce(
        (sum, { low, high }, k) =>
          sum + (low <= p && p <= high ? Number(binomial(n, k)) * p ** k * (1 - p) ** (n - k) : 0),
        0,
      );
      expect(covered).toBeGreaterThanOrEqual(defaultConfidence);
    }
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

  it('has the effective number of events: 90 beside 10 of tenfold weight count as 33', () => {
    // Σw = 190, Σw² = 1090: n = 190²/1090 = 33.1.
    const { efficiency, low, high } = efficiencyInterval(
      { n: 100, sumw: 190, sumw2: 1090 },
      { n: 50, sumw: 95, sumw2: 545 },
    );
    expect(efficiency).toBe(0.5);
    expect({ low, high }).toEqual(clopperPearson(190 ** 2 / 1090 / 2, 190 ** 2 / 1090));
    expect(high - low).toBeGreaterThan(clopperPearson(50, 100).high - clopperPearson(50, 100).low);
  });

  it('of nothing selected is unknown between 0 and 1', () => {
    expect(efficiencyInterval(unweighted(0), unweighted(0))).toEqual({
      efficiency: null,
      low: 0,
      high: 1,
    });
  });

  it('stays inside 0 and 1 where negative weights put the ratio outside', () => {
    const { efficiency, low, high } = efficiencyInterval(
      { n: 10, sumw: 4, sumw2: 10 },
      { n: 7, sumw: 5, sumw2: 7 },
    );
    expect(efficiency).toBe(1.25);
    expect(high).toBe(1);
    expect(low).toBeGreaterThan(0);
  });
});
