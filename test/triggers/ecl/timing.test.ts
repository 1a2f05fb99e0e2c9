import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { cellFlightCorrection } from '../../../triggers/ecl/layout.js';
import { adcUnit, objectsOf, pulseAt } from './pulses.js';

describe('the ECL event time', () => {
  it('is that of the highest cell, whose region it names', () => {
    const objects = objectsOf([
      [pulseAt(2, 3, 1.5), pulseAt(8, 5, 1)],
      [pulseAt(2, 3, 0.5), pulseAt(8, 5, 1)],
      [pulseAt(16, 3, 1.5), pulseAt(8, 5, 1)],
      [],
    ]);
    expect([...objects.timingSource]).toEqual([1, 2, 4, 0]);
  });

  it('is that of the lowest id of equally high cells', () => {
    const { timingSource } = objectsOf([[pulseAt(2, 3, 1), pulseAt(8, 5, 1)]]);
    expect(timingSource[0]).toBe(1);
  });

  it('has quality 1 up to 1 GeV, 2 above it, 3 above 20 GeV, 0 without a cell', () => {
    const one = Math.floor(1 / adcUnit) * adcUnit;
    const objects = objectsOf([
      [pulseAt(8, 5, one)],
      [pulseAt(8, 5, one + adcUnit)],
      [pulseAt(8, 5, 20)],
      [pulseAt(8, 5, 20.1)],
      [],
    ]);
    expect([...objects.timingQuality]).toEqual([1, 2, 2, 3, 0]);
  });

  it('and clock number give back the time after the collision, in all three windows', () => {
    const cell = cellAt(8, 5);
    for (const time of [-240, -130, 0.4, 90, 130, 240, 310]) {
      const objects = objectsOf(Array.from({ length: 20 }, () => [{ cell, counts: 200, time }]));
      for (let event = 0; event < 20; event++) {
        const clocks = ((objects.revoClock[event] as number) + 64) % 128;
        const start = objects.windowStart[event] as number;
        const phase = start - 250 * Math.ceil(start / 250);
        const found = phase + 125 * (clocks - 64) + (objects.eventTime[event] as number);
        // rounding to whole ns; the start of the window is kept in single precision
        expect(Math.abs(found - time - (cellFlightCorrection[cell] as number))).toBeLessThanOrEqual(
          0.51,
        );
        expect(objects.eventTime[event]).toBeLessThan(125);
      }
    }
  });
});
