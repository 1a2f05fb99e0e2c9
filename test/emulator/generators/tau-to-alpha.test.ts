import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boost, type FourVector, massSquared } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { findGenerator } from '../../../emulator/generators/index.js';
import { crossSection, generate, momentum, nominal, sharp } from './machine.js';
import { sumsOfFinals } from './finals.js';
import { flightsOf, generateUndecayed } from './flights.js';

const tauMass = particleInfo(15)!.mass;
const born = { isr: false, fsr: false };

/** Energy of a vector at rest of a parent of this mass. */
function energyAtRest(vector: FourVector, { px, py, pz, energy }: FourVector, mass: number) {
  boost(vector, -px / energy, -py / energy, -pz / energy, energy / mass);
  return vector.energy;
}

/** Rows of the lepton, the α and their τ in each event. */
function rowsOf({ offsets, pdg, mother }: Particles) {
  return Array.from({ length: offsets.length - 1 }, (_, event) => {
    const first = offsets[event]!;
    const alpha = first + pdg.subarray(first, offsets[event + 1]).indexOf(51);
    return { lepton: alpha - 1, product: alpha, parent: first + mother[alpha]! };
  });
}

describe('τ → ℓα', () => {
  // (m_τ² + m_ℓ² − m_α²)/2m_τ [GeV], rounded in the list that the experiment's signals are in.
  it.each([
    [0, 0.8884],
    [0.5, 0.8181],
    [1, 0.607],
    [1.4, 0.3369],
    [1.6, 0.1681],
  ])('with an α of %s GeV leaves an electron of %s GeV at rest of the τ', (mass, expected) => {
    const particles = generate('tau-to-alpha', { ...born, mass: `${mass} GeV` }, 50);
    for (const { lepton, product, parent } of rowsOf(particles)) {
      expect(Math.abs(particles.pdg[lepton]!)).toBe(11);
      expect(massSquared(momentum(particles, product))).toBeCloseTo(mass ** 2, 6);
      const tau = momentum(particles, parent);
      const energy = energyAtRest(momentum(particles, lepton), tau, tauMass);
      expect(Math.abs(energy - expected)).toBeLessThan(6e-5);
    }
  });

  it('happens to τ⁻ and τ⁺ alike, each with a lepton of its charge, in all directions', () => {
    const particles = generateUndecayed('tau-to-alpha', { ...born, lepton: 'mu' }, 4000);
    const { pdg } = particles;
    let [negative, forward, wrong] = [0, 0, 0];
    for (const { lepton, parent } of rowsOf(particles)) {
      if (pdg[lepton] !== 13 * Math.sign(pdg[parent]!)) wrong++;
      if (pdg[parent]! > 0) negative++;
      const vector = momentum(particles, lepton);
      const tau = momentum(particles, parent);
      energyAtRest(vector, tau, tauMass);
      if (vector.px * tau.px + vector.py * tau.py + vector.pz * tau.pz > 0) forward++;
    }
    expect(wrong).toBe(0);
    for (const count of [negative, forward])
      expect(Math.abs(count - 2000)).toBeLessThan(4 * Math.sqrt(1000));
  });

  it('starts its products where the τ, 87 µm of cτ, ends its flight', () => {
    const count = 20_000;
    const particles = generateUndecayed('tau-to-alpha', born, count);
    const { meanProper, offLine, offTime } = flightsOf(particles, rowsOf(particles), tauMass);
    // PDG 2022: 290.3 fs.
    expect(Math.abs(meanProper / 0.008703 - 1)).toBeLessThan(3 / Math.sqrt(count) + 2e-4);
    expect(offLine).toBeLessThan(1e-6);
    expect(offTime).toBeLessThan(1e-9);
  });

  it('comes, asked for, beside three charged hadrons of the other τ, else beside any', () => {
    const hadrons = (config: object): readonly number[] => {
      const { offsets, pdg, status } = generate('tau-to-alpha', { ...born, ...config }, 1000);
      return Array.from({ length: 1000 }, (_, event) => {
        let count = 0;
        for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
          if (status[row] === particleStatus.final && particleInfo(pdg[row]!)?.kind === 'hadron')
            count++;
        return count;
      });
    };
    expect(new Set(hadrons({ tag: 'three-prong' }))).toEqual(new Set([3]));
    // 14.6 % of τ (PDG 2022), here the share of 1000.
    const generic = hadrons({}).filter((count) => count === 3).length;
    expect(Math.abs(generic - 146)).toBeLessThan(4 * 11.2 + 5);
  });

  it('keeps the momentum of the beams and the charge for any mass, lepton and tag', () => {
    fc.assert(
      fc.property(
        fc.record({
          mass: fc.oneof(fc.double({ min: 0, max: 1.67, noNaN: true }), fc.constantFrom(0, 1.671)),
          lepton: fc.constantFrom('e', 'mu'),
          tag: fc.constantFrom('generic', 'three-prong'),
          isr: fc.boolean(),
          fsr: fc.boolean(),
        }),
        (config) => {
          const particles = generate('tau-to-alpha', config, 20);
          for (const sum of sumsOfFinals(particles)) {
            const { px, py, pz, energy } = sharp.total;
            for (const [axis, value] of [px, py, pz, energy, 0].entries())
              expect(sum[axis]).toBeCloseTo(value, 6);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('has twice its branching fraction of all pairs, 0.852 nb with radiation', () => {
    const [row] = findGenerator('tau-to-alpha').crossSections!;
    // Independent integration of σ(s′) over the radiator, to threshold, no vacuum polarization.
    const expected = 2 * 1e-6 * 0.852 * 1e6;
    expect(Math.abs(row!.value(nominal) / expected - 1)).toBeLessThan(0.005);
    expect(row!.expected).toBeCloseTo(expected, 12);
    expect(crossSection('tau-to-alpha', { branching: 0 })).toBe(0);
    expect(crossSection('tau-to-alpha', { ...born, branching: 0.5 })).toBe(
      crossSection('tautau', born),
    );
  });

  it('is refused, by name, from the mass on that the τ does not leave', () => {
    const at = (config: object) => () => generate('tau-to-alpha', config, 1);
    const message = (end: string) => new RegExp(`"tau-to-alpha": a mass of .* ends at ${end} GeV`);
    expect(at({ mass: '1.7764 GeV' })).toThrow(message('1.7763'));
    expect(at({ mass: '1.672 GeV', lepton: 'mu' })).toThrow(message('1.6712'));
    expect(() => crossSection('tau-to-alpha', { mass: '2 GeV' })).toThrow(message('1.7763'));
    expect(at({ mass: '1.7763 GeV' })).not.toThrow();
  });
});
