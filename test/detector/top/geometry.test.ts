import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import {
  barBackward,
  barDistance,
  barForward,
  barThickness,
  barWidth,
  moduleAt,
  moduleCount,
  modulePhi,
  modulePitch,
  pmtCount,
} from '../../../detector/top/geometry.js';

describe('bars of the TOP', () => {
  it('are 16, with 32 photodetectors of 16 channels each: 8192 channels', () => {
    expect(moduleCount * pmtCount * 16).toBe(8192);
  });

  it('begin at 119 cm and cover polar angles of 32.1–122.2°', () => {
    const inner = barDistance - barThickness / 2;
    expect(inner).toBe(119);
    expect(Math.atan2(inner, barForward) / degree).toBeCloseTo(32.1, 1);
    expect(Math.atan2(inner, barBackward) / degree).toBeCloseTo(122.2, 1);
  });

  it('leave 2–3 cm, about 6 % of the azimuth, between each other', () => {
    const gap = 2 * barDistance * Math.tan(modulePitch / 2) - barWidth;
    expect(gap).toBeGreaterThan(2);
    expect(gap).toBeLessThan(3);
    expect(gap / (gap + barWidth)).toBeCloseTo(0.06, 2);
  });

  it('are found by azimuth', () => {
    for (let module = 0; module < moduleCount; module++) {
      for (const offset of [-0.49, 0, 0.49]) {
        const phi = modulePhi(module) + offset * modulePitch;
        expect(moduleAt(Math.cos(phi), Math.sin(phi))).toBe(module);
      }
    }
  });
});
