import { describe, expect, it } from 'vitest';
import { trackCountBits, trackCountDrives } from '../../../triggers/bits/tracks.js';
import { windowBit } from '../../../triggers/grl/windows.js';
import type { BitStage } from '../../../triggers/batches.js';
import { threeTrack, threeTrackBits } from '../../../triggers/lines/three-track.js';
import { bitsSet, grlWith } from '../bits/grl-bits.js';
import type { GrlEvent } from '../grl/events.js';
import { firedLines, neuralTracks } from './fired-lines.js';

/** Lines that events of tracks fire through the operator of the family alone. */
const fired = (event: GrlEvent, ...zs: readonly number[]): string[] =>
  firedLines(event, threeTrack(), 'three-track', zs);
const full = (...phis: readonly number[]) => phis.map((phi) => ({ phi, omega: 0 }));

describe('lines of the three-track family', () => {
  it('three full tracks, with and without two of them open by 90°', () => {
    expect(fired({ full: full(5, 45, 65) })).toEqual(['fff', 'aaa']);
    expect(fired({ full: full(5, 45, 125) })).toEqual(['fff', 'fffo', 'aaa', 'aaao']);
    expect(fired({ full: full(5, 45, 65, 85, 100) })).toEqual(['fff', 'fffo', 'aaa', 'aaao']);
  });

  it('full and short tracks together', () => {
    expect(fired({ full: full(5, 45), shorts: [40] })).toEqual(['ffs', 'aaa']);
    expect(fired({ full: full(5), shorts: [30, 40] })).toEqual(['fss', 'aaa']);
    expect(fired({ shorts: [20, 30, 40] })).toEqual(['sss', 'aaa']);
    expect(fired({ full: full(5, 45), shorts: [30, 40] })).toEqual(['ffs', 'fss', 'aaa']);
  });

  it('tracks fitted near the origin', () => {
    const event = (fits: number): GrlEvent => ({
      full: full(5, 45, 65).map((track, place) => (place < fits ? { ...track, fit: {} } : track)),
    });
    expect(
      [1, 2, 3].map((fits) => fired(event(fits)).filter((name) => name.includes('z'))),
    ).toEqual([['ffz'], ['ffz', 'fzz'], ['ffz', 'fzz', 'zzz']]);
  });

  it('neural tracks near the collision point', () => {
    const neural = (event: GrlEvent, ...zs: readonly number[]): string[] =>
      fired(event, ...zs).filter((name) => name.includes('y'));
    expect(neural({ full: full(5, 45, 65) }, 19, 60, -60)).toEqual(['ffy']);
    expect(neural({ full: full(5, 45, 125) }, 60, 0)).toEqual(['ffy', 'ffyo']);
    expect(neural({ full: full(5, 45, 65) }, 0, -19, 21)).toEqual(['ffy', 'fyy']);
    expect(neural({ full: full(5, 45, 65) }, 0, 1, 2)).toEqual(['ffy', 'fyy', 'yyy']);
    expect(neural({ full: full(5, 45, 65) }, 20, -20, 90)).toEqual([]);
    expect(neural({ full: full(5, 45) }, 0, 1)).toEqual([]);
  });

  it('two tracks fire none', () => {
    expect(fired({ full: full(5, 185) })).toEqual([]);
    expect(fired({ full: full(5), shorts: [40] })).toEqual([]);
  });
});

const threeTrackStage: BitStage<'grl'> = (objects, eventCount, bits) =>
  threeTrackBits({ maxZ: 20 })({ ...objects, neuro: neuralTracks([0, 0]) }, eventCount, bits);

it('the family sets the counts and the opening angle that its lines read, and no other bit', () => {
  expect(
    bitsSet(grlWith({ f2f: 255, s2f: 255, s2s: 255, i2i: 255, t2: 3 }), threeTrackStage),
  ).toEqual(['ty_1', 't2_2', 'cdc_open90']);
  expect(bitsSet(grlWith({ f2f: 255 - windowBit.open90 }), threeTrackStage)).toEqual(['ty_1']);
  const all = [1, 2, 3, 4].flatMap((count) =>
    bitsSet(grlWith({ t2: count, t3: count, ts: count, ta: count }), trackCountBits),
  );
  expect(all.toSorted()).toEqual([...trackCountDrives].toSorted());
});
