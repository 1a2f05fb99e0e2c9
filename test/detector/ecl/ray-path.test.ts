import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { phiCountOfRing, phiOfCrystal, ringOfCrystal } from '../../../detector/ecl/crystals.js';
import { placedGeometry } from '../../../detector/ecl/placed-geometry.js';
import { RayPath } from '../../../detector/ecl/ray-path.js';
import { traceRay } from '../../../detector/ecl/trace.js';

const geometry = placedGeometry('offset');
const degree = Math.PI / 180;

// A record stays in the memory of the kernels: two, for the two that are compared.
const paths = [new RayPath(), new RayPath()];
let next = 0;

/** The path of a ray that passes the beam line at z0 and at a distance, to its left [cm]. */
function along(theta: number, phi: number, z0 = 0, aside = 0, knowsGaps = true): RayPath {
  const path = paths[(next ^= 1)]!;
  path.knowsGaps = knowsGaps;
  const [sinPhi, cosPhi] = [Math.sin(phi), Math.cos(phi)];
  const sin = Math.sin(theta);
  const [x, y] = [-aside * sinPhi, aside * cosPhi];
  traceRay(geometry, x, y, z0, sin * cosPhi, sin * sinPhi, Math.cos(theta), path);
  return path;
}

describe('the path of a ray through the crystals', () => {
  it('is the same an eighth of a turn further on, from the first crystal of a ring too', () => {
    for (let theta = 12; theta < 155; theta += 0.31) {
      // Endcaps repeat after 22.5°, the barrel after two crystals. Into the first crystals of each
      // ring: from the collision point, just behind the wall of the barrel's first crystals too,
      // from 1 m in front of it across rings, and aside of it across azimuths.
      for (const [z0, aside, phi] of [
        [0, 0, 0.04],
        [0, 0, 1.5],
        [100, 0, 1.5],
        [0, 20, -4],
        [0, 20, -6.5],
        [0, -20, 12],
      ] as const) {
        const here = along(theta * degree, phi * degree, z0, aside);
        const there = along(theta * degree, (phi + 45) * degree, z0, aside);
        expect(there.first).toBeCloseTo(here.first, 9);
        expect(there.last).toBeCloseTo(here.last, 9);
        expect(there.csi).toBeCloseTo(here.csi, 9);
        expect(there.aluminium).toBeCloseTo(here.aluminium, 9);
        expect(there.count).toBe(here.count);
        expect(there.thetaFraction).toBeCloseTo(here.thetaFraction, 9);
        expect(there.phiFraction).toBeCloseTo(here.phiFraction, 9);
        if (here.entryCrystal < 0) continue;
        const ring = ringOfCrystal[here.entryCrystal]!;
        const sector = phiCountOfRing[ring]! / 8;
        expect(ringOfCrystal[there.entryCrystal]).toBe(ring);
        expect(phiOfCrystal[there.entryCrystal]).toBe(
          (phiOfCrystal[here.entryCrystal]! + sector) % phiCountOfRing[ring]!,
        );
      }
    }
  });

  it('has the same crystals and lengths when nobody asks what gaps are made of', () => {
    for (let theta = 12.5; theta < 155; theta += 0.9) {
      const full = along(theta * degree, theta, 0, 3);
      const bare = along(theta * degree, theta, 0, 3, false);
      for (const key of ['crystal', 'enter', 'leave', 'gapLength'] as const)
        expect(bare[key].slice(0, full.count)).toEqual(full[key].slice(0, full.count));
      for (const key of ['count', 'csi', 'dead', 'first', 'last', 'entryCrystal'] as const)
        expect(bare[key]).toBe(full[key]);
      expect([bare.aluminium, bare.wrapping, ...bare.gap.slice(0, bare.count + 1)]).toEqual(
        Array(bare.count + 3).fill(0),
      );
    }
  });

  it('enters once, and crystals follow one another without overlap', () => {
    const random = new RandomStream().seed(6, 1, 0, 0, purpose.test);
    for (let ray = 0; ray < 4000; ray++) {
      const path = along((13 + 141 * random.uniform()) * degree, 2 * Math.PI * random.uniform());
      if (path.entryCrystal < 0) continue;
      let position = path.first;
      let csi = 0;
      for (let at = 0; at < path.count; at++) {
        expect(path.enter[at]).toBeGreaterThan(position - 1e-9);
        expect(path.leave[at]).toBeGreaterThan(path.enter[at]! - 1e-9);
        csi += path.leave[at]! - path.enter[at]!;
        position = path.leave[at]!;
      }
      expect(path.last).toBeGreaterThan(position - 1e-9);
      expect(path.csi).toBeCloseTo(csi, 9);
      // Wrapping and aluminium are part of what is not CsI.
      expect(path.wrapping + path.aluminium).toBeLessThan(path.dead + 1e-9);
    }
  });

  it('has all its CsI behind the entry, none behind the exit, and loses what is passed', () => {
    const path = along(75.3 * degree, 0.61);
    expect(path.csiBehind(path.first)).toBeCloseTo(path.csi, 9);
    expect(path.csiBehind(path.last)).toBe(0);
    const middle = (path.enter[0]! + path.leave[0]!) / 2;
    expect(path.csiBehind(middle)).toBeCloseTo(path.csi - (middle - path.enter[0]!), 9);
    expect(path.deadBehind(path.last)).toBe(0);
    expect(path.deadBehind(path.first)).toBeLessThan(path.dead + 1e-9);
  });
});
