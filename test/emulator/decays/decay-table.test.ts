import { describe, expect, it } from 'vitest';
import { particleInfo, particleNamed } from '../../../detector/pdg.js';
import { chosenDecays, decayingParticles, decaysOf } from '../../../emulator/decays/decay-table.js';
import { parseDecays } from '../../../emulator/decays/parse-decays.js';

/** Lepton number of one family: 1 for ℓ⁻ and ν, −1 for their antiparticles. */
const leptonNumber = (pdg: number, family: number): number =>
  Math.abs(pdg) === family || Math.abs(pdg) === family + 1 ? Math.sign(pdg) : 0;

/** Baryons have four digits of quarks. */
function baryonNumber(pdg: number): number {
  const digits = Math.floor(Math.abs(pdg) / 10) % 1000;
  return Math.abs(pdg) > 1000 && digits >= 100 && Math.abs(pdg) < 9_000_000 ? Math.sign(pdg) : 0;
}

describe('tables of decays', () => {
  it('keep charge, baryon number and the lepton numbers of each family in every mode', () => {
    for (const parent of decayingParticles()) {
      for (const { products } of decaysOf(parent)!.modes) {
        const where =
          `${particleInfo(parent)!.name} → ` +
          `${Array.from(products, (pdg) => particleInfo(pdg)!.name).join(' ')}`;
        const total = (of: (pdg: number) => number): number =>
          products.reduce((sum, pdg) => sum + of(pdg), 0);
        expect(
          total((pdg) => particleInfo(pdg)!.charge),
          where,
        ).toBe(particleInfo(parent)!.charge);
        expect(total(baryonNumber), where).toBe(baryonNumber(parent));
        for (const family of [11, 13, 15]) {
          expect(
            total((pdg) => leptonNumber(pdg, family)),
            where,
          ).toBe(leptonNumber(parent, family));
        }
      }
    }
  });

  it('have fractions that add up to 1 and say what was left out', () => {
    for (const parent of decayingParticles()) {
      const { modes, leftOut } = decaysOf(parent)!;
      expect(modes.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 12);
      expect(leftOut).toBeGreaterThanOrEqual(0);
    }
    expect(decaysOf(15)!.leftOut).toBeLessThan(0.005);
  });

  it('mirror particle and antiparticle', () => {
    const particle = decaysOf(511)!.modes[0]!;
    const anti = decaysOf(-511)!.modes[0]!;
    expect(Array.from(anti.products)).toEqual(Array.from(particle.products, (pdg) => -pdg));
    expect(anti.fraction).toBe(particle.fraction);
    // A meson that is its own antiparticle stays what it is.
    expect(Array.from(decaysOf(-411)!.modes.at(-1)!.products)).toContain(-313);
  });

  it('decay every short-lived particle that they make', () => {
    for (const parent of decayingParticles()) {
      for (const { products } of decaysOf(parent)!.modes) {
        for (const pdg of products) {
          if (particleInfo(pdg)!.kind !== 'short-lived') continue;
          expect(decaysOf(pdg), particleInfo(pdg)!.name).toBeDefined();
        }
      }
    }
  });

  it('choose some decays with their share of all', () => {
    const { share, entry } = chosenDecays(-15, ({ products }) => products.includes(-11));
    expect(share).toBeCloseTo(0.1782 / (1 - decaysOf(15)!.leftOut), 9);
    expect(entry.pdg).toBe(-15);
    expect(entry.modes.map(({ fraction }) => fraction)).toEqual([1]);
    expect(() => chosenDecays(15, () => false)).toThrow(/none/);
    expect(() => chosenDecays(22, () => true)).toThrow(/none/);
  });

  it.each([
    ['parent: tau-\n1 pi- pi0', false],
    ['parent: tau-\n1 pi+ nu_tau', true],
    ['parent: tau-\n1 D- nu_tau', true],
    ['parent: tau-\n1 pi- nu_tauu', true],
    ['parent: tau-\n0.7 pi- nu_tau\n0.6 K- nu_tau', true],
    ['parent: tau-\n-1 pi- nu_tau', true],
    ['1 pi- nu_tau', true],
    ['parent: tau-\n1', true],
  ])('%j: refused %s', (text, isRefused) => {
    if (isRefused) expect(() => parseDecays(text)).toThrow(/decays/);
    else expect(parseDecays(text)[0]!.pdg).toBe(particleNamed('tau-'));
  });
});
