import { describe, expect, it } from 'vitest';
import {
  densities,
  logShare,
  type PhaseCounts,
  scaleColor,
} from '../../../monitor/dashboard/phase-picture.js';
import { nearBins, sumsOf } from '../../../monitor/dashboard/phase-view.js';

/** Two rows of ten bins of one microsecond each; the second row is three times as long. */
const picture: PhaseCounts = {
  edges: [0, 1, 4],
  bins: 10,
  turn: 10,
  counts: [8, 1, 1, 1, 1, 1, 1, 1, 1, 4].concat(Array.from({ length: 10 }, () => 3)),
};

describe('the phase picture', () => {
  it('shows densities, so that a long row is not brighter than a short one', () => {
    const values = densities(picture);
    expect(values[1]).toBe(1);
    expect(values[12]).toBe(1);
    expect(values[0]).toBe(8);
  });

  it('has colours by the logarithm of the density', () => {
    expect(logShare(1, 1, 100)).toBe(0);
    expect(logShare(10, 1, 100)).toBeCloseTo(0.5, 12);
    expect(logShare(100, 1, 100)).toBe(1);
    expect(logShare(0, 1, 100)).toBe(0);
    expect(logShare(5, 5, 5)).toBe(1);
    expect(scaleColor(0)).toBe('rgb(68 1 84)');
    expect(scaleColor(1)).toBe('rgb(253 231 37)');
    expect(scaleColor(0.125)).toBe('rgb(64 42 112)');
  });

  it('counts as near the bunch what is at most 0.8 µs before or after it', () => {
    expect(sumsOf(picture, 0, 1)).toEqual({ near: 12, all: 20 });
    expect(sumsOf(picture, 1, Number.POSITIVE_INFINITY)).toEqual({ near: 6, all: 30 });
    expect(sumsOf(picture, 5, 9)).toEqual({ near: 0, all: 0 });
  });

  it('expects of flat counts what its bins near the bunch are of the turn', () => {
    const flat = { edges: [0, 1], bins: 80, turn: 10.061, counts: Array<number>(80).fill(3) };
    const { near, all } = sumsOf(flat, 0, 1);
    const { share, reach } = nearBins(flat);
    // Six bins of an eighth of a microsecond on each side; 1.6 µs of 10.061 µs would be 15.9 %.
    expect(share).toBe(12 / 80);
    expect(near / all).toBe(share);
    expect(reach).toBeCloseTo((6 * 10.061) / 80, 12);
  });
});
