import { expect, it } from 'vitest';
import { normalQuantiles, quantileCount } from '../../../detector/base/quantiles.js';

const moment = (values: Float32Array, power: number) =>
  values.reduce((sum, value) => sum + value ** power, 0) / values.length;

it('have the quartiles of the normal distribution, its width and its fourth moment', () => {
  expect(normalQuantiles[quantileCount / 4]).toBeCloseTo(-0.6745, 2);
  expect(normalQuantiles[Math.floor(quantileCount * 0.97725)]).toBeCloseTo(2, 2);
  expect(moment(normalQuantiles, 1)).toBeCloseTo(0, 6);
  expect(Math.abs(Math.sqrt(moment(normalQuantiles, 2)) - 1)).toBeLessThan(1e-3);
  // The tails beyond 1 in 8192 are missing.
  expect(Math.abs(moment(normalQuantiles, 4) - 3)).toBeLessThan(0.05);
});
