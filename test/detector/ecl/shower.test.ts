import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import { lateralRadius } from '../../../detector/ecl/placed-geometry.js';
import {
  leakageSpread,
  photonResolution,
  residualResolution,
} from '../../../detector/ecl/resolution.js';
import {
  contained,
  containedExactly,
  energyRow,
  meanDepth,
  pairEquivalent,
  regularizedGamma,
} from '../../../detector/ecl/shower.js';

const { lateralArc, lateralHalfPlane, lateralLength, lateralQuadrant } = kernels;

/** Part of the lateral profile in the rectangle [u0, u1] × [v0, v1] [cm]. */
function share(u0: number, u1: number, v0: number, v1: number): number {
  const at = (u: number, v: number) => {
    const [p, q] = [u / lateralRadius, v / lateralRadius];
    const [a, b] = [lateralLength(p), lateralLength(q)];
    return lateralQuadrant(p, a, p / a, q, b, q / b);
  };
  return at(u1, v1) - at(u0, v1) - at(u1, v0) + at(u0, v0);
}

const square = (half: number) => share(-half, half, -half, half);

describe('the lateral profile', () => {
  it('leaves 82 % in a crystal of 5.5 cm hit in its centre, 97.7 % in 3×3, 99.1 % in 5×5', () => {
    expect(square(2.75)).toBeCloseTo(0.825, 2);
    expect(square(8.25)).toBeCloseTo(0.977, 3);
    expect(square(13.75)).toBeCloseTo(0.9915, 3);
  });

  it('is r²/(r² + R²) within r, seen through many thin rectangles', () => {
    const radius = 2;
    let inside = 0;
    const strips = 4000;
    for (let strip = 0; strip < strips; strip++) {
      const u = ((strip + 0.5) / strips) * 2 * radius - radius;
      const half = Math.sqrt(radius * radius - u * u);
      inside += share(u - radius / strips, u + radius / strips, -half, half);
    }
    expect(inside).toBeCloseTo(radius ** 2 / (radius ** 2 + lateralRadius ** 2), 4);
  });

  it('keeps 88 % in the cell hit, 99.8 % in 3×3 cells of 22 cm, averaged over the impact', () => {
    const steps = 100;
    let hit = 0;
    let nine = 0;
    for (let i = 0; i < steps; i++) {
      for (let j = 0; j < steps; j++) {
        const [u, v] = [((i + 0.5) / steps) * 22, ((j + 0.5) / steps) * 22];
        hit += share(-u, 22 - u, -v, 22 - v) / steps ** 2;
        nine += share(-u - 22, 44 - u, -v - 22, 44 - v) / steps ** 2;
      }
    }
    expect(hit).toBeCloseTo(0.885, 2);
    expect(nine).toBeCloseTo(0.998, 3);
  });

  it('uses an arc tangent good to 3e-7, and an exact limit for lines far away', () => {
    for (let t = -1; t <= 1; t += 0.00137)
      expect(Math.abs(lateralArc(t) - Math.atan(t))).toBeLessThan(3e-7);
    for (const u of [-3, 0.2, 1.7]) {
      const length = lateralLength(u);
      const far = lateralQuadrant(u, length, u / length, 1e9, 1e9, 1);
      // Two arc tangents of 3e-7 over π.
      expect(Math.abs(lateralHalfPlane(u / length) - far)).toBeLessThan(2e-7);
    }
  });
});

describe('the longitudinal profile', () => {
  it('is an incomplete gamma function, P(1, x) = 1 − e^−x, P(3, 2) = 0.3233', () => {
    expect(regularizedGamma(1, 2)).toBeCloseTo(1 - Math.exp(-2), 12);
    expect(regularizedGamma(3, 2)).toBeCloseTo(1 - Math.exp(-2) * (1 + 2 + 2), 12);
  });

  it('is tabulated to 1.5e-3 between 5 MeV and 10 GeV', () => {
    for (let energy = 0.005; energy < 10; energy *= 1.37) {
      for (let depth = 0.3; depth < 17; depth += 0.7) {
        expect(
          Math.abs(contained(energyRow(energy), depth) - containedExactly(energy, depth)),
        ).toBeLessThan(1.5e-3);
      }
    }
  });

  it('leaks out of 16.1 radiation lengths: 0.5–3 % at 1 GeV, 2–6 % at 7 GeV', () => {
    const leaks = (energy: number) => 1 - containedExactly(energy, 16.13 - 9 / 7);
    expect(leaks(1)).toBeGreaterThan(0.005);
    expect(leaks(1)).toBeLessThan(0.03);
    expect(leaks(7)).toBeGreaterThan(0.02);
    expect(leaks(7)).toBeLessThan(0.06);
  });

  it('has its maximum half a radiation length deeper than ln(E/Ec) for photons', () => {
    const energy = 1;
    let deepest = 0;
    let steepest = 0;
    for (let depth = 0.1; depth < 16; depth += 0.05) {
      const slope =
        containedExactly(pairEquivalent * energy, depth + 0.05) -
        containedExactly(pairEquivalent * energy, depth);
      if (slope > steepest) [steepest, deepest] = [slope, depth + 0.025];
    }
    expect(deepest + 9 / 7).toBeCloseTo(Math.log(energy / 0.01117) + 0.5, 1);
  });

  it('makes leakage fluctuate less than the measured resolution up to 7 GeV', () => {
    for (const energy of [0.1, 0.5, 1, 2, 4, 7])
      expect(leakageSpread(energy)).toBeLessThan(photonResolution('low', 1, energy));
  });

  it('has its mean at about a/b = tmax + 1/b radiation lengths when nothing leaks', () => {
    expect(meanDepth(energyRow(1), 24.9)).toBeCloseTo(Math.log(1 / 0.01117) - 0.5 + 1 / 0.6, 1);
  });
});

describe('the energy resolution of photons', () => {
  it('is 3.3 % at 0.1, 2.04 % at 1 and 1.77 % at 4 GeV in the barrel at low background', () => {
    expect(photonResolution('low', 1, 0.1)).toBeCloseTo(0.0327, 3);
    expect(photonResolution('low', 1, 1)).toBeCloseTo(0.0204, 4);
    expect(photonResolution('low', 1, 4)).toBeCloseTo(0.0177, 4);
  });

  it('is 4.8 and 7.7 % at 0.1 GeV at the two higher background levels', () => {
    expect(photonResolution('mid', 1, 0.1)).toBeCloseTo(0.048, 3);
    expect(photonResolution('high', 1, 0.1)).toBeCloseTo(0.077, 3);
  });

  it('is smeared less what leakage and noise already make', () => {
    const noise = 0.0003;
    const residual = residualResolution('low', [noise, noise, noise]);
    for (const energy of [0.1, 0.5, 1]) {
      const whole = Math.hypot(residual.at(1, energy), leakageSpread(energy), (noise * 5) / energy);
      // The table steps 6.6 % in energy.
      expect(whole).toBeCloseTo(photonResolution('low', 1, energy), 3);
    }
    expect(residualResolution('off', [noise, noise, noise]).at(1, 1)).toBe(0);
    // Each region has its own noise: the louder one is smeared less.
    const louder = residualResolution('low', [noise, 2 * noise, noise]);
    expect(louder.at(1, 0.1)).toBeLessThan(0.99 * residual.at(1, 0.1));
    expect(louder.at(0, 0.1)).toBe(residual.at(0, 0.1));
  });
});
