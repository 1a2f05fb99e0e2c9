import { describe, expect, it } from 'vitest';
import { channelsPerHapd } from '../../../detector/arich/geometry.js';
import { arichVolume, emptyEventBytes } from '../../../detector/arich/volume.js';
import { arichDepositsOf, arichHitsOf, around, forward } from './forward.js';

describe('hits of the aerogel counter', () => {
  it('ascend, each channel once', () => {
    const { hapd, channel } = arichHitsOf([
      arichDepositsOf([Array.from({ length: 60 }, () => forward(211, 4))]),
    ]);
    const numbers = Array.from(hapd, (number, row) => number * channelsPerHapd + channel[row]!);
    expect(numbers.length).toBeGreaterThan(100);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  it('merge background with the collision', () => {
    const one = arichDepositsOf(around(3, 211, 3));
    expect(arichHitsOf([one, one])).toEqual(arichHitsOf([one]));
  });

  it('are lost outside the window of acceptance', () => {
    const late = arichDepositsOf([[{ ...forward(211, 3), time: 200 }]]);
    expect(late.hapd.length).toBeGreaterThan(0);
    expect(arichHitsOf([late]).hapd.length).toBe(0);
  });

  it('take two bytes each on top of the headers of 72 mergers and 420 boards', () => {
    const hits = arichHitsOf([arichDepositsOf([[], [forward(211, 3)]])]);
    expect(emptyEventBytes).toBe(72 * 12 + 420 * 10);
    expect([...arichVolume(hits)]).toEqual([
      emptyEventBytes,
      emptyEventBytes + 2 * hits.hapd.length,
    ]);
  });
});
