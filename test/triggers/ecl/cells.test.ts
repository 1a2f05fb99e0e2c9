import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { adcUnit, exactTimes, objectsOf, type Pulse } from './pulses.js';

const barrel = cellAt(8, 5);
const pulse = (counts: number, time = 20, cell = barrel): Pulse => ({ cell, counts, time });
const firedCounts = (pulses: readonly Pulse[], raw: object = exactTimes) => [
  ...objectsOf([pulses], raw).cells.counts,
];

describe('the threshold of a trigger cell', () => {
  it('is 99.4 MeV, nineteen counts of 5.231 MeV', () => {
    expect(firedCounts([pulse(99.38 / 5.231)])).toEqual([]);
    expect(firedCounts([pulse(99.4 / 5.231)])).toEqual([19]);
  });

  it('acts before the amplitude is rounded: 19.01 counts pass and read as 19', () => {
    expect(firedCounts([pulse(18.99)])).toEqual([]);
    expect(firedCounts([pulse(19.01)])).toEqual([19]);
  });

  it('is exceeded, not reached', () => {
    const amplitude = Math.fround(19 * adcUnit);
    const counts = (share: number) =>
      firedCounts([pulse(19)], { ...exactTimes, etm: { adcUnit: (share * amplitude) / 19 } });
    expect(counts(1)).toEqual([]);
    expect(counts(0.999)).toEqual([19]);
  });

  it('leaves the nearest count, or, when told to, that below', () => {
    const rounded = (counts: number, rounding: string) =>
      firedCounts([pulse(counts)], { fam: { ...exactTimes.fam, rounding } });
    expect([19.49, 19.51, 30.9].flatMap((counts) => rounded(counts, 'nearest'))).toEqual([
      19, 20, 31,
    ]);
    expect([19.49, 19.51, 30.9].flatMap((counts) => rounded(counts, 'down'))).toEqual([19, 19, 30]);
    expect(firedCounts([pulse(30.9)])).toEqual([31]);
  });

  it('is the same in every cell, and each cell may have its own', () => {
    const everywhere = Array.from({ length: 576 }, (_, index) => pulse(20, 20, index + 1));
    expect(firedCounts(everywhere)).toHaveLength(576);
    const raw = { fam: { ...exactTimes.fam, thresholdsByCell: '1-80:4095; 100:21' } };
    expect(firedCounts(everywhere, raw)).toHaveLength(576 - 81);
  });

  it('refuses a cell or a count that does not exist', () => {
    for (const thresholdsByCell of ['0:5', '577:5', '5:4096', '5', 'x:3', '9-3:20']) {
      expect(() => objectsOf([[]], { fam: { thresholdsByCell } })).toThrow(
        expect.objectContaining({ code: 'CONFIG_BAD_VALUE' }),
      );
    }
  });

  it('leaves 12 bits: 4095 counts are the most', () => {
    expect(firedCounts([pulse(5000)])).toEqual([4095]);
  });
});

describe('the fit in a trigger cell', () => {
  it('adds pulses that come within 125 ns', () => {
    expect(firedCounts([pulse(15), pulse(15, 100)])).toEqual([30]);
  });

  it('loses a pulse in the two clocks after an accepted one', () => {
    // the later, larger pulse lies in a clock that is dead, whatever the phase
    expect(firedCounts([pulse(100, 20), pulse(900, 250)])).toEqual([100]);
  });

  it('loses one two clocks later and sees one three clocks later, at every phase', () => {
    const counts = (later: number) =>
      new Set(
        objectsOf(Array.from({ length: 20 }, () => [pulse(100, -100), pulse(900, -100 + later)]))
          .cells.counts,
      );
    expect(counts(250)).toEqual(new Set([100]));
    expect(counts(375)).toEqual(new Set([900]));
  });

  it('sees a pulse 500 ns later again, in a window of its own', () => {
    // −150 ns lies in the first of the three windows, 350 ns in the last, at every phase
    expect(firedCounts([pulse(100, -150), pulse(900, 350)])).toEqual([900]);
  });

  it('is not blocked by a pulse below threshold', () => {
    expect(firedCounts([pulse(10, -120), pulse(60, 20)])).toEqual([60]);
  });

  it('does not depend on the order in which pulses are listed', () => {
    expect(firedCounts([pulse(900, 350), pulse(100, -150)])).toEqual([900]);
  });
});

describe('the decision window', () => {
  const many = 4000;
  const starts = objectsOf(
    Array.from({ length: many }, () => [pulse(200)]),
    exactTimes,
  ).windowStart;

  it('starts at a phase that is uniform in (−125, 0) ns', () => {
    expect(Math.max(...starts)).toBeLessThan(0);
    expect(Math.min(...starts)).toBeGreaterThan(-125);
    const mean = starts.reduce((sum, start) => sum + start, 0) / many;
    // 4 σ of the mean of a uniform of width 125
    expect(Math.abs(mean + 62.5)).toBeLessThan((4 * 125) / Math.sqrt(12 * many));
  });

  it('is that with the highest sum of cells', () => {
    const objects = objectsOf([
      [pulse(100, 20), pulse(150, 300, 300)],
      [pulse(100, 20), pulse(150, -200, 300)],
      [pulse(200, 20), pulse(150, -200, 300)],
    ]);
    expect([...objects.cells.counts]).toEqual([150, 150, 200]);
    expect(objects.windowStart[0]).toBeGreaterThan(100);
    expect(objects.windowStart[1]).toBeLessThan(-200);
    expect(objects.windowStart[2]).toBeGreaterThan(-125);
  });

  it('is of equal sums the earliest', () => {
    const { windowStart } = objectsOf([
      [pulse(100, -200), pulse(100, 60, 300), pulse(100, 300, 400)],
      [pulse(100, -200), pulse(100, 300, 400)],
      [pulse(100, 60, 300), pulse(100, 300, 400)],
    ]);
    expect([...windowStart].map((start) => Math.floor((start + 125) / 250))).toEqual([-1, -1, 0]);
  });

  it('leaves out what comes too early or too late for all three', () => {
    expect(firedCounts([pulse(500, -600)])).toEqual([]);
    expect(firedCounts([pulse(500, 900)])).toEqual([]);
  });

  it('is the same for the same seed and address, another for another', () => {
    const events = Array.from({ length: 50 }, () => [pulse(30, 20), pulse(40, 25, 300)]);
    const first = objectsOf(events, {}, 7);
    expect(objectsOf(events, {}, 7)).toEqual(first);
    expect(objectsOf(events, {}, 8).windowStart).not.toEqual(first.windowStart);
    expect(new Set(first.windowStart).size).toBe(50);
  });
});

describe('the time of a cell', () => {
  it('is whole ns after the start of the window and includes the flight-time correction', () => {
    const objects = objectsOf([[pulse(200, 20, cellAt(3, 1)), pulse(200, 20, cellAt(17, 1))]]);
    const [near, far] = [...objects.cells.time].map(
      (time) => time + (objects.windowStart[0] as number),
    );
    // rounding to whole ns, 0.5 each; 3.37 ns is the correction of ring 17
    expect(Math.abs((near as number) - 20)).toBeLessThanOrEqual(0.51);
    expect(Math.abs((far as number) - 23.37)).toBeLessThanOrEqual(0.51);
  });

  it.each([
    [0.1, 20.1],
    [1, 2.83],
  ])('of %f GeV spreads by %f ns', (energy, sigma) => {
    const many = 4000;
    const { cells, windowStart, eventCount } = {
      ...objectsOf(
        Array.from({ length: many }, () => [pulse(energy / 0.005231 + (energy < 0.2 ? 1 : 0), 60)]),
        {},
      ),
      eventCount: many,
    };
    let sum = 0;
    let sum2 = 0;
    let count = 0;
    for (let event = 0; event < eventCount; event++) {
      if (cells.offsets[event] === cells.offsets[event + 1]) continue;
      const time =
        (cells.time[cells.offsets[event] as number] as number) + (windowStart[event] as number);
      sum += time;
      sum2 += time * time;
      count++;
    }
    const measured = Math.sqrt(sum2 / count - (sum / count) ** 2);
    // 4 σ of a standard deviation, plus the 5 % by which one more count lowers the spread at
    // threshold
    expect(Math.abs(measured - sigma)).toBeLessThan(sigma * (4 / Math.sqrt(2 * many) + 0.06));
  });
});
