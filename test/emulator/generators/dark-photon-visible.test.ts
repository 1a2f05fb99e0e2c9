import { describe, expect, it } from 'vitest';
import { boost, massSquared } from '../../../detector/lorentz.js';
import type { FourVector } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { darkPhoton } from '../../../emulator/generators/dark-photon.js';
import { darkPhotonWidth, meanFlight } from '../../../emulator/generators/widths.js';
import { chiSquaredPull, crossSection, generate, momentum, sharp } from './machine.js';

const born = { isr: false };

/** cos of the angle between the first product and the direction of flight, seen from the A′. */
function helicityCosine(particles: Particles, event: number, mass: number): number {
  const first = particles.offsets[event]!;
  const parent = momentum(particles, first + 1);
  const into = (vector: FourVector): FourVector => {
    const { px, py, pz, energy } = parent;
    boost(vector, -px / energy, -py / energy, -pz / energy, energy / mass);
    return vector;
  };
  const photon = into(momentum(particles, first));
  const product = into(momentum(particles, first + 2));
  const dot = photon.px * product.px + photon.py * product.py + photon.pz * product.pz;
  return -dot / photon.energy / Math.hypot(product.px, product.py, product.pz);
}

const count = 20_000;

/** Counts of the helicity cosine in ten bins against a density on [−1, 1]. */
function pullOf(config: object, mass: number, below: (c: number) => number): number {
  const particles = generate('dark-photon', { ...born, mass, ...config }, count);
  const counts = new Float64Array(10);
  for (let event = 0; event < count; event++)
    counts[Math.min(9, Math.floor((helicityCosine(particles, event, mass) / 2 + 0.5) * 10))]!++;
  const expected = counts.map((_, bin) => count * (below(0.2 * bin - 0.8) - below(0.2 * bin - 1)));
  return Math.abs(chiSquaredPull(counts, expected));
}

describe('an A′ that is seen', () => {
  it('decays by 1 + cos² of its direction of flight into leptons, by sin² into pions', () => {
    const leptons = (c: number): number => (3 / 8) * (c + c ** 3 / 3);
    const pions = (c: number): number => (3 / 4) * (c - c ** 3 / 3);
    expect(pullOf({ decay: 'ee' }, 0.4, leptons)).toBeLessThan(4);
    expect(pullOf({ decay: 'pipi' }, 0.6, pions)).toBeLessThan(4);
  });

  it('decays in all directions alike into muons that hardly move', () => {
    expect(pullOf({ decay: 'mumu' }, 0.21135, (c) => 0.5 * c)).toBeLessThan(4);
  });

  it('is longitudinal in 2κ(1 − c²) of 1 + c² + 4κ, 46 % at 8 GeV in the middle', () => {
    // κ = m²s/(s − m²)²; the photon within |c| < 0.1, where the share hardly changes.
    const { s } = sharp.frame;
    const kappa = (64 * s) / (s - 64) ** 2;
    const c2 = 0.01 / 3;
    const share = (2 * kappa * (1 - c2)) / (1 + c2 + 4 * kappa);
    const below = (c: number): number =>
      (1 - share) * (3 / 8) * (c + c ** 3 / 3) + share * (3 / 4) * (c - c ** 3 / 3);
    expect(share).toBeGreaterThan(0.4);
    expect(pullOf({ decay: 'ee', maxCosTheta: 0.1 }, 8, below)).toBeLessThan(4);
    const pions = (c: number): number =>
      (1 - share) * (3 / 4) * (c - c ** 3 / 3) + share * 0.5 * c ** 3;
    expect(pullOf({ decay: 'pipi', maxCosTheta: 0.1 }, 8, pions)).toBeLessThan(4);
  });

  it('has two of one mass, its own together, and is gone from the final particles', () => {
    for (const [decay, pdg, mass] of [
      ['ee', 11, 0.02],
      ['mumu', 13, 0.22],
      ['pipi', 211, 1],
    ] as const) {
      const particles = generate('dark-photon', { decay, mass, flight: '1 mm' }, 50);
      for (let event = 0; event < 50; event++) {
        const first = particles.offsets[event]!;
        expect([...particles.pdg.subarray(first + 2, first + 4)]).toEqual([pdg, -pdg]);
        expect(particles.status[first + 1]).toBe(particleStatus.intermediate);
        const [a, b] = [momentum(particles, first + 2), momentum(particles, first + 3)];
        expect(massSquared(a)).toBeCloseTo(particleInfo(pdg)!.mass ** 2, 6);
        const both = {
          px: a.px + b.px,
          py: a.py + b.py,
          pz: a.pz + b.pz,
          energy: a.energy + b.energy,
        };
        expect(massSquared(both)).toBeCloseTo(mass ** 2, 6);
      }
    }
  });

  it('flies as ε and its mass say, or as the user says', () => {
    const meanOf = (config: object, mass: number): number => {
      const particles = generate('dark-photon', { ...born, mass, decay: 'ee', ...config }, count);
      let sum = 0;
      for (let event = 0; event < count; event++) {
        const first = particles.offsets[event]!;
        const { px, py, pz } = momentum(particles, first + 1);
        const way = Math.hypot(
          particles.x[first + 2]! - particles.x[first]!,
          particles.y[first + 2]! - particles.y[first]!,
          particles.z[first + 2]! - particles.z[first]!,
        );
        sum += (way * mass) / Math.hypot(px, py, pz);
      }
      return sum / count;
    };
    const expected = meanFlight('test', -1, darkPhotonWidth(0.05, 1e-5));
    expect(Math.abs(meanOf({ epsilon: 1e-5 }, 0.05) / expected - 1)).toBeLessThan(0.03);
    expect(Math.abs(meanOf({ flight: '2 cm' }, 0.05) / 2 - 1)).toBeLessThan(0.03);
    expect(meanOf({ flight: 0 }, 0.05)).toBe(0);
  });

  it('is refused below its threshold and, without a flight, without a coupling', () => {
    expect(() => generate('dark-photon', { decay: 'mumu', mass: 0.2 }, 1)).toThrow(
      '0.2 GeV does not decay to mumu, which takes more than 0.2113 GeV',
    );
    expect(() => crossSection('dark-photon', { decay: 'pipi', mass: 0.27 })).toThrow('pipi');
    const still = { decay: 'ee', mass: 0.05, epsilon: 0 };
    expect(() => generate('dark-photon', still, 1)).toThrow('give flight');
    expect(() => generate('dark-photon', { ...still, flight: 1 }, 1)).not.toThrow();
  });
});

it('σ/ε² in the laboratory is 2.905 and 13.53 nb in the barrel, 5.459 and 22.39 in 17–150°', () => {
  const rows = darkPhoton.crossSections!.slice(1);
  const expected = [2.905, 13.53, 5.459, 22.39];
  expect(rows).toHaveLength(expected.length);
  for (const [index, { value, unit }] of rows.entries()) {
    expect(unit).toBe('nb');
    expect(Math.abs(value(sharp) / expected[index]! - 1)).toBeLessThan(0.01);
  }
});
