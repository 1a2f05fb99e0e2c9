import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { labToCms } from '../../../detector/beams.js';
import { type FourVector, fourVector, massSquared } from '../../../detector/lorentz.js';
import { ScatteredBeams } from '../../../emulator/generators/scattered-beams.js';
import { chiSquaredPull, integrate, nominal, sharp } from './machine.js';

const electronMass = 0.510_998_95e-3;
const stream = () => new RandomStream().seed(1, 0, 0, 0, purpose.generator);
const axes = ['px', 'py', 'pz', 'energy'] as const;

function inCms(vector: Readonly<FourVector>): FourVector {
  const copy = { ...vector };
  labToCms(sharp.frame, copy);
  return copy;
}

const sum = (...vectors: readonly Readonly<FourVector>[]): FourVector => {
  const total = fourVector();
  for (const vector of vectors) for (const axis of axes) total[axis] += vector[axis];
  return total;
};

describe('beams that have each given off a photon', () => {
  it.each([false, true])('keep four-momentum and all masses, virtual photons: %s', (isVirtual) => {
    const random = stream();
    const scattered = new ScatteredBeams(sharp, isVirtual);
    const { electron, positron, system } = scattered;
    const shares = fc.double({ min: -0.999, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 10.5, noNaN: true }), shares, (mass, share) => {
        const rapidity = share * Math.log(sharp.sqrtS / mass);
        if (!scattered.draw(random, mass, rapidity, mass * mass)) return;
        const total = sum(electron, positron, system);
        const differences = [
          ...axes.map((axis) => total[axis] - sharp.total[axis]),
          massSquared(electron) - electronMass ** 2,
          massSquared(positron) - electronMass ** 2,
          massSquared(system) - mass ** 2,
        ];
        expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-8);
      }),
      { numRuns: 500 },
    );
  });

  it('go on along themselves without x₁ and x₂ of their energy', () => {
    const scattered = new ScatteredBeams(sharp, false);
    expect(scattered.draw(stream(), 2, 0.5, 4)).toBe(true);
    const [electron, positron] = [inCms(scattered.electron), inCms(scattered.positron)];
    const energy = (rapidity: number): number => 0.5 * (sharp.sqrtS - 2 * Math.exp(rapidity));
    for (const [vector, sign, rapidity] of [
      [electron, 1, 0.5],
      [positron, -1, -0.5],
    ] as const) {
      expect(Math.hypot(vector.px, vector.py)).toBeLessThan(1e-9);
      expect(sign * vector.pz).toBeCloseTo(energy(rapidity), 5);
    }
    const system = inCms(scattered.system);
    expect(Math.atanh(system.pz / system.energy)).toBeCloseTo(0.5, 9);
  });

  it('take what rests in the system along', () => {
    const scattered = new ScatteredBeams(sharp, true);
    expect(scattered.draw(stream(), 2, 0.5, 4)).toBe(true);
    const [one, other] = [fourVector(0.3, 0.4, 0.5, 1), fourVector(-0.3, -0.4, -0.5, 1)];
    scattered.toLab(one);
    scattered.toLab(other);
    const total = sum(one, other);
    for (const axis of axes) expect(total[axis]).toBeCloseTo(scattered.system[axis], 9);
    // Along the electron and not against it: the first has more than the second.
    expect(inCms(one).pz).toBeGreaterThan(inCms(other).pz);
  });

  it('refuse what they have not the energy for', () => {
    const scattered = new ScatteredBeams(sharp, false);
    expect(scattered.draw(stream(), 11, 0, 121)).toBe(false);
    expect(scattered.draw(stream(), 2, 1.7, 4)).toBe(false);
    expect(scattered.draw(stream(), 2, 1.6, 4)).toBe(true);
  });

  it('vary in energy as the beams do', () => {
    const random = stream();
    const scattered = new ScatteredBeams(nominal, false);
    let [first, second] = [0, 0];
    for (let event = 0; event < 4000; event++) {
      scattered.draw(random, 1, 0, 1);
      const off = sum(scattered.electron, scattered.positron, scattered.system).energy;
      first += (off - nominal.total.energy) / 4000;
      second += (off - nominal.total.energy) ** 2 / 4000;
    }
    const expected = Math.hypot(5.13e-3, 2.375e-3);
    expect(Math.abs(Math.sqrt(second - first * first) / expected - 1)).toBeLessThan(0.05);
  });

  it.each([
    ['electron', 1],
    ['positron', -1],
  ] as const)('with virtual photons have p_T² = (1 − x)(q² − q²min), the %s', (lepton, sign) => {
    const random = stream();
    const scattered = new ScatteredBeams(sharp, true);
    const [mass, rapidity, most] = [3, 0.6, 0.5];
    const x = (mass / sharp.sqrtS) * Math.exp(sign * rapidity);
    const least = (electronMass * x) ** 2 / (1 - x);
    const counts = new Float64Array(12);
    const count = 20_000;
    let [largest, beyond] = [0, 0];
    for (let event = 0; event < count; event++) {
      scattered.draw(random, mass, rapidity, most);
      const { px, py } = inCms(scattered[lepton]);
      const q2 = (px * px + py * py) / (1 - x) + least;
      largest = Math.max(largest, q2);
      if (q2 < least * (1 - 1e-9)) beyond++;
      counts[Math.min(11, Math.floor((12 * Math.log(q2 / least)) / Math.log(most / least)))]!++;
    }
    expect(largest).toBeLessThan(most * (1 + 1e-6));
    // A wrong x would leave this short of the limit.
    expect(largest).toBeGreaterThan(most * 0.995);
    expect(beyond).toBe(0);
    const density = (logQ2: number): number =>
      1 + (1 - x) ** 2 - 2 * (electronMass * x) ** 2 * Math.exp(-logQ2);
    const edge = (bin: number): number => Math.log(least) + (bin / 12) * Math.log(most / least);
    const total = integrate(density, edge(0), edge(12));
    const expected = Array.from(
      counts,
      (_, bin) => (count * integrate(density, edge(bin), edge(bin + 1))) / total,
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });
});
