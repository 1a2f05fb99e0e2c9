import { beforeAll, describe, expect, it } from 'vitest';
import type { DeadTimeRow } from '../../emulator/bench/dead-time.js';
import type { TickBooks } from '../../emulator/bench/tick-books.js';
import { b2l1 } from '../support/command.js';

interface Told {
  readonly rows: readonly DeadTimeRow[];
  readonly books: TickBooks;
}

describe('b2l1 bench dead-time', () => {
  let told: Told;
  beforeAll(async () => {
    const { code, stdout, stderr } = await b2l1('bench', 'dead-time', '--json');
    expect(code, stderr).toBe(0);
    told = JSON.parse(stdout) as Told;
  });

  it('loses what independent simulations of the front ends lose, row by row', () => {
    expect(told.rows.filter(({ met }) => !met)).toEqual([]);
    for (const { lost, lostError, formula } of told.rows)
      if (formula !== null) expect(Math.abs(lost - formula)).toBeLessThan(4 * lostError);
  });

  it.each([
    ['six', 30_000, 5, 0, 3.67, 0.1],
    ['three', 30_000, 10, 0, 0.555, 0.03],
    ['mixed', 30_000, 5, 0.5, 0.83, 0.06],
    ['six', 20_000, 5, 0, 0.65, 0.04],
    ['six', 10_000, 5, 0, 0.19, 0.02],
    ['six', 30_000, 4, 0, 6.0, 0.15],
    ['six', 30_000, 6, 0, 2.43, 0.15],
  ])('%s at %d Hz, %d events, %d fine: %d ± %d %%', (samples, rateHz, capacity, ...rest) => {
    const [fine, expected, tolerance] = rest;
    const row = told.rows.find(
      (each) =>
        each.samples === samples &&
        each.rateHz === rateHz &&
        each.capacity === capacity &&
        each.fine === fine &&
        each.spacingTicks === 24,
    )!;
    expect(Math.abs(100 * row.lost - expected)).toBeLessThan(tolerance);
  });

  it('a fixed 500 ns: 1.48 ± 0.05 %', () => {
    const row = told.rows.find(({ rule }) => rule === 'fixed')!;
    expect(Math.abs(100 * row.lost - 1.48)).toBeLessThan(0.05);
  });

  it('counts every tick of a run with a pause, vetoes and all causes once', () => {
    const { groups, runTicks } = told.books;
    expect(groups.live + groups.dead + groups.vetoed + groups.paused).toBe(runTicks);
    for (const ticks of Object.values(groups)) expect(ticks).toBeGreaterThan(0);
  });
});
