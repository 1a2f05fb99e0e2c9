import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { conversionDensity } from '../../../emulator/generators/photon-conversion.js';
import { pairCrossSection } from '../../../emulator/generators/photon-pair.js';
import {
  drawVirtualPairCosTheta,
  virtualPairCrossSection,
  VirtualPhotonPair,
} from '../../../emulator/generators/virtual-photon-pair.js';
import { chiSquaredPull, integrate } from './machine.js';

const [s, muonMass, tauMass] = [10.5794 ** 2, 0.105_658_375_5, 1.776_86];
const alpha = 1 / 137.035_999_084;
const stream = () => new RandomStream().seed(1, 0, 0, 0, purpose.generator);

/** dσ/dcosθ of e⁺e⁻ → γ*γ* [nb] by t and u. */
const angular = (first: number, second: number) => (cosTheta: number) => {
  const [a, b] = [first * first, second * second];
  const root = Math.sqrt((s - a - b) ** 2 - 4 * a * b);
  const t = -(s - a - b - root * cosTheta) / 2;
  const u = -(s - a - b + root * cosTheta) / 2;
  const shape = t / u + u / t + (2 * s * (a + b)) / (t * u) - a * b * (1 / (t * t) + 1 / (u * u));
  return ((2 * Math.PI * alpha * alpha) / (s * s)) * shape * (root / 2) * 0.389_379_372e6;
};

describe('two virtual photons of the beams', () => {
  it.each([
    [4, 3],
    [1, 9],
    [2, 2],
  ])('of %f and %f GeV have the integral of the density in t', (first, second) => {
    const expected = integrate(angular(first, second), -1, 1, 4000);
    expect(virtualPairCrossSection(s, first, second) / expected).toBeCloseTo(1, 5);
    expect(virtualPairCrossSection(s, second, first) / expected).toBeCloseTo(1, 5);
  });

  it('are a photon beside a dark photon of coupling 1 where the mass of one vanishes', () => {
    const density = angular(2, 1e-4);
    const expected = pairCrossSection(s, 2, -0.9, 0.9);
    expect(integrate(density, -0.9, 0.9) / expected).toBeCloseTo(1, 6);
  });

  it('are none beyond the energy of the beams', () => {
    expect(virtualPairCrossSection(s, 5, 5.6)).toBe(0);
  });

  it.each([
    [3, 2],
    [5, 5],
  ])('of %f and %f GeV are drawn at the angles of that density', (first, second) => {
    const [random, counts, count] = [stream(), new Float64Array(16), 20_000];
    for (let event = 0; event < count; event++)
      counts[Math.floor((drawVirtualPairCosTheta(random, s, first, second) + 1) * 8)]!++;
    const density = angular(first, second);
    const total = integrate(density, -1, 1);
    const expected = Array.from(
      counts,
      (_, bin) => (count * integrate(density, bin / 8 - 1, (bin + 1) / 8 - 1, 100)) / total,
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });
});

describe.each([
  ['muons twice', muonMass, muonMass, 0.5],
  ['muons and τ', muonMass, tauMass, 1],
])('pairs of leptons of two photons of the beams: %s', (_, first, second, identical) => {
  const pair = new VirtualPhotonPair(s, [first, second]);

  it('have the integral over both masses', () => {
    const root = Math.sqrt(s);
    // Light photons in equal factors; heavy ones in the cube root of the distance from the end,
    // where the cross section has its pole.
    const atFirst = (logFirst: number): number => {
      const mass = Math.exp(logFirst);
      const high = root - mass;
      const middle = Math.min(high, Math.max(3, 2 * second));
      const density = (other: number): number =>
        conversionDensity(other, second) * virtualPairCrossSection(s, mass, other);
      const light = (log: number): number => density(Math.exp(log));
      const heavy = (v: number): number => {
        const other = high - (high - middle) * v * v * v;
        return (density(other) / other) * 3 * (high - middle) * v * v;
      };
      return (
        conversionDensity(mass, first) *
        (integrate(light, Math.log(2 * second), Math.log(middle), 40) +
          integrate(heavy, 1e-3, 1, 40))
      );
    };
    const range = [Math.log(2 * first), Math.log(root - 2 * second)] as const;
    const expected = identical * integrate(atFirst, range[0] + 1e-6, range[1] - 1e-6, 100);
    expect(Math.abs(pair.crossSection / expected - 1)).toBeLessThan(0.01);
  });

  it('are drawn with these masses, light ones first of all', () => {
    const [random, count] = [stream(), 20_000];
    let [light, beyond] = [0, 0];
    for (let event = 0; event < count; event++) {
      pair.draw(random, s);
      if (pair.first < 1) light++;
      const isOut =
        pair.first < 2 * first || pair.second < 2 * second || pair.first + pair.second > 10.5794;
      if (isOut) beyond++;
    }
    expect(beyond).toBe(0);
    expect(light / count).toBeGreaterThan(0.35);
    expect(pair.excessShare).toBe(0);
  });
});
