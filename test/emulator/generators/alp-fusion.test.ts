import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { particleStatus } from '../../../detector/particles.js';
import { alpFlight, alpPdg } from '../../../emulator/generators/alp.js';
import { alpFusion } from '../../../emulator/generators/alp-fusion.js';
import { crossSection, generate, imbalance, momentum, momentumCms, sharp } from './machine.js';

describe('fusion of two photons to an ALP', () => {
  it.each([
    [0.5, 1.29],
    [1, 0.918],
    [3, 0.365],
  ])('has at %f GeV and g = 10⁻³/GeV %f pb, by an integral of its own', (mass, expected) => {
    expect(Math.abs((1e3 * crossSection('alp-fusion', { mass })) / expected - 1)).toBeLessThan(
      0.02,
    );
    const row = alpFusion.crossSections!.find(({ parameters }) => parameters?.['mass'] === mass)!;
    expect(row.expected).toBe(expected);
    expect(row.value(sharp)).toBeCloseTo(1e3 * crossSection('alp-fusion', { mass }), 9);
  });

  it('goes with g²', () => {
    const one = crossSection('alp-fusion', {});
    expect(crossSection('alp-fusion', { coupling: 3e-3 }) / one).toBeCloseTo(9, 9);
  });

  it('keeps four-momentum and the mass, at the edges too', () => {
    const config = fc.record({
      mass: fc.constantFrom(0.01, 0.2, 1, 9.7, 10.4),
      flight: fc.constantFrom(0, 5),
      photonRecoil: fc.boolean(),
    });
    fc.assert(
      fc.property(config, (raw) => {
        const particles = generate('alp-fusion', raw, 20);
        let off = 0;
        for (let event = 0; event < 20; event++) {
          expect([...particles.pdg.subarray(5 * event, 5 * event + 5)]).toEqual([
            11,
            -11,
            alpPdg,
            22,
            22,
          ]);
          const alp = momentum(particles, 5 * event + 2);
          off = Math.max(off, imbalance(particles, event));
          off = Math.max(off, Math.abs(massSquared(alp) - raw.mass ** 2));
        }
        expect(off).toBeLessThan(1e-8);
      }),
      { numRuns: 20 },
    );
  });

  it('has photons back to back in azimuth, whose parent is the ALP', () => {
    const { pdg, mother, status } = generate('alp-fusion', {}, 50);
    const particles = generate('alp-fusion', {}, 50);
    for (let event = 0; event < 50; event++) {
      const row = 5 * event;
      expect(status[row + 2]).toBe(particleStatus.intermediate);
      expect([mother[row + 3], mother[row + 4], pdg[row + 3]]).toEqual([2, 2, 22]);
      const [one, other] = [momentumCms(particles, row + 3), momentumCms(particles, row + 4)];
      expect(Math.hypot(one.px + other.px, one.py + other.py)).toBeLessThan(1e-8);
    }
  });

  it.each([
    ['of its width', { coupling: 1e-6, mass: 0.3 }, alpFlight(0.3, 1e-6)],
    ['that is given', { flight: '2 cm', mass: 1 }, 2],
  ] as const)('lets it fly by the lifetime %s', (_, config, expected) => {
    const count = 10_000;
    const particles = generate('alp-fusion', config, count);
    let sum = 0;
    for (let event = 0; event < count; event++) {
      const [alp, photon] = [5 * event + 2, 5 * event + 3];
      const { px, py, pz } = momentum(particles, alp);
      const length = Math.hypot(
        particles.x[photon]! - particles.x[alp]!,
        particles.y[photon]! - particles.y[alp]!,
        particles.z[photon]! - particles.z[alp]!,
      );
      sum += (length * config.mass) / Math.hypot(px, py, pz);
    }
    expect(Math.abs(sum / count / expected - 1)).toBeLessThan(3 / Math.sqrt(count));
  });

  it('is refused by name beyond the energy of the beams', () => {
    expect(() => generate('alp-fusion', { mass: 10.55 }, 1)).toThrow(/"alp-fusion".*10.55 GeV/);
    expect(() => crossSection('alp-fusion', { mass: 11 })).toThrow('beyond √s');
  });
});
