import { describe, expect, it } from 'vitest';
import { deadTimeCases } from '../../../emulator/bench/dead-time-cases.js';
import { deadTimeRows } from '../../../emulator/bench/dead-time.js';

describe('what the read-out loses of random triggers', () => {
  const rows = [...deadTimeRows(1, 100_000)];

  it('is that of simulations made apart and of closed formulas, within 4 σ', () => {
    expect(rows).toHaveLength(deadTimeCases.length);
    for (const { lost, lostError, expected, tolerance, formula } of rows) {
      expect(Math.abs(lost - expected)).toBeLessThan(4 * lostError + tolerance);
      if (formula !== null) expect(Math.abs(lost - formula)).toBeLessThan(4 * lostError);
    }
  });

  it('is the share of ticks that are dead, as for anything that comes at random', () => {
    for (const { samples, lost, lostError, dead } of rows)
      if (samples !== 'mixed') expect(Math.abs(lost - dead)).toBeLessThan(4 * lostError);
  });

  it('has an error of its own of each row, from 50 parts', () => {
    // At least as large as of independent losses, less half for the scatter of an error.
    for (const { lost, lostError } of rows)
      expect(lostError).toBeGreaterThan(0.5 * Math.sqrt((lost * (1 - lost)) / 100_000));
    expect(rows[0]!.lostError).toBeLessThan(0.002);
  });

  it('names what was read out', () => {
    const [six, , , four] = rows;
    expect(six).toMatchObject({ rateHz: 30_000, samples: 'six', capacity: 5, spacingTicks: 24 });
    expect(four).toMatchObject({ capacity: 4 });
    expect(rows.at(-1)).toMatchObject({ rule: 'fixed', capacity: null, spacingTicks: 64 });
    expect(rows.map(({ lostToApv, lostToSpacing }) => lostToApv + lostToSpacing)).toEqual(
      rows.map(({ lost }) => expect.closeTo(lost, 12)),
    );
  });
});
