import { expect, it } from 'vitest';
import { ionizationQuantiles } from '../../../detector/cdc/quantiles.js';

const moment = (values: Float32Array, power: number, about = 0) =>
  values.reduce((sum, value) => sum + (value - about) ** power, 0) / values.length;

it('equally likely ionizations have mean 1 and width 0.32, and none is negative', () => {
  expect(moment(ionizationQuantiles, 1)).toBeCloseTo(1, 2);
  expect(Math.sqrt(moment(ionizationQuantiles, 2, 1))).toBeCloseTo(0.32, 2);
  expect(Math.min(...ionizationQuantiles)).toBeGreaterThanOrEqual(0);
});
