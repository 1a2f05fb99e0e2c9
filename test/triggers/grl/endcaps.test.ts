import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { type Cluster, type GrlEvent, grlOfOne, type ShortPattern } from './events.js';

/** A cluster in the middle of a 10° bin with its highest cell in a polar ring. */
const inRing = (ring: number, bin: number): Cluster => ({
  cell: [ring, 1],
  x: 80 * Math.cos((bin + 0.5) * 10 * degree),
  y: 80 * Math.sin((bin + 0.5) * 10 * degree),
  z: ring < 10 ? 197 : -103,
});
const overlap = (fine: number, bin: number): boolean =>
  5.625 * fine < 10 * (bin + 1) && 5.625 * (fine + 1) > 10 * bin;
const wrap64 = (fine: number): number => ((fine % 64) + 64) % 64;

const anyPattern: fc.Arbitrary<ShortPattern> = fc
  .record({
    bin: fc.integer({ min: 0, max: 63 }),
    endcap: fc.constantFrom(0 as const, 1 as const, 2 as const),
    first: fc.integer({ min: -21, max: 21 }),
    width: fc.integer({ min: 0, max: 14 }),
  })
  .map(({ width, ...pattern }) => ({ ...pattern, last: pattern.first + width }));
const anyCluster = fc
  .record({
    ring: fc.constantFrom(1, 2, 3, 4, 8, 15, 16, 17),
    bin: fc.integer({ min: 0, max: 35 }),
  })
  .map(({ ring, bin }) => ({ ring, bin, cluster: inRing(ring, bin) }));

describe('short tracks that point to an endcap', () => {
  it('meet a cluster there when a bin they point to overlaps its 10° bin', () => {
    fc.assert(
      fc.property(
        fc.array(anyPattern, { maxLength: 4 }),
        fc.array(anyCluster, { maxLength: 6 }),
        (patterns, clusters) => {
          let expected = 0;
          for (const [endcap, isThere] of [
            [1, (ring: number) => ring < 4] as const,
            [2, (ring: number) => ring > 15] as const,
          ]) {
            for (let bin = 0; bin < 36; bin++) {
              const hit = clusters.some((cluster) => isThere(cluster.ring) && cluster.bin === bin);
              const pointed = patterns.some(({ bin: start, endcap: to, first = 0, last = 0 }) => {
                if (to !== endcap) return false;
                return Array.from({ length: last - first + 1 }, (_, step) =>
                  wrap64(start + first + step),
                ).some((fine) => overlap(fine, bin));
              });
              if (hit && pointed) expected++;
            }
          }
          expect(
            grlOfOne({ patterns, clusters: clusters.map(({ cluster }) => cluster) }).secl,
          ).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are told by endcap', () => {
    const sides = (endcap: 0 | 1 | 2) => {
      const { fwds, bwds } = grlOfOne({ patterns: [{ bin: 60, endcap, first: 2, last: 7 }] });
      return [fwds, bwds];
    };
    expect([0, 1, 2].map((endcap) => sides(endcap as 0 | 1 | 2))).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('inner tracks', () => {
  it('match endcap clusters up to 4 bins away, in all pairs of bins', () => {
    for (let fine = 0; fine < 64; fine++) {
      const near = Array.from(
        { length: 36 },
        (_, bin) => grlOfOne({ inners: [fine], clusters: [inRing(2, bin)] }).iecl,
      );
      const expected = near.map((_, bin) =>
        Array.from({ length: 9 }, (_unused, step) => (bin + step + 32) % 36).some((neighbour) =>
          overlap(fine, neighbour),
        )
          ? 1
          : 0,
      );
      expect(near).toEqual(expected);
    }
  });

  it('are counted by bins with a cluster, of either endcap, not of the barrel', () => {
    const event = (...clusters: Cluster[]): GrlEvent => ({ inners: [0, 1, 32], clusters });
    expect(grlOfOne(event(inRing(3, 1), inRing(16, 1))).iecl).toBe(1);
    expect(grlOfOne(event(inRing(3, 1), inRing(16, 18))).iecl).toBe(2);
    expect(grlOfOne(event(inRing(4, 1), inRing(15, 18))).iecl).toBe(0);
  });
});
