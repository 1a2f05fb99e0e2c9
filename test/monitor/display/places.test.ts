import { describe, expect, it } from 'vitest';
import { crystalCount, ringOfCrystal } from '../../../detector/ecl/crystals.js';
import { regionOfRing } from '../../../detector/ecl/rings.js';
import { crystalBox, wireEnds } from '../../../monitor/display/places.js';

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

describe('places in space', () => {
  it('of a stereo wire turn from end to end, those of an axial wire do not', () => {
    const turned = (wire: number): number => {
      const [[x0, y0], [x1, y1]] = wireEnds(wire);
      return Math.abs(Math.atan2(y1, x1) - Math.atan2(y0, x0));
    };
    expect(turned(10)).toBeLessThan(1e-9);
    // The first wires of super-layer 1, behind eight axial layers of 160.
    expect(turned(8 * 160 + 10)).toBeGreaterThan(0.05);
  });

  it('of crystals lie on their region, and point away from the collision', () => {
    for (let crystal = 0; crystal < crystalCount; crystal += 97) {
      const { front, axis, across, height, width } = crystalBox(crystal);
      expect(dot(axis, axis)).toBeCloseTo(1, 9);
      expect(dot(axis, across)).toBeCloseTo(0, 9);
      const distance = Math.sqrt(dot(front, front));
      expect(dot(front, axis) / distance, String(crystal)).toBeGreaterThan(0.95);
      const isBarrel = regionOfRing(ringOfCrystal[crystal]!) === 1;
      const [x, y, z] = front;
      if (isBarrel) expect(Math.hypot(x, y)).toBeCloseTo(125.5, -1);
      else expect(z > 190 || z < -95).toBe(true);
      expect(height).toBeGreaterThan(4);
      expect(width).toBeGreaterThan(4);
      expect(width).toBeLessThan(8);
    }
  });
});
