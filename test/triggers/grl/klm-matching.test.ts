import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { degree } from '../../../detector/base/units.js';
import { sections } from '../../../detector/klm/geometry.js';
import { klmMatches, klmMatchingSchema } from '../../../triggers/grl/klm-matching.js';
import { klmOf, type Stretch } from '../klm/hits.js';
import { cdcOf, eclOf, type GrlEvent } from './events.js';

const fired = (section: number, ...sectors: readonly number[]): Stretch[] =>
  sectors.map((sector) => ({ section, sector, from: 3, to: 10 }));

/** Matches of one event: tracks and clusters, and fired sectors. */
function matchesOf(event: GrlEvent, stretches: readonly Stretch[], raw: object = {}) {
  const match = klmMatches(parseConfig(klmMatchingSchema, raw, 'test'), { seed: 1 });
  const found = match(cdcOf([event]), eclOf([event]), klmOf([stretches]), 1);
  return Object.fromEntries(Object.entries(found).map(([name, [value]]) => [name, value]));
}

const straight = (...phis: readonly number[]): GrlEvent => ({
  full: phis.map((phi) => ({ phi, omega: 1e-9 })),
});
const barrel = (...sectors: readonly number[]) => fired(sections.barrelForward, ...sectors);

describe('full tracks and barrel sectors', () => {
  it('match within 32.5° of the centre of a sector', () => {
    expect(matchesOf(straight(45 + 32), barrel(1)).cdcklm).toBe(1);
    expect(matchesOf(straight(45 + 33), barrel(1)).cdcklm).toBe(0);
    expect(matchesOf(straight(-32), barrel(0)).cdcklm).toBe(1);
    expect(matchesOf(straight(160), barrel(4)).cdcklm).toBe(1);
  });

  it('match in the forward and the backward half alike, each sector once', () => {
    expect(matchesOf(straight(0), fired(sections.barrelBackward, 0)).cdcklm).toBe(1);
    expect(matchesOf(straight(-5, 5), barrel(0)).cdcklm).toBe(1);
    expect(
      matchesOf(straight(-5, 5), [...barrel(0), ...fired(sections.barrelBackward, 0)]).cdcklm,
    ).toBe(1);
    expect(matchesOf(straight(0, 180), barrel(0, 4)).cdcklm).toBe(2);
  });

  it('match the nearest that fired, and nothing when an earlier track has taken it', () => {
    // The second track lies 20° from sector 0 and 25° from sector 1: both are in its window.
    expect(matchesOf(straight(0, 20), barrel(0, 1)).cdcklm).toBe(1);
    expect(matchesOf(straight(0, 25), barrel(0, 1)).cdcklm).toBe(2);
    expect(matchesOf(straight(20, 20), barrel(1)).cdcklm).toBe(1);
    expect(matchesOf(straight(20, 25), barrel(0, 1)).cdcklm).toBe(2);
  });

  it('are compared at the coil: a track turns by the asin of 176 cm over its diameter', () => {
    // pT of 1 GeV bends by 23.3° there.
    const bent = (omega: number) => matchesOf({ full: [{ phi: 50, omega }] }, barrel(0)).cdcklm;
    expect(bent(1 / 222.4)).toBe(1);
    expect(bent(-1 / 222.4)).toBe(0);
  });

  it('cannot match when the track turns before the coil', () => {
    expect(
      matchesOf({ full: [{ phi: 0, omega: 1 / 80 }] }, barrel(0, 1, 2, 3, 4, 5, 6, 7)).cdcklm,
    ).toBe(0);
  });
});

describe('quadrants of the endcaps', () => {
  const ahead = (quadrant: number) => fired(sections.endcapForward, quadrant ^ 1);
  const behind = (quadrant: number) => fired(sections.endcapBackward, quadrant);
  /** A bin of 5.625° in the middle of quadrant q. */
  const middle = (quadrant: number) => 16 * quadrant + 8;

  it.each([0, 1, 2, 3])(
    'match short tracks that point to quadrant %i of the same end',
    (quadrant) => {
      const short = (endcap: 1 | 2): GrlEvent => ({
        patterns: [{ bin: middle(quadrant), endcap }],
      });
      expect(matchesOf(short(1), ahead(quadrant)).seklm).toBe(1);
      expect(matchesOf(short(2), behind(quadrant)).seklm).toBe(1);
      expect(matchesOf(short(1), behind(quadrant)).seklm).toBe(0);
      expect(matchesOf(short(1), ahead((quadrant + 1) % 4)).seklm).toBe(0);
    },
  );

  it('are met where the pattern points, not where the track begins', () => {
    const event: GrlEvent = { patterns: [{ bin: 14, endcap: 1, first: 6, last: 8 }] };
    expect(matchesOf(event, ahead(1)).seklm).toBe(1);
    expect(matchesOf(event, ahead(0)).seklm).toBe(0);
  });

  it('count two short tracks in two quadrants', () => {
    const event: GrlEvent = {
      patterns: [0, 2].map((quadrant) => ({ bin: middle(quadrant), endcap: 1 as const })),
    };
    expect(matchesOf(event, [...ahead(0), ...ahead(2)]).seklm).toBe(2);
  });

  it('match inner tracks at either end, with an overlap of one bin of 10°', () => {
    expect(matchesOf({ inners: [middle(3)] }, behind(3)).ieklm).toBe(1);
    expect(matchesOf({ inners: [middle(3)] }, ahead(3)).ieklm).toBe(1);
    expect(matchesOf({ inners: [17] }, behind(0)).ieklm).toBe(1);
    expect(matchesOf({ inners: [19] }, behind(0)).ieklm).toBe(0);
    expect(matchesOf({ inners: [17] }, behind(0), { overlap: 0 }).ieklm).toBe(0);
  });

  it('match clusters of rings 1–4 forward and 15–17 backward', () => {
    const cluster = (ring: number, phi: number): GrlEvent => ({
      clusters: [
        { cell: [ring, 1], x: 100 * Math.cos(phi * degree), y: 100 * Math.sin(phi * degree) },
      ],
    });
    expect(matchesOf(cluster(4, 45), ahead(0)).ecleklm).toBe(1);
    expect(matchesOf(cluster(5, 45), ahead(0)).ecleklm).toBe(0);
    expect(matchesOf(cluster(15, 225), behind(2)).ecleklm).toBe(1);
    expect(matchesOf(cluster(14, 225), behind(2)).ecleklm).toBe(0);
    expect(matchesOf(cluster(16, 225), ahead(2)).ecleklm).toBe(0);
    expect(matchesOf(cluster(16, 135), behind(2)).ecleklm).toBe(0);
  });

  it('match nothing when no sector fired', () => {
    expect(
      matchesOf({ ...straight(0), inners: [1], patterns: [{ bin: 1, endcap: 1 }] }, []),
    ).toEqual({
      cdcklm: 0,
      seklm: 0,
      ieklm: 0,
      ecleklm: 0,
    });
  });
});
