import { describe, expect, it } from 'vitest';
import { ms, s } from '../../../detector/base/units.js';
import { PhaseBooks } from '../../../emulator/live/phase-books.js';
import { tickPeriod, ticksPerTurn } from '../../../emulator/machine/clock.js';
import { acceleratorOf } from '../machine/machine.js';

const { trains } = acceleratorOf();
const second = Math.round(s / tickPeriod);
const [first, next] = trains.ler.between(0, second);
/** Time of a window in the middle of a tick after the first injection into the LER [ns]. */
const after = (ticks: number): number => (first!.arrival + ticks + 0.5) * tickPeriod;

/** Row and bin in the turn, with the count, of all that is not empty. */
function filled(counts: Float64Array, bins: number): readonly (readonly number[])[] {
  return [...counts].flatMap((count, index) =>
    count === 0 ? [] : [[Math.floor(index / bins), index % bins, count]],
  );
}

const booksOf = (
  times: readonly number[],
  weights: readonly number[],
  accepts: readonly number[],
) => {
  const books = new PhaseBooks(trains);
  books.add({
    eventCount: times.length,
    weights: Float64Array.from(weights),
    windows: { lastMember: Float64Array.from(times) },
    standing: { accepts },
  });
  const ler = books.pictures(0).find(({ ring }) => ring === 'LER')!;
  return { ler, windows: filled(ler.windows, ler.phaseBins) };
};

describe('windows after an injection', () => {
  it('have the phase of their passage after the bunch, turn after turn', () => {
    const { ler, windows } = booksOf(
      [
        after(0),
        after(3 * ticksPerTurn),
        after(3 * ticksPerTurn + 640),
        after(4 * ticksPerTurn - 1),
      ],
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    );
    // The first hundred microseconds are the first row, half a turn is the middle of it.
    expect(windows).toEqual([
      [0, 0, 2],
      [0, ler.phaseBins / 2, 1],
      [0, ler.phaseBins - 1, 1],
    ]);
    expect(ler.turn).toBeCloseTo(10.061, 3);
  });

  it('are in the row of their age', () => {
    for (const age of [0.05, 0.25, 0.51, 1.7, 9.9, 25]) {
      const { ler, windows } = booksOf([after((age * ms) / tickPeriod)], [1], [0]);
      const row = windows[0]![0]!;
      expect(ler.timeEdges[row]).toBeLessThanOrEqual(age);
      expect(ler.timeEdges[row + 1]).toBeGreaterThan(age);
    }
  });

  it('count as often as they stand for, and their accepts beside', () => {
    const { ler, windows } = booksOf([after(0), after(1)], [20, 1], [3, 1]);
    expect(windows).toEqual([[0, 0, 21]]);
    expect(filled(ler.accepts, ler.phaseBins)).toEqual([[0, 0, 4]]);
  });

  it('are counted from the injection before them, not from one that is still to come', () => {
    const arrival = (next!.arrival + 0.5) * tickPeriod;
    const late = booksOf([after(1), arrival - 1 * ms, arrival], [1, 1, 1], [0, 0, 0]);
    const rows = late.windows.filter(([row]) => row === 0);
    expect(rows.reduce((sum, [, , count]) => sum + count!, 0)).toBe(2);
    const around = booksOf([arrival - tickPeriod, arrival], [1, 1], [0, 0]);
    expect(around.windows.filter(([row]) => row === 0)).toEqual([[0, 0, 1]]);
  });

  it('of a ring without injection before, or with one long ago, are in no bin', () => {
    expect(booksOf([0], [1], [0]).windows).toEqual([]);
    expect(booksOf([after((41 * ms) / tickPeriod)], [1], [0]).windows).toEqual([]);
  });

  it('are told as the same objects within a second, and as copies', () => {
    const books = new PhaseBooks(trains);
    const [before] = books.pictures(5);
    expect(books.pictures(5.9)[0]).toBe(before);
    expect(books.pictures(6)[0]).not.toBe(before);
    expect(before!.windows).toHaveLength((before!.timeEdges.length - 1) * before!.phaseBins);
  });
});
