import { expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import {
  drawPointPionCosTheta,
  drawTensorCosTheta,
  pointPionCrossSection,
  tensorCrossSection,
} from '../../../emulator/generators/pion-pairs.js';
import { chiSquaredPull, integrate } from './machine.js';

const pionMass = 0.139_570_39;
const alpha = 1 / 137.035_999_084;
const stream = () => new RandomStream().seed(1, 0, 0, 0, purpose.generator);

/** dσ/dcosθ of scalars from both helicities of two photons. */
const scalar = (mass: number) => (c: number) => {
  const beta2 = 1 - (4 * pionMass ** 2) / mass ** 2;
  const [equal, opposite] = [1 - beta2, beta2 * (1 - c * c)];
  return (
    ((Math.PI * alpha * alpha * Math.sqrt(beta2)) / mass ** 2) *
    ((equal ** 2 + opposite ** 2) / (1 - beta2 * c * c) ** 2)
  );
};

it.each([0.28, 0.3, 0.6, 1])('point-like pions have at %f GeV the integral over angles', (mass) => {
  const expected = integrate(scalar(mass), -1, 1) * 0.389_379_372e6;
  expect(pointPionCrossSection(mass) / expected).toBeCloseTo(1, 6);
  expect(pointPionCrossSection(0.279)).toBe(0);
});

it('the f₂(1270) has 5 · 4π²Γ(γγ)B/m² in all, as if it were narrow', () => {
  const integral = integrate((w) => tensorCrossSection(w), 0.3, 8, 4000);
  const expected = (5 * 4 * Math.PI ** 2 * 2.6e-6 * 0.562 * 0.389_379_372e6) / 1.2755 ** 2;
  // Tails of a width of 15 % are cut at both ends.
  expect(Math.abs(integral / expected - 1)).toBeLessThan(0.1);
  expect(tensorCrossSection(1.2755)).toBeGreaterThan(tensorCrossSection(1.15));
  expect(tensorCrossSection(1.2755)).toBeGreaterThan(tensorCrossSection(1.4));
});

function pull(draw: () => number, density: (c: number) => number): number {
  const [counts, count] = [new Float64Array(20), 20_000];
  for (let event = 0; event < count; event++) counts[Math.floor((draw() + 1) * 10)]!++;
  const total = integrate(density, -1, 1);
  const expected = counts.map(
    (_, bin) => (count * integrate(density, bin / 10 - 1, (bin + 1) / 10 - 1, 50)) / total,
  );
  return Math.abs(chiSquaredPull(counts, expected));
}

it('point-like pions are drawn at the angles of their density', () => {
  for (const mass of [0.3, 0.9]) {
    const random = stream();
    expect(pull(() => drawPointPionCosTheta(random, mass), scalar(mass))).toBeLessThan(4);
  }
});

it('pions of the f₂(1270) are at sin⁴θ', () => {
  const random = stream();
  expect(
    pull(
      () => drawTensorCosTheta(random),
      (c) => (1 - c * c) ** 2,
    ),
  ).toBeLessThan(4);
});
