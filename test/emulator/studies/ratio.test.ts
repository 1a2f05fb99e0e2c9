import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { wilson } from '../../../emulator/studies/intervals.js';
import { differenceOf, ratioOf } from '../../../emulator/studies/ratio.js';
import { binomialDraw } from '../../../emulator/studies/statistics/binomial.js';

const of = (efficiency: number | null, low: number, high: number) => ({ efficiency, low, high });

describe('a ratio of efficiencies', () => {
  it('over an exact one has the interval of the other', () => {
    const { value, low, high } = ratioOf(of(0.5, 0.5, 0.5), of(0.8, 0.7, 0.85));
    expect(value).toBeCloseTo(1.6, 14);
    expect(low).toBeCloseTo(1.4, 12);
    expect(high).toBeCloseTo(1.7, 12);
    const inverse = ratioOf(of(0.5, 0.4, 0.6), of(0.5, 0.5, 0.5));
    expect(inverse.low).toBeCloseTo(0.5 / 0.6, 12);
    expect(inverse.high).toBeCloseTo(0.5 / 0.4, 12);
  });

  it('has small errors in squares', () => {
    const { value, low, high } = ratioOf(of(0.5, 0.497, 0.503), of(0.8, 0.796, 0.804));
    const relative = Math.sqrt((0.003 / 0.5) ** 2 + (0.004 / 0.8) ** 2);
    expect((high - low) / 2 / value!).toBeCloseTo(relative, 5);
  });

  it('covers the true ratio and difference in 68 % of samples', () => {
    const stream = new RandomStream().seed(3, 0, 0, 0, purpose.test);
    let [ratios, differences] = [0, 0];
    for (let sample = 0; sample < 2000; sample++) {
      const [a, b] = [0.3, 0.6].map((p) => {
        const k = binomialDraw(80, p, stream.uniform());
        return { efficiency: k / 80, ...wilson(k, 80) };
      });
      const [ratio, difference] = [ratioOf(a!, b!), differenceOf(a!, b!)];
      if (ratio.low <= 2 && ratio.high >= 2) ratios++;
      if (difference.low <= 0.3 && difference.high >= 0.3) differences++;
    }
    // Counts are whole, so coverage is off by a per cent or two besides the 1 % of 2000.
    expect(Math.abs(ratios / 2000 - 0.6827)).toBeLessThan(0.05);
    expect(Math.abs(differences / 2000 - 0.6827)).toBeLessThan(0.05);
  });

  it('begins at 0 of none, has no upper end over one that may be 0, and none over 0', () => {
    const some = of(0.5, 0.4, 0.6);
    const none = ratioOf(some, of(0, 0, 0.1));
    expect(none).toMatchObject({ value: 0, low: 0 });
    expect(none.high).toBeGreaterThan(0.1);
    expect(ratioOf(of(0.1, 0, 0.3), some).high).toBe(Number.POSITIVE_INFINITY);
    // The upper end of a is above twice a: the lower end of the ratio stays finite.
    const wide = ratioOf(of(0.1, 0.02, 0.25), some);
    expect(wide.low).toBeGreaterThan(0.4 / 0.25);
    expect(wide.low).toBeLessThan(5);
    expect(ratioOf(of(0, 0, 0.1), some).value).toBeNull();
    expect(ratioOf(of(null, 0, 1), some).value).toBeNull();
    expect(differenceOf(some, of(null, 0, 1))).toEqual({ value: null, low: -1, high: 1 });
  });
});
