import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { buildGeometry } from '../../../detector/ecl/geometry.js';

describe.each(['offset', 'projective'] as const)('%s walls in azimuth', (kind) => {
  const { phiWalls } = buildGeometry(kind);

  it('stand one pitch apart from the first on, around the whole circle', () => {
    for (const { count, firstPhi, pitch, cos, sin } of phiWalls) {
      expect(pitch).toBeCloseTo((360 * degree) / count, 12);
      for (const wall of [0, 1, count >> 1, count]) {
        expect(cos[wall]).toBeCloseTo(Math.cos(firstPhi + wall * pitch), 12);
        expect(sin[wall]).toBeCloseTo(Math.sin(firstPhi + wall * pitch), 12);
      }
    }
  });

  it('have wider gaps at aluminium: every 5° of the barrel, every 22.5° of the endcaps', () => {
    for (const { count, halfGap, halfFin } of phiWalls) {
      const fins = halfFin.subarray(0, count).filter((half) => half > 0);
      const isBarrel = halfFin[0] === 0;
      expect(fins).toHaveLength(isBarrel ? 72 : 16);
      halfFin.forEach((half, wall) => {
        if (half > 0) expect(halfGap[wall]).toBeGreaterThan(halfGap[isBarrel ? 0 : 1]!);
      });
    }
  });
});

it('crystals as built miss the beam line, projective ones point to it', () => {
  const barrelRing = 30;
  expect(buildGeometry('offset').phiWalls[barrelRing]!.miss).toBeGreaterThan(1);
  const { miss, firstPhi } = buildGeometry('projective').phiWalls[barrelRing]!;
  expect([miss, firstPhi]).toEqual([0, 0]);
});
