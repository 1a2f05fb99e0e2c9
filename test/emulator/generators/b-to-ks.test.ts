import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boost, massSquared } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { findGenerator } from '../../../emulator/generators/index.js';
import { scalarPdg } from '../../../emulator/generators/scalar-off-lepton.js';
import { sumsOfFinals } from './finals.js';
import { flightsOf, generateUndecayed } from './flights.js';
import { crossSection, generate, momentum, nominal, sharp } from './machine.js';

/** Rows of B, kaon and S, and the first product of the S, in each event. */
function rowsOf({ offsets, pdg, mother }: Particles) {
  return Array.from({ length: offsets.length - 1 }, (_, event) => {
    const first = offsets[event]!;
    const parent = first + pdg.subarray(first, offsets[event + 1]).indexOf(scalarPdg);
    return { b: first + mother[parent]!, kaon: parent - 1, parent, product: parent + 1 };
  });
}

describe('B → K S', () => {
  // √λ(m_B², m_K², m_S²)/2m_B [GeV], from the two-body formula.
  it.each([
    ['K+', 0.022, 2.617],
    ['K+', 1, 2.52],
    ['K+', 2, 2.23],
    ['K+', 3, 1.742],
    ['K+', 4, 1.036],
    ['K+', 4.78, 0.0714],
    ['K*0', 0.022, 2.564],
    ['K*0', 1, 2.463],
    ['K*0', 2, 2.158],
    ['K*0', 3, 1.634],
    ['K*0', 4, 0.799],
    ['K*+', 2, 2.158],
    ['K0', 2, 2.23],
  ])('to %s and an S of %s GeV leaves %s GeV at rest of the B', (kaon, mass, expected) => {
    const config = { kaon, mass: `${mass} GeV`, decay: 'ee', flight: '1 cm' };
    const particles = generateUndecayed('b-to-ks', config, 30);
    const masses = particleInfo(kaon.endsWith('+') ? 521 : 511)!.mass;
    for (const { b, parent } of rowsOf(particles)) {
      const vector = momentum(particles, parent);
      expect(massSquared(vector)).toBeCloseTo(mass ** 2, 6);
      const { px, py, pz, energy } = momentum(particles, b);
      boost(vector, -px / energy, -py / energy, -pz / energy, energy / masses);
      expect(Math.abs(Math.hypot(vector.px, vector.py, vector.pz) - expected)).toBeLessThan(6e-4);
    }
  });

  it('happens to B and B̄ alike, the kaon with the flavour of its B, the other B generic', () => {
    const particles = generate('b-to-ks', { kaon: 'K*0', decay: 'KK', mass: '2 GeV' }, 400);
    const { pdg, status, mother, offsets } = particles;
    let mesons = 0;
    for (const [event, { b, kaon, parent, product }] of rowsOf(particles).entries()) {
      const sign = Math.sign(pdg[b]!);
      if (sign > 0) mesons++;
      // B⁰ holds a b̄, and b̄ → s̄: K*⁰.
      expect([pdg[b], pdg[kaon]]).toEqual([511 * sign, 313 * sign]);
      expect(Array.from(pdg.subarray(product, product + 2))).toEqual([321, -321]);
      const first = offsets[event]!;
      for (const row of [first, first + 1, kaon, parent])
        expect(status[row]).toBe(particleStatus.intermediate);
      for (const row of [product, product + 1]) expect(first + mother[row]!).toBe(parent);
    }
    expect(Math.abs(mesons - 200)).toBeLessThan(4 * 10);
  });

  it('flies p/m·cτ on average, along its momentum, from where the B ended', () => {
    const count = 20_000;
    const particles = generateUndecayed('b-to-ks', { flight: '50 cm', mass: '3 GeV' }, count);
    const rows = rowsOf(particles);
    const { meanProper, offLine, offTime } = flightsOf(particles, rows, 3);
    expect(Math.abs(meanProper / 50 - 1)).toBeLessThan(3 / Math.sqrt(count));
    expect(offLine).toBeLessThan(1e-4);
    expect(offTime).toBeLessThan(1e-6);
    const ofB = flightsOf(
      particles,
      rows.map(({ b, kaon }) => ({ parent: b, product: kaon })),
      particleInfo(521)!.mass,
    );
    // PDG 2022: 1.638 ps.
    expect(Math.abs(ofB.meanProper / 0.0491 - 1)).toBeLessThan(3 / Math.sqrt(count) + 1e-3);
  });

  it('flies as its mixing with the Higgs boson says when no flight is given', () => {
    const count = 4000;
    const mass = 0.3;
    const sinTheta = 0.01;
    // Γ(S → ℓℓ) = sin²θ m_ℓ² m_S β³ / (8π v²), of muons and electrons; ħc in GeV cm.
    const width = [0.105_658, 0.000_511].reduce(
      (sum, lepton) =>
        sum +
        (sinTheta ** 2 * lepton ** 2 * mass * (1 - (4 * lepton ** 2) / mass ** 2) ** 1.5) /
          (8 * Math.PI * 246.22 ** 2),
      0,
    );
    const particles = generateUndecayed('b-to-ks', { mass: `${mass} GeV`, sinTheta }, count);
    const { meanProper } = flightsOf(particles, rowsOf(particles), mass);
    expect(Math.abs(meanProper / (1.973_27e-14 / width) - 1)).toBeLessThan(4 / Math.sqrt(count));
  });

  it('keeps the momentum of the beams and the charge for any kaon, mass and decay', () => {
    const masses = { 'K+': 4.785, 'K*+': 4.383, K0: 4.782, 'K*0': 4.384 } as const;
    const least = { ee: 0.0011, mumu: 0.2114, pipi: 0.2792, KK: 0.9874 } as const;
    fc.assert(
      fc.property(
        fc.constantFrom('K+', 'K*+', 'K0', 'K*0'),
        fc.constantFrom('ee', 'mumu', 'pipi', 'KK'),
        fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)),
        fc.constantFrom(0, 0.01, 100),
        (kaon, decay, share, flight) => {
          const mass = least[decay] + share * (masses[kaon] - least[decay]);
          for (const sum of sumsOfFinals(generate('b-to-ks', { kaon, decay, mass, flight }, 10))) {
            const { px, py, pz, energy } = sharp.total;
            for (const [axis, value] of [px, py, pz, energy, 0].entries())
              expect(sum[axis]).toBeCloseTo(value, 6);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has twice its branching fraction of the pairs of its B, 51.4 and 48.6 % of 1.110 nb', () => {
    const config = { branching: 1e-3 };
    expect(crossSection('b-to-ks', config)).toBeCloseTo(2e-3 * 0.514 * 1.11, 12);
    expect(crossSection('b-to-ks', { ...config, kaon: 'K*0' })).toBeCloseTo(
      2e-3 * 0.486 * 1.11,
      12,
    );
    expect(crossSection('b-to-ks', { branching: 0 })).toBe(0);
    const [row] = findGenerator('b-to-ks').crossSections!;
    // 1e-7 of 0.57054 nb, twice, in fb.
    expect(row!.value(nominal)).toBeCloseTo(0.114_108, 6);
    expect(row!.expected).toBeCloseTo(0.114_108, 6);
  });

  it('is refused, by name, beyond its phase space and where nothing says how far it flies', () => {
    const at = (config: object) => () => generate('b-to-ks', config, 1);
    expect(at({ mass: '0.2 GeV' })).toThrow(
      '"b-to-ks": a mass of 0.2 GeV is outside of B → K+ S, S → mumu, which go from 0.2113 to ' +
        '4.7857 GeV',
    );
    expect(at({ mass: '4.39 GeV', kaon: 'K*0' })).toThrow('to 4.3841 GeV');
    expect(() => crossSection('b-to-ks', { mass: '5 GeV' })).toThrow('to 4.7857 GeV');
    expect(at({ sinTheta: 0 })).toThrow('give flight');
    expect(at({ mass: '4.78 GeV' })).not.toThrow();
  });
});
