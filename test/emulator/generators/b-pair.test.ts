import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { RandomStream } from '../../../detector/base/random.js';
import { type Beams, beams, beamsSchema, labToCms } from '../../../detector/beams.js';
import { massSquared } from '../../../detector/lorentz.js';
import { BPair, bPairCrossSections } from '../../../emulator/generators/b-pair.js';
import { chiSquaredPull, nominal, sharp } from './machine.js';

const stream = (): RandomStream => new RandomStream().seed(4, 0, 0, 0, 255);

/** Momentum in the centre of mass of `count` pairs, and the cosine to the electron beam. */
function draws(chargedShare: number, count: number, machine: Beams = sharp) {
  const pair = new BPair('test', chargedShare, machine);
  const random = stream();
  return Array.from({ length: count }, () => {
    pair.draw(random);
    const meson = { ...pair.meson };
    const sum = meson.energy + pair.antimeson.energy;
    const mass2 = massSquared(meson);
    labToCms(machine.frame, meson);
    const p = Math.hypot(meson.px, meson.py, meson.pz);
    return { pdg: pair.pdg, p, cosTheta: meson.pz / p, sum, mass2 };
  });
}

describe('pairs of B', () => {
  it.each([
    ['B+', 521, 1, 0.3322],
    ['B0', 511, 0, 0.3271],
  ] as const)(
    'of %s have the momentum √(s/4 − m²) when beams have one energy',
    (_, pdg, share, p) => {
      for (const drawn of draws(share, 20)) {
        expect(drawn.pdg).toBe(pdg);
        // 10 keV of √s or of the mass are 8e-5.
        expect(Math.abs(drawn.p - p)).toBeLessThan(1.2e-4);
      }
    },
  );

  it('keep mass and the energy of the beams', () => {
    for (const { sum, mass2, pdg } of draws(0.5, 50)) {
      expect(sum).toBeCloseTo(sharp.total.energy, 9);
      expect(Math.sqrt(mass2)).toBeCloseTo(pdg === 521 ? 5.27934 : 5.27966, 9);
    }
  });

  it('follow sin²θ about the electron beam, 3 (1 − c²)/4', () => {
    const count = 20_000;
    const bins = 20;
    const counts = new Float64Array(bins);
    for (const { cosTheta } of draws(1, count)) counts[Math.floor((cosTheta / 2 + 0.5) * bins)]!++;
    const below = (c: number): number => (3 * c - c * c * c) / 4;
    const expected = Array.from({ length: bins }, (_, bin) => {
      const low = (2 * bin) / bins - 1;
      return count * (below(low + 2 / bins) - below(low));
    });
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });

  it('take part in the spread of the energies: 5 MeV of √s are 40 MeV of momentum', () => {
    const momenta = draws(1, 4000, nominal).map(({ p }) => p);
    const mean = momenta.reduce((sum, p) => sum + p, 0) / momenta.length;
    const square = momenta.reduce((sum, p) => sum + (p - mean) ** 2, 0) / momenta.length;
    // dp/d√s = √s/4p = 8.0, and √s varies by 5.0 MeV.
    expect(Math.sqrt(square)).toBeCloseTo(0.04, 2);
    expect(Math.min(...momenta)).toBeGreaterThan(0);
  });

  it('are charged in the share that is asked for', () => {
    const charged = draws(0.514, 10_000).filter(({ pdg }) => pdg === 521).length;
    // 4σ of 10⁴.
    expect(Math.abs(charged / 10_000 - 0.514)).toBeLessThan(0.02);
  });

  it('are refused by name where beams meet no Υ(4S): below two B and above B and B*', () => {
    const at = (preset: string): Beams => beams(parseConfig(beamsSchema, { preset }, 'test'));
    expect(() => new BPair('bbbar', 0.5, at('Y4S-60MeV'))).toThrow(/"bbbar".*10\.5593/);
    expect(() => new BPair('bbbar', 0.5, at('Y5S'))).toThrow(/"bbbar".*10\.6041/);
  });

  it('have 1.110 nb, shared as 51.4 to 48.6', () => {
    const { charged, neutral } = bPairCrossSections;
    expect(charged + neutral).toBeCloseTo(1.11, 9);
    expect(charged / neutral).toBeCloseTo(51.4 / 48.6, 9);
  });
});
