import { describe, expect, it } from 'vitest';
import { analytic, judgedRow } from '../../../emulator/validation/validation-row.js';

const row = (bound: 'about' | 'at least' | 'at most') =>
  analytic({ id: 'x', what: 'x', expected: 1, tolerance: 0.1, source: 'x', bound });

describe('a row of the validation', () => {
  it.each([
    ['about', 0.89, false],
    ['about', 0.91, true],
    ['about', 1.09, true],
    ['about', 1.11, false],
    ['at least', 0.89, false],
    ['at least', 7, true],
    ['at most', 1.11, false],
    ['at most', -7, true],
  ] as const)('is %s 1 ± 0.1 with a value of %d: %s', (bound, value, met) => {
    expect(judgedRow(row(bound), { value }).met).toBe(met);
  });

  it('is met when its interval touches what is expected', () => {
    const met = (low: number, high: number): boolean =>
      judgedRow(row('about'), { value: (low + high) / 2, low, high }).met;
    expect([met(1.2, 1.4), met(1.05, 1.4), met(0.5, 0.95), met(0.5, 0.8)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is missed when nothing was measured', () => {
    expect(judgedRow(row('at most'), { value: null })).toMatchObject({
      value: null,
      low: null,
      high: null,
      met: false,
    });
  });
});
