import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import {
  drawRapidity,
  fluxProduct,
  maxRapidity,
  minVirtuality,
  photonFlux,
  photonLuminosity,
} from '../../../emulator/generators/photon-flux.js';
import { chiSquaredPull, integrate, sharp } from './machine.js';

const electronMass = 0.510_998_95e-3;
const alpha = 1 / 137.035_999_084;

describe('equivalent photons of a beam', () => {
  it.each([
    [0.01, 1],
    [0.3, 0.02],
    [0.9, 25],
  ])('at x = %f are the integral over q² up to %f GeV² of [1 + (1−x)²]/q² − 2m²x²/q⁴', (x, to) => {
    const from = (electronMass * x) ** 2 / (1 - x);
    expect(minVirtuality(x)).toBeCloseTo(from, 15);
    const density = (logQ2: number): number =>
      1 + (1 - x) ** 2 - 2 * (electronMass * x) ** 2 * Math.exp(-logQ2);
    const expected = integrate(density, Math.log(from), Math.log(to));
    expect(photonFlux(x, to) / ((alpha / 2 / Math.PI) * expected)).toBeCloseTo(1, 6);
  });

  it('are none where q² has no range, and none with the energy of the beam or more', () => {
    expect(photonFlux(0.999_999_9, 0.01)).toBe(0);
    expect(photonFlux(1, 100)).toBe(0);
    expect(photonFlux(1.5, 100)).toBe(0);
    expect(photonFlux(0.5, minVirtuality(0.5))).toBe(0);
  });

  it('of both beams have x₁x₂s = W², and x₁ grows with the rapidity', () => {
    const [mass, rapidity] = [2, 0.7];
    const [x1, x2] = [
      (mass / sharp.sqrtS) * Math.exp(rapidity),
      (mass / sharp.sqrtS) * Math.exp(-rapidity),
    ];
    const product = fluxProduct(mass, rapidity, 4, sharp.sqrtS);
    expect(product / (photonFlux(x1, 4) * photonFlux(x2, 4))).toBeCloseTo(1, 9);
    expect((mass / sharp.sqrtS) * Math.exp(maxRapidity(mass, sharp.sqrtS))).toBeCloseTo(1, 12);
  });
});

// Independent integration with q² up to W², printed to two or three digits.
it.each([
  [0.3, 0.068],
  [0.5, 0.0337],
  [1, 0.012],
  [1.5, 6.1e-3],
  [2, 3.6e-3],
  [3, 1.6e-3],
  [5, 4.3e-4],
  [7, 1.3e-4],
])(
  'the luminosity of photons at W = %f GeV is %f per GeV of that of the beams',
  (mass, expected) => {
    const ratio = photonLuminosity(mass, mass * mass, sharp.sqrtS) / expected;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.015);
  },
);

it.each([0.5, 8])('rapidities at W = %f GeV are drawn as both fluxes are', (mass) => {
  const stream = new RandomStream().seed(1, 0, 0, 0, purpose.generator);
  const range = Math.log(sharp.sqrtS / mass);
  const [counts, count] = [new Float64Array(16), 20_000];
  for (let draw = 0; draw < count; draw++) {
    const rapidity = drawRapidity(stream, mass, mass * mass, sharp.sqrtS);
    counts[Math.floor((rapidity / range + 1) * 8)]!++;
  }
  const edge = (bin: number): number => range * (bin / 8 - 1) * (1 - 1e-9);
  const flux = (y: number): number => fluxProduct(mass, y, mass * mass, sharp.sqrtS);
  const parts = Array.from(counts, (_, bin) => integrate(flux, edge(bin), edge(bin + 1), 200));
  const total = parts.reduce((a, b) => a + b);
  const expected = parts.map((part) => (count * part) / total);
  expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
});
