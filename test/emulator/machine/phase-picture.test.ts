import { describe, expect, it } from 'vitest';
import { ms } from '../../../detector/base/units.js';
import { ticksPerTurn, tickPeriod, ticksOf } from '../../../emulator/machine/clock.js';
import type { InjectionTrain, Shot } from '../../../emulator/machine/injection-train.js';
import { PhasePictures } from '../../../emulator/machine/phase-picture.js';

/** A ring with shots whose bunches arrive at these ticks. */
const trainOf = (...arrivals: readonly number[]): InjectionTrain =>
  ({
    between: (from: number, to: number): readonly Shot[] =>
      arrivals
        .filter((arrival) => arrival >= from && arrival < to)
        .map((arrival, number) => ({ number, kick: arrival - 10, arrival })),
  }) as unknown as InjectionTrain;

const first = 3 * 2 ** 23 + 1000;
const second = first + ticksOf(80 * ms);
const windows = (...ticks: readonly number[]) => ({
  time: Float64Array.from(ticks, (tick) => tick * tickPeriod),
  weights: Float64Array.from(ticks, (_, at) => at + 1),
  accepts: Uint32Array.from(ticks, (_, at) => 10 * (at + 1)),
});

/** Bins of the first ring that hold something: row, bin in the turn, windows, accepts. */
function filled(...ticks: readonly number[]): readonly (readonly number[])[] {
  const counted = new PhasePictures({ her: trainOf(first, second), ler: trainOf() });
  counted.add(windows(...ticks));
  const [her, ler] = counted.pictures();
  expect(ler!.windows.every((count) => count === 0)).toBe(true);
  expect([her!.ring, ler!.ring]).toEqual(['HER', 'LER']);
  return [...her!.windows.keys()]
    .filter((bin) => her!.windows[bin]! > 0)
    .map((bin) => [
      Math.floor(bin / her!.phaseBins),
      bin % her!.phaseBins,
      her!.windows[bin]!,
      her!.accepts[bin]!,
    ]);
}

describe('the picture of time since injection and phase in the turn', () => {
  it('has the passages of the injected bunch in the first bin of each row', () => {
    const turns = (time: number) => Math.ceil(ticksOf(time) / ticksPerTurn) * ticksPerTurn;
    expect(filled(first, first + turns(0.5 * ms), first + turns(29 * ms))).toEqual([
      [0, 0, 1, 10],
      [1, 0, 2, 20],
      [58, 0, 3, 30],
    ]);
  });

  it('spreads a turn over 80 bins of 16 ticks, the last before the next passage', () => {
    expect(filled(first + 15, first + 16, first + ticksPerTurn - 1)).toEqual([
      [0, 0, 1, 10],
      [0, 1, 2, 20],
      [0, 79, 3, 30],
    ]);
  });

  it('counts from the last arrival, up to 30 ms, and nothing before the first', () => {
    expect(filled(first - 1, first + ticksOf(30 * ms) - 1, first + ticksOf(30 * ms))).toEqual([
      [59, Math.floor(((ticksOf(30 * ms) - 1) % ticksPerTurn) / 16), 2, 20],
    ]);
    expect(filled(second - 1, second)).toEqual([[0, 0, 2, 20]]);
  });

  it('adds up what windows stand for, and gives copies', () => {
    const counted = new PhasePictures({ her: trainOf(first), ler: trainOf(first + 5) });
    counted.add(windows(first + 5));
    const before = counted.pictures();
    counted.add(windows(first + 5, first + 6));
    const after = counted.pictures();
    for (const ring of [0, 1]) {
      expect([before[ring]!.windows[0], before[ring]!.accepts[0]]).toEqual([1, 10]);
      expect([after[ring]!.windows[0], after[ring]!.accepts[0]]).toEqual([4, 40]);
    }
  });

  it('tells its axes', () => {
    const [{ timeEdges, phaseBins, turn }] = new PhasePictures({
      her: trainOf(),
      ler: trainOf(),
    }).pictures() as [ReturnType<PhasePictures['pictures']>[number]];
    expect([timeEdges[0], timeEdges[1], timeEdges.at(-1), timeEdges.length]).toEqual([
      0, 0.5, 30, 61,
    ]);
    expect(phaseBins).toBe(80);
    expect(turn).toBeCloseTo(10.061, 3);
  });
});
