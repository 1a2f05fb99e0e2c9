import { expect, it } from 'vitest';
import { ps } from '../../../detector/base/units.js';
import { responseQuantiles } from '../../../detector/top/response-time.js';

/** Width of the core as that of a normal distribution with the same quartiles. */
const spreadOf = (quantiles: Float64Array): number => (quantiles[768]! - quantiles[256]!) / 1.349;

it('a photon is timed to better than 100 ps, with some percent later than 0.4 ns', () => {
  const quantiles = responseQuantiles(50 * ps);
  expect(spreadOf(quantiles)).toBeLessThan(0.1);
  const late = quantiles.filter((delay) => delay > 0.4).length / quantiles.length;
  // Half of the third part of 9 % lies beyond its mean of 446 ps.
  expect(late).toBeGreaterThan(0.03);
  expect(late).toBeLessThan(0.09);
});

it('electronics widen the core', () => {
  expect(spreadOf(responseQuantiles(200 * ps))).toBeGreaterThan(
    1.5 * spreadOf(responseQuantiles(0)),
  );
});
