import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { topMatches, topMatchingSchema } from '../../../triggers/top/cdc-matching.js';
import { cdcOf, type FullTrack } from '../grl/events.js';

/** Full tracks with a slot of their own among those that fired. */
function matched(full: readonly FullTrack[], slots: readonly number[], raw: object = {}): number {
  const fired = Uint16Array.of(slots.reduce((mask, slot) => mask | (1 << (slot - 1)), 0));
  return topMatches(parseConfig(topMatchingSchema, raw, 'test'), { seed: 1 })(
    cdcOf([{ full }]),
    { fired },
    1,
  ).cdctop[0]!;
}
const straight = (...phis: readonly number[]): FullTrack[] =>
  phis.map((phi) => ({ phi, omega: 1e-9 }));

describe('full tracks and slots of the TOP', () => {
  it('match within 15° of the centre of a slot', () => {
    expect(matched(straight(11.25), [1])).toBe(1);
    expect(matched(straight(11.25 + 14.9), [1])).toBe(1);
    expect(matched(straight(11.25 + 15.1), [1])).toBe(0);
    expect(matched(straight(11.25 + 15.1), [1], { window: '20 deg' })).toBe(1);
    expect(matched(straight(-11.25, 180 - 11.25), [16, 8])).toBe(2);
  });

  it('use each slot once: a track whose nearest is taken matches none', () => {
    expect(matched(straight(5, 15), [1])).toBe(1);
    expect(matched(straight(11, 20), [1, 2])).toBe(1);
    expect(matched(straight(21, 24), [1, 2])).toBe(2);
    expect(matched(straight(11.25), [1, 2])).toBe(1);
  });

  it('follow the track to 120 cm: one that turns before matches nothing', () => {
    // R ω / 2 = 0.5: 30° back for positive charge.
    expect(matched([{ phi: 41.25, omega: 1 / 120 }], [1])).toBe(1);
    expect(matched([{ phi: 11.25, omega: 1 / 120 }], [1])).toBe(0);
    expect(matched([{ phi: 11.25, omega: 1 / 59 }], [1, 2, 15, 16])).toBe(0);
  });

  it('are none without slots or tracks', () => {
    expect([matched([], [1]), matched(straight(10), [])]).toEqual([0, 0]);
  });
});
