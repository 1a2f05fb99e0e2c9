import { expect, it } from 'vitest';
import { arcsine } from '../../../detector/propagation/arcsine.js';

it('the arcsine is good to 3e-9 over its range, and clamps beyond it', () => {
  for (let x = -1; x <= 1; x += 0.001)
    expect(Math.abs(arcsine(x) - Math.asin(x))).toBeLessThan(3e-9);
  expect(arcsine(1.1)).toBeCloseTo(Math.PI / 2, 12);
  expect(arcsine(-1.1)).toBeCloseTo(-Math.PI / 2, 12);
});
