import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../../detector/base/random.js';
import { efficiencyInterval } from '../../../../emulator/studies/intervals.js';
import { differenceOf } from '../../../../emulator/studies/ratio.js';
import {
  differenceOfPairs,
  pairedEfficiency,
} from '../../../../emulator/studies/variations/paired-difference.js';

/** Events of weight 1 by what they are in both studies. */
const counts = (table: readonly (readonly number[])[]) => ({
  at: (first: number, second: number) => {
    const n = table[first]![second]!;
    return { n, sumw: n, sumw2: n };
  },
});
const paired = (table: readonly (readonly number[])[]) =>
  pairedEfficiency(counts(table), 0.6827, 'clopper-pearson');

describe('efficiencies of the same events', () => {
  it('differ by the events that change, known by their number alone', () => {
    const { first, second, difference, correlation } = paired([
      [500, 0, 0],
      [0, 200, 10],
      [0, 30, 760],
    ]);
    expect(first).toMatchObject({ selected: 1000, fired: 790, efficiency: 0.79 });
    expect(second).toMatchObject({ selected: 1000, fired: 770, efficiency: 0.77 });
    expect(difference.value).toBeCloseTo(-0.02, 12);
    // φ of the table of 2 × 2: (760·200 − 30·10)/√(790·210·770·230).
    expect(correlation).toBeCloseTo((760 * 200 - 30 * 10) / Math.sqrt(790 * 210 * 770 * 230), 10);
    // √(40 − 20²/1000)/1000 = 0.0063 by the events that change, not √2 · 0.013.
    expect(difference.high! - difference.low!).toBeGreaterThan(2 * 0.0063);
    expect(difference.high! - difference.low!).toBeLessThan(2.4 * 0.0063);
  });

  it('have no correlation where others are selected, as independent ones', () => {
    const { first, second, difference, correlation } = paired([
      [0, 300, 700],
      [400, 0, 0],
      [600, 0, 0],
    ]);
    expect(correlation).toBeCloseTo(0, 12);
    expect(difference).toEqual(differenceOf(first, second));
  });

  it('that never change have a difference of nothing, and room for none of a thousand', () => {
    const { difference, correlation } = paired([
      [0, 0, 0],
      [0, 100, 0],
      [0, 0, 900],
    ]);
    expect(correlation).toBeCloseTo(1, 12);
    expect(difference.value).toBe(0);
    // (1 − u)^1000 = 15.865 %.
    expect(difference.high).toBeCloseTo(1 - 0.15865 ** (1 / 1000), 6);
    expect(difference.low).toBe(-difference.high!);
  });

  it('are not known where nothing is selected', () => {
    const { difference, correlation } = paired([
      [9, 1, 2],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(difference).toEqual({ value: null, low: -1, high: 1 });
    expect(correlation).toBe(0);
  });

  it('know weights: two events of weight 2 are as one of 4 would be in spread', () => {
    const heavy = (n: number, weight: number) => ({ n, sumw: n * weight, sumw2: n * weight ** 2 });
    const table = [
      [0, 0, 0],
      [0, 200, 10],
      [0, 30, 760],
    ];
    const at = (first: number, second: number) => heavy(table[first]![second]!, 3);
    const same = pairedEfficiency({ at }, 0.6827, 'clopper-pearson');
    expect(same.correlation).toBeCloseTo(paired(table).correlation, 12);
    expect(same.difference.low).toBeCloseTo(paired(table).difference.low!, 12);
  });

  it('are covered by the interval of their difference as often as it says', () => {
    const random = new RandomStream();
    random.seed(3, 0, 0, 0, 0);
    const [samples, events] = [1500, 400];
    // Shares of events that fire in both, the first alone, the second alone.
    for (const [both, one, other] of [
      [0.8, 0.03, 0.01],
      [0.5, 0.1, 0.1],
      [0.2, 0.02, 0.15],
    ] as const) {
      let held = 0;
      for (let sample = 0; sample < samples; sample++) {
        const table = [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ];
        for (let event = 0; event < events; event++) {
          const u = random.uniform();
          const [a, b] =
            u < both ? [2, 2] : u < both + one ? [2, 1] : u < both + one + other ? [1, 2] : [1, 1];
          table[a]![b]!++;
        }
        const { low, high } = paired(table).difference;
        if (low! <= other - one && high! >= other - one) held++;
      }
      // 1500 samples: 0.012; Clopper and Pearson's ends cover more than they say.
      expect(held / samples).toBeGreaterThan(0.6827 - 0.024);
      expect(held / samples).toBeLessThan(0.8);
    }
  });
});

it('a difference of pairs without correlation is that of independent efficiencies', () => {
  const count = (n: number) => ({ n, sumw: n, sumw2: n });
  const [a, b] = [
    efficiencyInterval(count(50), count(40)),
    efficiencyInterval(count(50), count(30)),
  ];
  const { low, high } = differenceOf(a, b);
  const free = differenceOfPairs(a, b, 0);
  expect([free.low, free.high]).toEqual([low, high]);
  const tied = differenceOfPairs(a, b, 0.9);
  expect(tied.low!).toBeGreaterThan(low);
  expect(tied.high!).toBeLessThan(high);
});
