import { describe, expect, it } from 'vitest';
import {
  couplingRatio,
  hadronicShift,
  leptonicShift,
} from '../../../emulator/generators/vacuum-polarization.js';
import { crossSection, integrate, rowOf, sharp } from './machine.js';

const alpha = 1 / 137.035_999_084;
const masses = [0.000_510_998_95, 0.105_658_375_5, 1.776_86];

describe('polarization of the vacuum', () => {
  it('by leptons is 0.03142 at the mass of the Z, by hadrons 0.0276', () => {
    // One loop: Steinhauser, Phys. Lett. B429 (1998) 158; hadrons: Burkhardt and Pietrzyk 2001.
    expect(leptonicShift(91.1876 ** 2)).toBeCloseTo(0.031_42, 5);
    expect(hadronicShift(91.1876 ** 2)).toBeCloseTo(0.0276, 4);
  });

  it('by leptons at negative q² is the parameter integral of one loop', () => {
    // Δα = −(2α/π)∫x(1 − x) ln(1 − x(1 − x)q²/m²)… with the sign of Uehling: it grows with −q².
    for (const q2 of [-0.01, -1, -30, -112]) {
      const expected = masses.reduce(
        (sum, mass) =>
          sum +
          ((2 * alpha) / Math.PI) *
            integrate(
              (x) => x * (1 - x) * Math.log(1 - (x * (1 - x) * q2) / mass ** 2),
              0,
              1,
              20_000,
            ),
        0,
      );
      expect(leptonicShift(q2) / expected).toBeCloseTo(1, 5);
    }
  });

  it('by leptons at positive q² is the same with a logarithm of the size', () => {
    for (const q2 of [0.02, 2, 12.5, 112]) {
      // In parts between the zeros of 1 − x(1 − x)q²/m² the logarithm is integrable: midpoints.
      const steps = 400_000;
      const expected = masses.reduce((sum, mass) => {
        let integral = 0;
        for (let step = 0; step < steps; step++) {
          const x = (step + 0.5) / steps;
          integral += x * (1 - x) * Math.log(Math.abs(1 - (x * (1 - x) * q2) / mass ** 2));
        }
        return sum + ((2 * alpha) / Math.PI) * (integral / steps);
      }, 0);
      expect(Math.abs(leptonicShift(q2) / expected - 1)).toBeLessThan(1e-3);
    }
  });

  it('by hadrons is continuous within 2 % where its ranges meet, and alike at ±q²', () => {
    for (const end of [0.7, 2, 4, 10]) {
      const below = hadronicShift(end * end * (1 - 1e-9));
      expect(Math.abs(hadronicShift(end * end * (1 + 1e-9)) / below - 1)).toBeLessThan(0.02);
      expect(hadronicShift(-end * end)).toBe(hadronicShift(end * end));
    }
    expect(hadronicShift(sharp.frame.s)).toBeCloseTo(0.015, 3);
  });

  it('makes the coupling larger, 1/(1 − Δα), and not without it', () => {
    const { s } = sharp.frame;
    expect(couplingRatio(s, 'none')).toBe(1);
    expect(couplingRatio(s, 'leptonic')).toBeCloseTo(1 / (1 - leptonicShift(s)), 12);
    expect(couplingRatio(s, 'full')).toBeCloseTo(1 / (1 - leptonicShift(s) - hadronicShift(s)), 12);
  });

  it.each([
    ['mumu', 1.148, 0.01],
    ['tautau', 0.919, 0.01],
    ['bhabha', 300, 0.015],
  ] as const)(
    'brings %s to the %f nb that KKMC and BABAYAGA publish',
    (name, expected, tolerance) => {
      const row = rowOf(name, 'the same with vacuum polarization');
      expect(row.expected).toBe(expected);
      expect(Math.abs(row.value(sharp) / expected - 1)).toBeLessThan(tolerance);
      expect(crossSection(name, { vacuumPolarization: 'leptonic' })).toBeLessThan(row.value(sharp));
      expect(crossSection(name, { vacuumPolarization: 'leptonic' })).toBeGreaterThan(
        1.015 * crossSection(name, {}),
      );
    },
  );
});
