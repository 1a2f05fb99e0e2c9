import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fourVector, massSquared } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { twoPhotonHadrons } from '../../../emulator/generators/two-photon-hadrons.js';
import { crossSection, generate, imbalance, momentum, nominal } from './machine.js';

/** Mass of all but the scattered beams [GeV]. */
function hadronMass(particles: Particles, event: number): number {
  const sum = fourVector();
  for (let row = particles.offsets[event]! + 2; row < particles.offsets[event + 1]!; row++) {
    if (particles.mother[row]! >= 0) continue;
    const vector = momentum(particles, row);
    for (const axis of ['px', 'py', 'pz', 'energy'] as const) sum[axis] += vector[axis];
  }
  return Math.sqrt(massSquared(sum));
}

describe('hadrons of two photons', () => {
  it('have 4.52 nb above 1 GeV and 1.58 nb above 2 GeV of an independent integration', () => {
    for (const [minMass, expected] of [
      [1, 4.52],
      [2, 1.58],
    ] as const) {
      const own = crossSection('two-photon-hadrons', { minMass, pionPairs: 0 });
      expect(Math.abs(own / expected - 1)).toBeLessThan(0.02);
      const row = twoPhotonHadrons.crossSections!.find((one) => one.expected === expected)!;
      expect(row.value(nominal)).toBeCloseTo(own, 3);
    }
  });

  it('are proportional to σ(γγ), and pairs of pions come on top', () => {
    const at = (config: object) => crossSection('two-photon-hadrons', { pionPairs: 0, ...config });
    expect(at({ constant: 480, falling: 540 }) / at({})).toBeCloseTo(2, 9);
    const pairs = at({ pionPairs: 1 }) - at({});
    expect((at({ pionPairs: 2 }) - at({})) / pairs).toBeCloseTo(2, 6);
    // By a sum of 400 steps over W with a midpoint rule over angles.
    expect(Math.abs(pairs / 5.54 - 1)).toBeLessThan(0.01);
  });

  it('keep four-momentum and charge', () => {
    const config = fc.record({
      minMass: fc.constantFrom(1, 3, 10.4),
      pionPairs: fc.constantFrom(0, 1),
      photonRecoil: fc.boolean(),
    });
    fc.assert(
      fc.property(config, (raw) => {
        const particles = generate('two-photon-hadrons', raw, 30);
        const off = Array.from({ length: 30 }, (_, event) => imbalance(particles, event));
        expect(Math.max(...off)).toBeLessThan(1e-7);
      }),
      { numRuns: 12 },
    );
  });

  it('are above the least mass, or two pions below 1 GeV, as often as cross sections say', () => {
    const count = 4000;
    const particles = generate('two-photon-hadrons', { minMass: 2 }, count);
    let light = 0;
    for (let event = 0; event < count; event++) {
      const mass = hadronMass(particles, event);
      if (mass < 1) {
        light++;
        const row = particles.offsets[event]!;
        expect([...particles.pdg.subarray(row + 2, particles.offsets[event + 1])]).toEqual([
          211, -211,
        ]);
      } else expect(mass).toBeGreaterThan(2 - 1e-6);
    }
    const all = crossSection('two-photon-hadrons', { minMass: 2 });
    const share = (all - crossSection('two-photon-hadrons', { minMass: 2, pionPairs: 0 })) / all;
    expect(Math.abs(light / count - share)).toBeLessThan(
      4 * Math.sqrt((share * (1 - share)) / count),
    );
  });

  it('are more often two charged pions at the f₂(1270) than below and above', () => {
    const count = 8000;
    const particles = generate('two-photon-hadrons', { pionPairs: 0 }, count);
    const pairs = new Float64Array(3);
    const all = new Float64Array(3);
    for (let event = 0; event < count; event++) {
      const mass = hadronMass(particles, event);
      const bin = mass < 1.1 ? 0 : mass < 1.15 ? -1 : mass < 1.4 ? 1 : mass > 1.7 ? 2 : -1;
      if (bin < 0) continue;
      const { offsets, status, pdg } = particles;
      all[bin]!++;
      const isPair =
        offsets[event + 1]! - offsets[event]! === 4 && Math.abs(pdg[offsets[event]! + 2]!) === 211;
      if (isPair && status[offsets[event]!] === particleStatus.final) pairs[bin]!++;
    }
    const [below, at, above] = [0, 1, 2].map((bin) => pairs[bin]! / all[bin]!);
    expect(at).toBeGreaterThan(below! + 0.1);
    expect(at).toBeGreaterThan(above! + 0.2);
  });

  it('are refused by name where there is no energy for them, or nothing', () => {
    const at = (config: object) => () => crossSection('two-photon-hadrons', config);
    expect(at({ minMass: 10.55 })).toThrow('"two-photon-hadrons": a minMass of 10.55 GeV');
    expect(at({ constant: 0, falling: 0, pionPairs: 0 })).toThrow('nothing is left');
    expect(at({ constant: 0, falling: 0, pionPairs: 2e-323 })).toThrow('nothing is left');
  });
});
