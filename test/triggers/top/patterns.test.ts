import { describe, expect, it } from 'vitest';
import {
  coarseMargin,
  coarseStride,
  fineMargin,
  fineStride,
  maxCompared,
  slotPatterns,
} from '../../../triggers/top/patterns.js';
import { arrivalsOf, patternBin, tracksPerSegment } from '../../../triggers/top/arrivals.js';
import { standardArrivals } from '../../../triggers/top/tables/standard-arrivals.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';

const arrivals = [...arrivalsOf(10, tracksPerSegment, 0)];
const patterns = slotPatterns(arrivals);
/** Ratios of a segment, from time 0 minus the margin on. */
const fineOf = (segment: number) =>
  patterns.fine
    .slice(segment * fineStride, (segment + 1) * fineStride)
    .map((both) => both & 0xffff);
const coarseOf = (segment: number) =>
  patterns.coarse
    .slice((segment >> 1) * coarseStride, ((segment >> 1) + 1) * coarseStride)
    .map((both) => (both >>> (16 * (segment & 1))) & 0xffff);
const peakOf = (segment: number): number => {
  const row = fineOf(segment);
  return row.indexOf(Math.max(...row)) - fineMargin;
};

describe('patterns of the segments of a bar', () => {
  it('are the same whenever they are made', () => {
    expect([...arrivalsOf(10, tracksPerSegment, 0)]).toEqual(arrivals);
  });

  it('of the usual number come from the table that the photon model gives', () => {
    const { segments } = nominalConfig().triggers.top;
    expect(standardArrivals).toEqual([...arrivalsOf(segments, tracksPerSegment, 0)]);
  });

  it('begin with the flight of 4 ns and the way to the detectors', () => {
    for (let segment = 0; segment < 10; segment++) {
      expect(
        (fineOf(segment).findIndex((value) => value > 0) - fineMargin) * patternBin,
      ).toBeGreaterThan(3);
    }
  });

  it('peak later the farther the segment, until light goes by way of the mirror', () => {
    for (let segment = 1; segment < 4; segment++)
      expect(peakOf(segment)).toBeGreaterThanOrEqual(peakOf(segment - 1));
    expect(peakOf(3)).toBeGreaterThan(peakOf(0) + 3);
    // From the foremost segment light goes to the mirror: 290 cm at least, 14 ns, after a flight of
    // 7 ns.
    expect(peakOf(9) * patternBin).toBeGreaterThanOrEqual(19);
    expect(peakOf(9)).toBeLessThan(peakOf(6));
  });

  it('are zero outside their range, so that a hit far away counts neither for nor against', () => {
    for (let segment = 0; segment < 10; segment++) {
      const fine = fineOf(segment);
      expect(Math.max(...fine.subarray(0, fineMargin), ...fine.subarray(fineMargin + 64))).toBe(0);
      const coarse = coarseOf(segment);
      expect(
        Math.max(...coarse.subarray(0, coarseMargin), ...coarse.subarray(coarseMargin + 17)),
      ).toBe(0);
    }
  });

  it('hold two ratios in an element: a time and the one before, and two segments', () => {
    for (let segment = 0; segment < 10; segment++) {
      const row = patterns.fine.subarray(segment * fineStride, (segment + 1) * fineStride);
      for (let place = 1; place < row.length; place++)
        expect(row[place]! >>> 16).toBe(row[place - 1]! & 0xffff);
      // A pattern by clocks is flatter.
      expect(Math.max(...coarseOf(segment))).toBeLessThanOrEqual(Math.max(...fineOf(segment)));
      expect(Math.max(...fineOf(segment)) * maxCompared).toBeLessThan(2 ** 16);
    }
  });
});
