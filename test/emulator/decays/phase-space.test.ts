import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import { momentumOfPair } from '../../../detector/propagation/decays.js';
import { PhaseSpace } from '../../../emulator/decays/phase-space.js';

/** Volume of phase space but for constants, by integrating over the mass of all but the last. */
function volume(mass: number, masses: readonly number[]): number {
  if (masses.length === 2) return momentumOfPair(mass, masses[0]!, masses[1]!) / mass;
  const rest = masses.slice(0, -1);
  const last = masses.at(-1)!;
  const from = rest.reduce((sum, value) => sum + value, 0);
  const steps = 60;
  const width = (mass - last - from) / steps;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const group = from + (step + 0.5) * width;
    sum += group * (momentumOfPair(mass, group, last) / mass) * volume(group, rest) * width;
  }
  return sum;
}

/** Mean energy of the last product, from the same integral. */
function meanEnergyOfLast(mass: number, masses: readonly number[]): number {
  const rest = masses.slice(0, -1);
  const last = masses.at(-1)!;
  const from = rest.reduce((sum, value) => sum + value, 0);
  const steps = 200;
  const width = (mass - last - from) / steps;
  let weights = 0;
  let energies = 0;
  for (let step = 0; step < steps; step++) {
    const group = from + (step + 0.5) * width;
    const p = momentumOfPair(mass, group, last);
    const weight = group * (p / mass) * volume(group, rest);
    weights += weight;
    energies += weight * Math.sqrt(p * p + last * last);
  }
  return energies / weights;
}

describe('phase space', () => {
  it.each([
    ['three products', 1.8648, [0.4937, 0.1396, 0.135]],
    ['four, one of them massless', 1.77686, [0, 0.1396, 0.1396, 0.4937]],
    ['five, the heaviest last', 5.2793, [0.1396, 0.1396, 0.135, 0.135, 1.8648]],
  ] as const)('of %s gives the last the mean energy of the integral', (_, mass, masses) => {
    const space = new PhaseSpace();
    const random = new RandomStream().seed(3, 1, 0, 0, 255);
    const draws = 20_000;
    let sum = 0;
    let squares = 0;
    const given = Float64Array.from(masses);
    for (let draw = 0; draw < draws; draw++) {
      space.draw(mass, given, masses.length, random);
      const { energy } = space.momenta[masses.length - 1]!;
      sum += energy;
      squares += energy * energy;
    }
    const mean = sum / draws;
    const sigma = Math.sqrt((squares / draws - mean * mean) / draws);
    expect(Math.abs(mean - meanEnergyOfLast(mass, masses))).toBeLessThan(4 * sigma + 1e-4);
  });

  it('of eight massless products has energies x (1 − x)⁵: mean x 1/4, mean x² 1/12', () => {
    const space = new PhaseSpace();
    const random = new RandomStream().seed(6, 1, 0, 0, 255);
    const draws = 20_000;
    for (const product of [0, 3, 7]) {
      let mean = 0;
      let square = 0;
      for (let draw = 0; draw < draws; draw++) {
        space.draw(2, new Float64Array(8), 8, random);
        const { energy } = space.momenta[product]!;
        mean += energy / draws;
        square += energy ** 2 / draws;
      }
      // x = E/(M/2); the spread of x is 0.14: 4σ of 20 000 are 0.004.
      expect(Math.abs(mean - 1 / 4)).toBeLessThan(0.004);
      expect(Math.abs(square - 1 / 12)).toBeLessThan(0.003);
    }
  });

  it('of four heavy products shares the kinetic energy: mean 1/4, mean square 15/176', () => {
    const space = new PhaseSpace();
    const random = new RandomStream().seed(7, 1, 0, 0, 255);
    const draws = 20_000;
    const masses = Float64Array.of(1, 1, 1, 1);
    for (const product of [0, 1, 3]) {
      let mean = 0;
      let square = 0;
      for (let draw = 0; draw < draws; draw++) {
        space.draw(4 + 1e-6, masses, 4, random);
        const share = (space.momenta[product]!.energy - 1) / 1e-6;
        mean += share / draws;
        square += share ** 2 / draws;
      }
      // Momenta of the centre of mass fill a sphere in 9 dimensions: a particle's kinetic energy is
      // 3/4 of a share that follows x^½ (1 − x)², mean 1/3, mean square 5/33.
      expect(Math.abs(mean - 1 / 4)).toBeLessThan(0.005);
      expect(Math.abs(square - (9 / 16) * (5 / 33))).toBeLessThan(0.004);
    }
  });

  it('does not know the order of the products: equal masses have equal mean energies', () => {
    const space = new PhaseSpace();
    const random = new RandomStream().seed(4, 1, 0, 0, 255);
    const masses = Float64Array.of(0.14, 0.14, 0.14, 0.14);
    const sums = [0, 0, 0, 0];
    for (let draw = 0; draw < 20_000; draw++) {
      space.draw(1.5, masses, 4, random);
      sums.forEach((sum, product) => {
        sums[product] = sum + space.momenta[product]!.energy / 20_000;
      });
    }
    for (const mean of sums) expect(mean).toBeCloseTo(1.5 / 4, 2);
  });

  it('is isotropic', () => {
    const space = new PhaseSpace();
    const random = new RandomStream().seed(5, 1, 0, 0, 255);
    const masses = Float64Array.of(0.14, 0.5, 0.14);
    let cosTheta = 0;
    let cos2Theta = 0;
    for (let draw = 0; draw < 20_000; draw++) {
      space.draw(1.9, masses, 3, random);
      const { px, py, pz } = space.momenta[1]!;
      const cos = pz / Math.hypot(px, py, pz);
      cosTheta += cos / 20_000;
      cos2Theta += (cos * cos) / 20_000;
    }
    expect(cosTheta).toBeCloseTo(0, 1.5);
    expect(cos2Theta).toBeCloseTo(1 / 3, 1.9);
  });
});
