import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../emulator/studies/statistics/normal.js';
import { halfWidth } from '../../../emulator/validation/detector-rows.js';
import { RandomStream } from '../../../detector/base/random.js';

/** Normal values of width 2 about 5: quantiles in turn, or drawn. */
const even = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => 5 - 2 * normalQuantile((place + 0.5) / count));

describe('half of the central 68 %', () => {
  it('is the width of a normal distribution, wherever it lies', () => {
    const { value, low, high } = halfWidth(even(10_000));
    expect(value).toBeCloseTo(2, 2);
    expect(low!).toBeLessThan(2);
    expect(high!).toBeGreaterThan(2);
    expect(halfWidth([])).toEqual({ value: null });
  });

  it('has an interval that holds the width in 68 % of samples', () => {
    const random = new RandomStream();
    random.seed(1, 0, 0, 0, 0);
    let held = 0;
    const [samples, size] = [600, 400];
    for (let sample = 0; sample < samples; sample++) {
      const values = Array.from({ length: size }, () => -normalQuantile(random.uniform()));
      const { low, high } = halfWidth(values);
      if (low! <= 1 && high! >= 1) held++;
    }
    // 600 samples: 0.019, and places are whole numbers.
    expect(held / samples).toBeGreaterThan(0.62);
    expect(held / samples).toBeLessThan(0.75);
  });
});
