import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../../../emulator/studies/statistics/beta-quantile.js';
import {
  normalBelow,
  normalDensity,
  normalQuantile,
} from '../../../../emulator/studies/statistics/normal.js';
import { pythonWith } from '../../../support/components.js';

const place = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Rows of what `quantiles.py` prints, without its head. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));

const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

/** The largest relative difference of our quantiles to those of rows; 10 digits are wanted. */
const worst = (rows: readonly (readonly string[])[]): number =>
  Math.max(
    ...rows.map(([distribution, probability, a, b, quantile, complement]) => {
      const p = Number(probability);
      if (distribution === 'normal') return relative(normalQuantile(p), Number(quantile));
      if (distribution !== 'beta') return 0;
      const ours = betaQuantile(p, Number(a), Number(b));
      return Math.max(
        relative(ours.x, Number(quantile)),
        relative(ours.complement, Number(complement)),
      );
    }),
  );

describe('quantiles beside those of scipy', () => {
  const kept = rowsOf(readFileSync(place('quantiles.csv'), 'utf8'));

  it('agree with its table to 10 digits, from (½, ½) to 600 000 events', () => {
    expect(kept).toHaveLength(81);
    expect(worst(kept)).toBeLessThan(1e-10);
  });

  // The table is enough where no Python has it.
  const scipy = pythonWith('scipy');
  describe.skipIf('missing' in scipy)('of a Python that has it', () => {
    it('agree to 10 digits, too', () => {
      const program = 'path' in scipy ? scipy.path : '';
      const { stdout, stderr } = spawnSync(program, [place('quantiles.py')], { encoding: 'utf8' });
      expect(stderr).toBe('');
      const rows = rowsOf(stdout);
      expect(rows).toHaveLength(kept.length);
      expect(worst(rows)).toBeLessThan(1e-10);
    });
  });
});

describe('the standard normal distribution', () => {
  it.each([-37, -8.5, -3, -2.0001, -1.9999, -1, -0.1])(
    'has at %f the derivative of its integral as density',
    (x) => {
      const step = 1e-4 * Math.min(1, 1 / Math.abs(x));
      const slope = (normalBelow(x + step) - normalBelow(x - step)) / (2 * step);
      expect(relative(slope, normalDensity(x))).toBeLessThan(1e-7);
    },
  );

  it('holds 68.27 % within ±1 and mirrors about 0', () => {
    expect(normalBelow(1) - normalBelow(-1)).toBeCloseTo(0.682689492137086, 14);
    expect(normalBelow(0)).toBe(0.5);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
    expect(normalQuantile(0.2)).toBeCloseTo(-normalQuantile(0.8), 14);
  });
});
