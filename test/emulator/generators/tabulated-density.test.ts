import { describe, expect, it } from 'vitest';
import { TabulatedDensity } from '../../../emulator/generators/tabulated-density.js';

describe('TabulatedDensity', () => {
  it('inverts a linear density exactly', () => {
    // Density 2x on [0, 1]: cumulative x², inverse √.
    const density = new TabulatedDensity([0, 0.3, 0.35, 1], (x) => 2 * x);
    expect(density.integral).toBeCloseTo(1, 12);
    for (const share of [1e-9, 0.01, 0.1, 0.2, 0.5, 0.999, 1 - 2 ** -33])
      expect(density.at(share)).toBeCloseTo(Math.sqrt(share), 9);
  });

  it('inverts a constant one, and skips stretches of density 0', () => {
    const density = new TabulatedDensity([0, 1, 2, 3], (x) => (x <= 1 ? 1 : 0));
    expect(density.at(0.5)).toBeCloseTo(0.5 * density.integral, 12);
    expect(density.at(1 - 2 ** -33)).toBeLessThanOrEqual(2);
  });

  it('is monotonic', () => {
    const density = new TabulatedDensity(
      Array.from({ length: 200 }, (_, node) => node),
      (x) => 1 + Math.sin(x) ** 2,
    );
    let last = -1;
    for (let step = 0; step < 10_000; step++) {
      const value = density.at(step / 10_000);
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
    }
  });
});
