import { describe, expect, it } from 'vitest';
import { ionisationQuantiles, normalQuantiles, quantileCount } from '../../../detector/cdc/quantiles.js';

const moment = (values: Float32Array, power: number, about = 0) =>
  values.reduce((sum, value) => sum + (value - about) ** power, 0) / values.length;

describe('tables of equally likely values', () => {
  it('have the quartiles of the normal distribution, its width and its fourth moment', () => {
    expect(normalQuantiles[quantileCount / 4]).toBeCloseTo(-0.6745, 2);
    expect(normalQuantiles[Math.floor(quantileCount * 0.97725)]).toBeCloseTo(2, 2);
    expect(moment(normalQuantiles, 1)).toBeCloseTo(0, 6);
    expect(Math.abs(Math.sqrt(moment(normalQuantiles, 2)) - 1)).toBeLessThan(1e-3);
    // The tails beyond 1 in 8192 are missing.
    expect(Math.abs(moment(normalQuantiles, 4) - 3)).toBeLessThan(0.05);
  });

  it('have mean 1 and width 0.32 for the ionisation, and no negative one', () => {
    expect(moment(ionisationQuantiles, 1)).toBeCloseTo(1, 2);
    expect(Math.sqrt(moment(ionisationQuantiles, 2, 1))).toBeCloseTo(0.32, 2);
    expect(Math.min(...ionisationQuantiles)).toBeGreaterThanOrEqual(0);
  });
});
