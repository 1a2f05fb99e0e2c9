import { describe, expect, it } from 'vitest';
import { meritOn } from '../../../emulator/optimize/estimates.js';
import { valuesOf } from '../../../emulator/optimize/merit.js';
import { uniformWithin } from '../../../emulator/optimize/uniform.js';
import { toyMenu, toySample, twice } from './toy.js';

// a fires on 30 of 100, b on 20 others; c, which is kept, on 10 more.
const fired = [
  ...Array.from({ length: 30 }, () => [0]),
  ...Array.from({ length: 20 }, () => [1]),
  ...Array.from({ length: 10 }, () => [2]),
  ...Array.from({ length: 40 }, () => []),
];
const sample = toySample({
  menu: toyMenu([1, 4, 2]),
  free: [0, 1],
  signals: [twice(fired)],
  classes: [twice(fired)],
  rates: [1000],
});
const merit = meritOn(sample, 0, 0);
const present = Float64Array.of(1, 0.25);
const within = (hz: number) => uniformWithin(merit, present, Float64Array.of(hz));

describe('prescales times one factor', () => {
  it('fill the budget: 300 + 50 Hz are 175 with the factor 2, beside 50 that are kept', () => {
    const { factor, chances } = within(225);
    expect(factor).toBeCloseTo(2, 9);
    expect(chances[0]).toBeCloseTo(0.5, 9);
    expect(chances[1]).toBeCloseTo(0.125, 9);
    expect(valuesOf(merit, chances)[1]).toBeLessThanOrEqual(225 * (1 + 1e-9));
  });

  it('do not go below 1: what is left goes to lines that have a prescale', () => {
    expect(within(400).factor).toBeCloseTo(1, 9);
    expect(within(450)).toMatchObject({ factor: expect.closeTo(0.5, 9) });
    expect([...within(450).chances]).toEqual([1, expect.closeTo(0.5, 9)]);
    expect([...within(5000).chances]).toEqual([1, 1]);
    expect(within(5000).factor).toBeCloseTo(1 / 4, 9);
  });

  it('keep next to nothing where the kept lines fill the budget', () => {
    expect(within(50).chances[0]).toBeLessThan(1e-5);
    expect(within(50).factor).toBeGreaterThan(1e5);
    // 3.5e-4 Hz over: who asks is told.
    expect([50, 225, 5000].map((hz) => within(hz).isWithin)).toEqual([false, true, true]);
  });
});
