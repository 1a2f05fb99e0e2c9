import { describe, expect, it } from 'vitest';
import {
  chanceEstimate,
  estimateOf,
  linesBefore,
  ratioOf,
} from '../../../emulator/optimize/estimates.js';
import { clopperPearson } from '../../../emulator/studies/intervals.js';
import { randomEvents, toyMenu, toySample, uniform } from './toy.js';

const often = [0.3, 0.5, 0.2];
const choice = { trigger: 0, chances: Float64Array.of(1, 0.2, 0.05) };
const other = { trigger: 0, chances: Float64Array.of(0.3, 0.3, 0.3) };
const menu = toyMenu([1, 1, 1]);

const spread = (values: readonly number[]): { mean: number; width: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, width: Math.sqrt(square) };
};

describe('estimates of a part', () => {
  it('have errors as wide as they scatter: weights, several signals and classes', () => {
    const random = uniform(3);
    const [efficiencies, rates, ratios]: number[][] = [[], [], []];
    const toys = 600;
    for (let toy = 0; toy < toys; toy++) {
      const weights = Array.from({ length: 240 }, () => 0.2 + 2 * random());
      const sample = toySample({
        menu,
        signals: [
          { fired: randomEvents(240, often, random), weights },
          { fired: randomEvents(160, [0.1, 0.2, 0.7], random) },
        ],
        worth: [2, 1],
        classes: [
          { fired: randomEvents(200, often, random) },
          { fired: randomEvents(300, [0.02, 0.4, 0.3], random) },
        ],
        rates: [70, 200],
      });
      const [promised, unseen] = [0, 1].map((part) => estimateOf(sample, part as 0 | 1, choice));
      const pull = (
        one: { readonly value: number; readonly error: number },
        two: { readonly value: number; readonly error: number },
      ) => (one.value - two.value) / Math.hypot(one.error, two.error);
      efficiencies!.push(pull(unseen!.efficiency, promised!.efficiency));
      const [hz, hertz] = [unseen!.rates[0]!, promised!.rates[0]!];
      rates!.push((hz.hz - hertz.hz) / Math.hypot(hz.errorHz, hertz.errorHz));
      const [first, second] = [0, 1].map((part) => {
        const { value, error } = ratioOf(sample, part as 0 | 1, choice, other);
        return { value: value!, error: error! };
      });
      ratios!.push(pull(first!, second!));
    }
    // 600 toys: a mean to 0.04, a width to 0.03.
    for (const pulls of [efficiencies!, rates!, ratios!]) {
      const { mean, width } = spread(pulls);
      expect(Math.abs(mean)).toBeLessThan(0.16);
      expect(Math.abs(width - 1)).toBeLessThan(0.12);
    }
  });

  it('know a ratio on the same events better than two efficiencies by themselves', () => {
    const events = { fired: randomEvents(4000, often, uniform(4)) };
    const sample = toySample({ menu, signals: [events], classes: [events], rates: [1] });
    const near = { trigger: 0, chances: Float64Array.of(1, 0.2, 0.06) };
    const { value, error } = ratioOf(sample, 1, near, choice);
    const [one, two] = [near, choice].map((each) => estimateOf(sample, 1, each).efficiency);
    expect(value).toBeCloseTo(one!.value / two!.value, 12);
    expect(error!).toBeLessThan(0.2 * (Math.hypot(one!.error, two!.error) / two!.value));
    expect(ratioOf(sample, 1, choice, choice)).toEqual({
      value: 1,
      error: expect.closeTo(0, 6),
      isPaired: true,
    });
  });

  it('have no ratio to what keeps nothing, and the error of independent ones elsewhere', () => {
    const events = { fired: randomEvents(400, often, uniform(5)) };
    const sample = toySample({ menu, signals: [events], classes: [events], rates: [1] });
    const nothing = { trigger: 0, chances: new Float64Array(3) };
    expect(ratioOf(sample, 1, choice, nothing)).toEqual({
      value: null,
      error: null,
      isPaired: true,
    });
    expect(ratioOf(sample, 1, nothing, choice).value).toBe(0);
    const two = { ...sample, tables: [...sample.tables, ...sample.tables] };
    const { value, error, isPaired } = ratioOf(two, 1, { ...choice, trigger: 1 }, choice);
    const efficiency = estimateOf(sample, 1, choice).efficiency;
    expect([value, isPaired]).toEqual([1, false]);
    expect(error).toBeCloseTo((Math.SQRT2 * efficiency.error) / efficiency.value, 9);
  });

  it('give lines before prescale their rate and what they fire of the signals', () => {
    const sample = toySample({
      menu,
      signals: [{ fired: [[0], [0, 1], [1], []] }, { fired: [[2], [2]] }],
      worth: [1, 3],
      classes: [{ fired: [[0], [0, 1], [], []] }, { fired: [[1], []] }],
      rates: [100, 10],
    });
    const [a, b, c] = linesBefore(sample, 0);
    expect(a).toMatchObject({ efficiency: 0.25 * 0.5, hz: 50 });
    expect(a!.errorHz).toBeCloseTo(100 * Math.sqrt((0.5 * 0.5) / 4), 9);
    expect(b).toMatchObject({ efficiency: 0.25 * 0.5, hz: 25 + 5 });
    expect(c).toMatchObject({ efficiency: 0.75, hz: 0, errorHz: 0 });
  });
});

describe('the interval of an efficiency of chances', () => {
  it('is that of counts where chances are 0 and 1', () => {
    const { low, high } = clopperPearson(30, 100);
    const own = chanceEstimate(0.3, (0.3 * 0.7) / 100, 100);
    expect(own.low).toBeCloseTo(low, 9);
    expect(own.high).toBeCloseTo(high, 9);
  });

  it('is narrower for chances that scatter less, and as wide as counts at 0 and 1', () => {
    const counted = chanceEstimate(0.3, (0.3 * 0.7) / 100, 100);
    const known = chanceEstimate(0.3, (0.25 * (0.3 * 0.7)) / 100, 100);
    const narrower = (counted.high - counted.low) / (known.high - known.low);
    expect(Math.abs(narrower - 2)).toBeLessThan(0.15);
    const { low, high } = clopperPearson(100, 100);
    expect(chanceEstimate(1, 0, 100)).toMatchObject({ value: 1, low, high });
    expect(chanceEstimate(0, 0, 100)).toMatchObject({ low: 0, high: expect.closeTo(1 - low, 9) });
  });
});
