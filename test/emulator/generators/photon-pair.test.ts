import { describe, expect, it } from 'vitest';
import { radiator, radiatorExponent } from '../../../emulator/generators/isr.js';
import {
  minMassSquared,
  pairCrossSection,
  photonEnergy,
  radiatedDensity,
} from '../../../emulator/generators/photon-pair.js';
import { crossSection, integrate, sharp } from './machine.js';

const { s } = sharp.frame;
/** cosθ* of a laboratory angle [degrees], for a boost of 0.2757 along z. */
const cosCms = (thetaLab: number): number => {
  const cosLab = Math.cos((thetaLab * Math.PI) / 180);
  return (cosLab - 0.2757) / (1 - 0.2757 * cosLab);
};

describe('e+e- to photon and A′', () => {
  it.each([
    [0, 5.29],
    [1, 5.243],
    [2, 5.101],
    [3, 4.864],
    [4, 4.534],
    [5, 4.108],
    [6, 3.588],
    [7, 2.974],
    [8, 2.265],
    [8.5, 1.875],
    [9, 1.462],
    [9.5, 1.024],
    [10, 0.564],
  ])('the photon beside %f GeV has E* = %f GeV', (mass, expected) => {
    expect(photonEnergy(s, mass)).toBeCloseTo(expected, 3);
  });

  it.each([
    [0.1, 2.84, 5.34],
    [1, 2.9, 5.43],
    [4, 3.97, 7.08],
    [6, 6.29, 10.7],
    [8, 13.5, 22.3],
    [9, 24.9, 40.7],
  ])(
    'σ/ε² at %f GeV is %f nb into the calorimeter barrel and %f nb into 17–150 degrees',
    (mass, barrel, wide) => {
      // Three digits are printed: half a unit of the last is up to 0.5 %.
      expect(
        Math.abs(pairCrossSection(s, mass, cosCms(128.7), cosCms(32.2)) / barrel - 1),
      ).toBeLessThan(0.005);
      expect(Math.abs(pairCrossSection(s, mass, cosCms(150), cosCms(17)) / wide - 1)).toBeLessThan(
        0.005,
      );
    },
  );

  it('is the integral of 2πα²/s (1 − m²/s) [1 + c² + 4m²s/(s − m²)²]/(1 − c²)', () => {
    const mass = 6;
    const term = (4 * mass ** 2 * s) / (s - mass ** 2) ** 2;
    const integral = integrate((c) => (1 + c * c + term) / (1 - c * c), -0.8, 0.9);
    const expected =
      ((2 * Math.PI) / 137.035999 ** 2 / s) * (1 - mass ** 2 / s) * integral * 0.389379372e6;
    expect(pairCrossSection(s, mass, -0.8, 0.9)).toBeCloseTo(expected, 6);
  });
});

describe('radiated energy', () => {
  const pair = {
    generator: 'test',
    partnerPdg: 22,
    process: 'annihilation' as const,
    coupling: 1,
    identical: false,
    maxCosTheta: 0.9848,
    minPhotonEnergy: 0.5,
    isr: true,
    minIsrEnergy: 1e-3,
    weighted: false,
  };
  const exponent = radiatorExponent(s);

  it.each([0, 1, 6, 9])('is distributed as H(x) σ(s(1 − x)) beside %f GeV', (mass) => {
    const density = radiatedDensity({ ...pair, mass }, s);
    const last = 1 - minMassSquared(mass, pair.minPhotonEnergy) / s;
    const between = (low: number, high: number): number =>
      // In ln(1 − x) above one half, where σ rises towards the end; in ln x below.
      low >= 0.5
        ? integrate(
            (t) =>
              radiator(1 - Math.exp(t), exponent) *
              Math.exp(t) *
              pairCrossSection(s * Math.exp(t), mass, -0.9848, 0.9848),
            Math.log(1 - high),
            Math.log(1 - low),
          )
        : integrate(
            (t) =>
              radiator(Math.exp(t), exponent) *
              Math.exp(t) *
              pairCrossSection(s * (1 - Math.exp(t)), mass, -0.9848, 0.9848),
            Math.log(low),
            Math.log(high),
          );
    const edges = [1e-6, 1e-4, 1e-2, 0.05, 0.1, 0.2, 0.5, 0.9].filter((edge) => edge < last);
    const expected = edges.map((edge, bin) => between(edge, edges[bin + 1] ?? last));
    // The table's share of each bin, by sampling it evenly.
    const draws = 200_000;
    const counts = new Float64Array(edges.length);
    for (let draw = 0; draw < draws; draw++) {
      const x = density.at((draw + 0.5) / draws) ** (1 / exponent);
      const bin = edges.findLastIndex((edge) => edge <= x);
      if (bin >= 0) counts[bin]!++;
    }
    for (const [bin, value] of expected.entries()) {
      // The table is linear between 800 nodes: 1e-4; even sampling counts to ±1.
      expect(Math.abs((counts[bin]! / draws) * density.integral - value)).toBeLessThan(
        2e-4 * density.integral,
      );
    }
  });
});

describe('two photons', () => {
  it('have a Born cross section of 4.53 nb between 10 and 170 degrees', () => {
    // 4.5246 nb with the rounded limit 0.9848.
    expect(Math.abs(crossSection('gamma-gamma', { isr: false }) - 4.53)).toBeLessThan(0.006);
  });

  it('have 3.07 nb with both in the calorimeter', () => {
    // Both of a back-to-back pair inside 12.4–155.1 degrees of the laboratory: |cosθ*| below the
    // smaller limit.
    const limit = Math.min(cosCms(12.4), -cosCms(155.1));
    expect(Math.abs(pairCrossSection(s, 0, -limit, limit) / 2 - 3.07)).toBeLessThan(0.005);
  });
});
