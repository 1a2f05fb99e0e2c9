import { describe, expect, it } from 'vitest';
import {
  cutPoints,
  rejectionPoints,
  shareBelow,
} from '../../../../emulator/studies/observers/cut-curves.js';
import { makeCurve } from '../curve-builder.js';

const nothing = [0, 0, 0, 0];
/** 30 events below 1, 50 from 1 to 2, 10 from 2 to 3, 10 that no cut keeps. */
const curve = makeCurve([0, 1, 2, 3, 1000], [30, 50, 10, 10], nothing);

describe('a cut on a distribution', () => {
  it('keeps what lies below it of all, also of those beyond every cut', () => {
    expect(cutPoints(curve).map(({ cut, value }) => [cut, value])).toEqual([
      [1, 0.3],
      [2, 0.8],
      [3, 0.9],
    ]);
    const { low, high } = shareBelow(curve, 2);
    // √(0.8 · 0.2 / 100) = 0.04.
    expect(0.8 - low!).toBeCloseTo(0.04, 1);
    expect(high! - 0.8).toBeCloseTo(0.04, 1);
  });

  it('rejects the rest of another distribution; quoted cuts are named', () => {
    const other = makeCurve([0, 1, 2, 3, 1000], [0, 10, 10, 80], nothing);
    expect(rejectionPoints(curve, other, [2])).toEqual([
      { x: 100, y: 30 },
      { x: 90, y: 80, label: '2 GeV' },
      { x: 80, y: 90 },
    ]);
  });

  it('keeps nothing known where there are no events or no such edge', () => {
    const empty = makeCurve([0, 1, 2, 3, 1000], nothing, nothing);
    expect(shareBelow(empty, 2)).toMatchObject({ value: null, note: 'no events' });
    expect(shareBelow(curve, 2.5)).toMatchObject({ value: null, note: 'no bin ends at 2.5' });
  });

  it('keeps nothing known where weights cancel, which is not that there are no events', () => {
    const signed = { ...curve, selectedSumw: [30, -50, 10, 10] };
    expect(shareBelow(signed, 2)).toMatchObject({ value: null, note: 'weights cancel' });
    expect(cutPoints(signed)).toEqual([]);
  });
});
