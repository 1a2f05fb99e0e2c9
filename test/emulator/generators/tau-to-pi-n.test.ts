import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boost, massSquared } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { heavyNeutrinoPdg } from '../../../emulator/generators/tau-to-pi-n.js';
import { crossSection, generate, integrate, momentum, sharp } from './machine.js';
import { sumsOfFinals } from './finals.js';
import { flightsOf, generateUndecayed } from './flights.js';

const tauMass = particleInfo(15)!.mass;
const muonMass = particleInfo(13)!.mass;
const born = { isr: false, fsr: false };

/** Rows of the τ, of its products π and N, and the first of the three of the N in each event. */
function rowsOf({ offsets, pdg, mother }: Particles) {
  return Array.from({ length: offsets.length - 1 }, (_, event) => {
    const first = offsets[event]!;
    const parent = first + pdg.subarray(first, offsets[event + 1]).indexOf(heavyNeutrinoPdg);
    return { tau: first + mother[parent]!, pion: parent - 1, parent, product: parent + 1 };
  });
}

describe('τ → πN, N → μμν', () => {
  // √λ(m_τ², m_π², m_N²)/2m_τ [GeV], from the two-body formula.
  it.each([
    [0.3, 0.857],
    [0.5, 0.8117],
    [1, 0.5964],
    [1.4, 0.3126],
    [1.6, 0.103],
  ])('gives an N of %s GeV a momentum of %s GeV at rest of the τ', (mass, expected) => {
    const particles = generate('tau-to-pi-n', { ...born, mass: `${mass} GeV` }, 40);
    for (const { tau, parent } of rowsOf(particles)) {
      const vector = momentum(particles, parent);
      expect(massSquared(vector)).toBeCloseTo(mass ** 2, 6);
      const { px, py, pz, energy } = momentum(particles, tau);
      boost(vector, -px / energy, -py / energy, -pz / energy, energy / tauMass);
      expect(Math.abs(Math.hypot(vector.px, vector.py, vector.pz) - expected)).toBeLessThan(6e-4);
    }
  });

  it('keeps charges, lepton number and who comes from whom', () => {
    const particles = generate('tau-to-pi-n', born, 200);
    const { pdg, mother, status, offsets } = particles;
    let negative = 0;
    for (const [event, { tau, pion, parent, product }] of rowsOf(particles).entries()) {
      const sign = Math.sign(pdg[tau]!);
      if (sign > 0) negative++;
      expect(pdg[pion]).toBe(-211 * sign);
      expect(Array.from(pdg.subarray(product, product + 3))).toEqual(
        [-13, 13, 16].map((code) => code * sign),
      );
      for (const row of [tau, parent]) expect(status[row]).toBe(particleStatus.intermediate);
      for (const row of [product, product + 2]) expect(offsets[event]! + mother[row]!).toBe(parent);
      expect(offsets[event]! + mother[pion]!).toBe(tau);
    }
    expect(Math.abs(negative - 100)).toBeLessThan(4 * Math.sqrt(50));
  });

  it('flies p/m·cτ on average, along its momentum, from where the τ ended', () => {
    const count = 20_000;
    const config = { ...born, flight: '12 cm', mass: '0.6 GeV' };
    const particles = generateUndecayed('tau-to-pi-n', config, count);
    const rows = rowsOf(particles);
    const { meanProper, offLine, offTime } = flightsOf(particles, rows, 0.6);
    expect(Math.abs(meanProper / 12 - 1)).toBeLessThan(3 / Math.sqrt(count));
    expect(offLine).toBeLessThan(1e-4);
    expect(offTime).toBeLessThan(1e-6);
    const { x } = particles;
    expect(rows.every(({ pion, parent }) => x[pion] === x[parent])).toBe(true);
    expect(rows.every(({ tau, parent }) => x[tau] === x[parent])).toBe(false);
  });

  it('shares momentum as V − A does: the antimuon of a τ⁻ as the antineutrino of a muon', () => {
    // With all masses but one small against m_N: dΓ/dx of the antifermion is 12 x²(1 − x), of the
    // others 2 x²(3 − 2x), x = 2E/m; means 0.6 and 0.7.
    const count = 10_000;
    const mass = 1.6;
    const particles = generateUndecayed('tau-to-pi-n', { ...born, mass: `${mass} GeV` }, count);
    const means = [0, 0, 0];
    for (const { parent, product: first } of rowsOf(particles)) {
      const { px, py, pz, energy } = momentum(particles, parent);
      for (const product of [0, 1, 2]) {
        const vector = momentum(particles, first + product);
        boost(vector, -px / energy, -py / energy, -pz / energy, energy / mass);
        means[product]! += (2 * vector.energy) / mass / count;
      }
    }
    const massless = (density: (x: number) => number) => integrate((x) => x * density(x), 0, 1);
    // The muons weigh 0.13 of the N: they keep 1–2 % more of the energy.
    expect(means[0]!).toBeCloseTo(massless((x) => 12 * x * x * (1 - x)) + 0.01, 1);
    expect(means[1]! - means[0]!).toBeGreaterThan(0.07);
    expect(means[2]! - means[0]!).toBeGreaterThan(0.05);
    expect(means[0]! + means[1]! + means[2]!).toBeCloseTo(2, 6);
  });

  it('keeps the momentum of the beams and the charge for any mass, flight and tag', () => {
    fc.assert(
      fc.property(
        fc.record({
          mass: fc.oneof(
            fc.double({ min: 2 * muonMass + 1e-4, max: 1.637, noNaN: true }),
            fc.constantFrom(0.2114, 1.6372),
          ),
          flight: fc.constantFrom(0, 1e-3, 30),
          tag: fc.constantFrom('generic', 'three-prong'),
          isr: fc.boolean(),
          fsr: fc.boolean(),
        }),
        (config) => {
          for (const sum of sumsOfFinals(generate('tau-to-pi-n', config, 20))) {
            const { px, py, pz, energy } = sharp.total;
            for (const [axis, value] of [px, py, pz, energy, 0].entries())
              expect(sum[axis]).toBeCloseTo(value, 6);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is refused, by name, where the N does not decay or the τ does not leave it', () => {
    const message = /"tau-to-pi-n": a mass of .* which go from 0.2113 to 1.6373 GeV/;
    for (const mass of ['0.211 GeV', '1.6373 GeV', '2 GeV']) {
      expect(() => generate('tau-to-pi-n', { mass }, 1)).toThrow(message);
      expect(() => crossSection('tau-to-pi-n', { mass })).toThrow(message);
    }
    expect(() => generate('tau-to-pi-n', { mass: '1.6372 GeV' }, 1)).not.toThrow();
  });
});
