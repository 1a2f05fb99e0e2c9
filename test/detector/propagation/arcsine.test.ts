import { expect, it } from 'vitest';
import { kernels } from '#kernels';
import { arcsine, smallArcsine } from '../../../detector/propagation/arcsine.js';

it('the arcsine is good to 3e-9 over its range, and clamps beyond it', () => {
  for (let x = -1; x <= 1; x += 0.001)
    expect(Math.abs(arcsine(x) - Math.asin(x))).toBeLessThan(3e-9);
  expect(arcsine(1.1)).toBeCloseTo(Math.PI / 2, 12);
  expect(arcsine(-1.1)).toBeCloseTo(-Math.PI / 2, 12);
});

it('the arcsine of the kernels has the same bits', () => {
  for (let x = -1.01; x <= 1.01; x += 0.0007) {
    expect(kernels.arcsine(x)).toBe(arcsine(x));
    expect(kernels.smallArcsine(x / 2)).toBe(smallArcsine(x / 2));
  }
});
