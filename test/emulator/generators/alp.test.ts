import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { alpFlight, alpPdg } from '../../../emulator/generators/alp.js';
import {
  chiSquaredPull,
  crossSection,
  generate,
  integrate,
  momentum,
  momentumCms,
  sharp,
} from './machine.js';

const born = { isr: false };
/** Rows of an event without radiation: recoil photon, ALP, its two photons. */
const rows = 4;

const { s } = sharp.frame;

/** Mass² of two photons together [GeV²]. */
function pairMassSquared(particles: Particles, a: number, b: number): number {
  const [first, second] = [momentum(particles, a), momentum(particles, b)];
  return massSquared({
    px: first.px + second.px,
    py: first.py + second.py,
    pz: first.pz + second.pz,
    energy: first.energy + second.energy,
  });
}

describe('a photon beside an ALP without radiation', () => {
  it('has the energy (s − m²)/2√s, and the two photons of the ALP its mass', () => {
    const particles = generate('alp', { mass: 3, ...born }, 200);
    for (let event = 0; event < 200; event++) {
      const energy = momentumCms(particles, rows * event).energy;
      expect(energy).toBeCloseTo((s - 9) / (2 * Math.sqrt(s)), 5);
      const first = rows * event + 2;
      expect(pairMassSquared(particles, first, first + 1)).toBeCloseTo(9, 6);
    }
  });

  it('is at 1 + cos² of the beams', () => {
    const count = 100_000;
    const particles = generate('alp', { mass: 3, ...born }, count);
    const bins = 20;
    const counts = new Float64Array(bins);
    for (let event = 0; event < count; event++) {
      const photon = momentumCms(particles, rows * event);
      counts[Math.min(bins - 1, Math.floor(((photon.pz / photon.energy + 1) / 2) * bins))]!++;
    }
    const expected = Array.from({ length: bins }, (_, bin) => {
      const edge = (index: number): number => (2 * index) / bins - 1;
      return (count * integrate((c) => 1 + c * c, edge(bin), edge(bin + 1), 20)) / (8 / 3);
    });
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });

  it('decays into photons of any energy between the limits alike: they are isotropic', () => {
    const count = 50_000;
    const mass = 4;
    const particles = generate('alp', { mass, ...born }, count);
    const energy = (s + mass * mass) / (2 * Math.sqrt(s));
    const momentumOfAlp = Math.sqrt(energy * energy - mass * mass);
    const bins = 20;
    const counts = new Float64Array(bins);
    for (let event = 0; event < count; event++) {
      const share = momentumCms(particles, rows * event + 2).energy / energy;
      const cosTheta = ((2 * share - 1) * energy) / momentumOfAlp;
      expect(Math.abs(cosTheta)).toBeLessThan(1 + 1e-6);
      counts[Math.min(bins - 1, Math.floor(((cosTheta + 1) / 2) * bins))]!++;
    }
    expect(Math.abs(chiSquaredPull(counts, Array(bins).fill(count / bins)))).toBeLessThan(4);
  });

  it('leaves the ALP in the truth, decayed, with its photons as daughters', () => {
    const particles = generate('alp', born, 20);
    for (let event = 0; event < 20; event++) {
      const start = rows * event;
      expect([...particles.pdg.subarray(start, start + rows)]).toEqual([22, alpPdg, 22, 22]);
      expect(particles.status[start + 1]).toBe(particleStatus.intermediate);
      expect([...particles.mother.subarray(start, start + rows)]).toEqual([-1, -1, 1, 1]);
    }
  });
});

describe('the cross section of an ALP', () => {
  it('is 118.4 fb for a light one at g = 10⁻³/GeV', () => {
    expect(1e6 * crossSection('alp', { mass: 0.01, ...born })).toBeCloseTo(118.4, 0);
  });

  it('goes with g² and with (1 − m²/s)³', () => {
    const one = crossSection('alp', { mass: 0.01, ...born });
    expect(crossSection('alp', { mass: 0.01, coupling: 2e-3, ...born }) / one).toBeCloseTo(4, 6);
    expect(crossSection('alp', { mass: 6, ...born }) / one).toBeCloseTo((1 - 36 / s) ** 3, 4);
    const central = crossSection('alp', { mass: 0.01, maxCosTheta: 0.5, ...born });
    expect(central / one).toBeCloseTo((0.5 + 0.5 ** 3 / 3) / (4 / 3), 4);
  });
});

describe('the flight of an ALP', () => {
  it('is 40 nm at 1 GeV and 10⁻³/GeV, and goes with 1/(g²m³)', () => {
    expect(alpFlight(1, 1e-3)).toBeCloseTo(4e-6, 7);
    expect(alpFlight(0.5, 1e-4) / alpFlight(1, 1e-3)).toBeCloseTo(800, 6);
  });

  it('has the mean βγcτ along its momentum, in the time that it takes', () => {
    const count = 20_000;
    const [mass, coupling] = [0.2, 1e-6];
    const particles = generate('alp', { mass, coupling, ...born }, count);
    let sum = 0;
    for (let event = 0; event < count; event++) {
      const [alp, photon] = [rows * event + 1, rows * event + 2];
      const { px, py, pz, energy } = momentum(particles, alp);
      const step = {
        x: particles.x[photon]! - particles.x[alp]!,
        y: particles.y[photon]! - particles.y[alp]!,
        z: particles.z[photon]! - particles.z[alp]!,
      };
      const p = Math.hypot(px, py, pz);
      const length = Math.hypot(step.x, step.y, step.z);
      const along = (step.x * px + step.y * py + step.z * pz) / p;
      expect(along / length).toBeCloseTo(1, 6);
      const time = particles.time[photon]! - particles.time[alp]!;
      expect(length / time / 29.979_245_8).toBeCloseTo(p / energy, 4);
      sum += (length * mass) / p;
    }
    const mean = sum / count / alpFlight(mass, coupling);
    expect(Math.abs(mean - 1)).toBeLessThan(4 / Math.sqrt(count));
  });
});

it('with radiation four photons and no more have the energy of the beams', () => {
  const particles = generate('alp', { mass: 2 }, 2000);
  let radiated = 0;
  for (let event = 0; event < 2000; event++) {
    const start = particles.offsets[event]!;
    const end = particles.offsets[event + 1]!;
    if (end - start > rows) radiated++;
    let energy = 0;
    for (let row = start; row < end; row++)
      if (particles.status[row] === particleStatus.final)
        energy += momentumCms(particles, row).energy;
    expect(energy).toBeCloseTo(Math.sqrt(s), 5);
  }
  expect(radiated).toBeGreaterThan(200);
});

it('a mass that leaves the photon no energy is refused', () => {
  expect(() => generate('alp', { mass: 10.57 }, 1)).toThrow(/generator "alp".*lower the mass/);
});
