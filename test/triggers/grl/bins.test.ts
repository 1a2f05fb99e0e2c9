import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import {
  BinSet,
  binCount,
  binOf,
  fineBinCount,
  firstBinOf,
  lastBinOf,
  shifted,
} from '../../../triggers/grl/bins.js';

describe('a 10° bin', () => {
  it('counts from φ = 0 to 35, in any period', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 35 }),
        fc.double({ min: 0.001, max: 9.999, noNaN: true }),
        fc.integer({ min: -2, max: 2 }),
        (bin, inside, turns) => {
          expect(binOf((10 * bin + inside + 360 * turns) * degree)).toBe(bin);
        },
      ),
    );
  });

  it('has its lower edge, also for rounded floats of the half-cell grid of 1.125°', () => {
    const exact = Array.from({ length: 320 }, (_, index) => Math.floor((index * 9) / 80));
    expect(exact.map((_, index) => binOf(Math.fround(index * 1.125 * degree)))).toEqual(exact);
    expect(exact.map((_, index) => binOf(Math.fround((index * 1.125 - 360) * degree)))).toEqual(
      exact,
    );
  });
});

describe('the 64 bins of short and inner tracks', () => {
  it('fold into the 36 by overlap: two where an edge of 10° is inside, else one', () => {
    for (let fine = 0; fine < fineBinCount; fine++) {
      const overlapped = Array.from({ length: binCount }, (_, bin) => bin).filter(
        (bin) => 5.625 * fine < 10 * (bin + 1) && 5.625 * (fine + 1) > 10 * bin,
      );
      expect(overlapped).toEqual([...new Set([firstBinOf[fine], lastBinOf[fine]])]);
    }
  });

  it('give each 10° bin two or three fine ones, alike in every quadrant', () => {
    const sources = Array.from({ length: binCount }, (_, bin) =>
      Array.from({ length: fineBinCount }, (_unused, fine) => fine).filter(
        (fine) => firstBinOf[fine] === bin || lastBinOf[fine] === bin,
      ),
    );
    expect(sources.slice(0, 9)).toEqual([
      [0, 1],
      [1, 2, 3],
      [3, 4, 5],
      [5, 6, 7],
      [7, 8],
      [8, 9, 10],
      [10, 11, 12],
      [12, 13, 14],
      [14, 15],
    ]);
    for (const [bin, fine] of sources.entries()) {
      expect(fine).toEqual(sources[bin % 9]?.map((place) => place + 16 * Math.floor(bin / 9)));
    }
  });
});

describe('a set of bins', () => {
  it('is a set: what is added is there, once, until it is cleared', () => {
    const set = new BinSet();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 35 })), (bins) => {
        for (const bin of bins) set.add(bin);
        const present = Array.from({ length: binCount }, (_, bin) => bin).filter((bin) =>
          set.has(bin),
        );
        expect(present).toEqual([...new Set(bins)].toSorted((a, b) => a - b));
        expect([...set.bins.subarray(0, set.count)]).toEqual([...new Set(bins)]);
        set.clear();
        expect([set.count, present.some((bin) => set.has(bin))]).toEqual([0, false]);
      }),
    );
  });

  it('knows neighbours across φ = 0', () => {
    const set = new BinSet();
    set.add(35);
    expect([set.hasNear(0, 0), set.hasNear(0, 1), set.hasNear(2, 2), set.hasNear(2, 3)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([shifted(1, -3, 36), shifted(35, 1, 36), shifted(5, -21, 64)]).toEqual([34, 0, 48]);
  });
});
