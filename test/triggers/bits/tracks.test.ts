import { describe, expect, it } from 'vitest';
import { timeSource } from '../../../triggers/cdc/event-time.js';
import { windowBit } from '../../../triggers/grl/windows.js';
import { grlOfOne } from '../grl/events.js';
import { allBitsSet } from './grl-bits.js';

const counts = [0, 1, 2, 3, 4, 5, 17];

describe('numbers of tracks', () => {
  it.each(['t2', 't3', 'ts', 'ta'] as const)(
    '%s goes out as exactly 1, 2, 3, or more than 3',
    (name) => {
      expect(counts.map((count) => allBitsSet({ [name]: count }))).toEqual([
        [],
        [`${name}_0`],
        [`${name}_1`],
        [`${name}_2`],
        [`${name}_3`],
        [`${name}_3`],
        [`${name}_3`],
      ]);
    },
  );

  it('count full tracks, short tracks, both as tracks of any kind, and inner tracks', () => {
    const full = [{ phi: 0 }, { phi: 20 }, { phi: 40 }];
    const { t2, ts, ta, ti, t3 } = grlOfOne({ full, shorts: [3, 60], inners: [1, 2, 3, 4] });
    expect({ t2, ts, ta, ti, t3 }).toEqual({ t2: 3, ts: 2, ta: 5, ti: 4, t3: 0 });
  });

  it('count fitted tracks with |z0| below 35 cm only', () => {
    const fitted = (z0: number) => grlOfOne({ full: [{ phi: 0, fit: { z0 } }] }).t3;
    expect([-35.1, -34.9, 0, 34.9, 35.1].map(fitted)).toEqual([0, 1, 1, 1, 0]);
  });

  it('do not overflow', () => {
    expect(
      grlOfOne({ full: Array.from({ length: 300 }, (_, place) => ({ phi: place % 180 })) }).t2,
    ).toBe(255);
  });
});

describe('presence of tracks', () => {
  it('sets cdc_active with a measured event time of the CDC, not with the fallback', () => {
    expect(allBitsSet({ cdcActive: 1 })).toEqual(['cdc_active']);
    const active = (cdcTimeSource: number) => grlOfOne({ cdcTime: 0, cdcTimeSource }).cdcActive;
    const { histogram, hough, fastestPriority } = timeSource;
    expect([histogram, hough, fastestPriority].map(active)).toEqual([1, 1, 0]);
    expect(grlOfOne({}).cdcActive).toBe(0);
  });

  it('vetoes photon lines by full and, unless left out, short tracks, not by inner ones', () => {
    const veto = (event: object, raw = {}) => {
      const { track, trkflt } = grlOfOne(event, raw);
      return [track, trkflt];
    };
    expect(veto({ full: [{ phi: 0 }] })).toEqual([1, 1]);
    expect(veto({ shorts: [3] })).toEqual([1, 0]);
    expect(veto({ shorts: [3] }, { vetoShortTracks: false })).toEqual([0, 0]);
    expect(veto({ inners: [3] })).toEqual([0, 0]);
    expect(allBitsSet({ track: 1, trkflt: 1 })).toEqual(['track', 'trkflt']);
  });

  it('tells inner tracks, their opening by 90°, and endcaps that short tracks point to', () => {
    expect(allBitsSet({ ti: 2 })).toEqual(['ti']);
    expect(allBitsSet({ i2i: windowBit.open90, i2f: windowBit.open90 })).toEqual(['i2io', 'i2fo']);
    expect(allBitsSet({ i2i: 255 - windowBit.open90, i2f: 255 - windowBit.open90 })).toEqual([]);
    expect([allBitsSet({ fwds: 1 }), allBitsSet({ bwds: 1 })]).toEqual([['fwd_s'], ['bwd_s']]);
  });
});
