import { describe, expect, it } from 'vitest';
import { emptyWindowsBound, poissonUpperLimit } from '../../../emulator/rates/bounds.js';

describe('upper limits at 95 %', () => {
  it('are those of the Poisson table: 3.00 for none, 4.74 for one, 16.96 for ten', () => {
    // PDG, Statistics, table 40.3.
    expect(poissonUpperLimit(0, 0.95)).toBeCloseTo(3.0, 2);
    expect(poissonUpperLimit(1, 0.95)).toBeCloseTo(4.74, 2);
    expect(poissonUpperLimit(10, 0.95)).toBeCloseTo(16.96, 2);
    expect(poissonUpperLimit(0, 0.9)).toBeCloseTo(2.3, 2);
    // With many, the Gaussian's.
    expect(poissonUpperLimit(10_000, 0.95)).toBeCloseTo(10_000 + 164.5, -1);
  });

  it('of windows without a seed are below 5 Hz from 1.3 million of 491 ns on', () => {
    const { hz, method } = emptyWindowsBound(1_300_000, 0, 491.27e-9);
    expect(hz).toBeCloseTo(4.69, 2);
    expect(method).toContain('0 of 1300000 windows of 491.3 ns');
  });
});
