import { describe, expect, it } from 'vitest';
import { generateUndecayed } from './flights.js';
import { zPrimeWidths } from '../../../emulator/generators/widths.js';
import { crossSection, momentum } from './machine.js';

describe('a Z′ whose ways are those of its widths', () => {
  it('is invisible, or muons, or τ as often as they say', () => {
    const count = 3000;
    const { pdg, offsets } = generateUndecayed('mumu-zprime', { mass: 5, decay: 'widths' }, count);
    const counts: Record<number, number> = { 53: 0, 13: 0, 15: 0 };
    for (let event = 0; event < count; event++) {
      const boson = offsets[event]! + 2;
      counts[pdg[boson] === 53 ? 53 : pdg[boson + 1]!]!++;
    }
    const { invisible, mumu, tautau } = zPrimeWidths(5, 1);
    const total = invisible + mumu + tautau;
    for (const [code, width] of [
      [53, invisible],
      [13, mumu],
      [15, tautau],
    ] as const) {
      const share = width / total;
      const error = Math.sqrt((share * (1 - share)) / count);
      expect(Math.abs(counts[code]! / count - share), `${code}`).toBeLessThan(4 * error);
    }
  });

  it('is always invisible below two muons', () => {
    const { pdg, offsets } = generateUndecayed('mumu-zprime', { mass: 0.2, decay: 'widths' }, 100);
    for (let event = 0; event < 100; event++) expect(pdg[offsets[event]! + 2]).toBe(53);
  });
});

describe('what is radiated off a lepton', () => {
  it('flies as its coupling says: a light scalar that couples by mass', () => {
    const count = 2000;
    const config = { mass: 0.1, coupling: 1e-3, decay: 'ee' };
    const particles = generateUndecayed('tautau-scalar', config, count);
    let flown = 0;
    for (let event = 0; event < count; event++) {
      const row = particles.offsets[event]! + 2;
      const { px, py, pz } = momentum(particles, row);
      const way = Math.hypot(
        particles.x[row + 1]! - particles.x[row]!,
        particles.y[row + 1]! - particles.y[row]!,
        particles.z[row + 1]! - particles.z[row]!,
      );
      flown += (way * 0.1) / Math.hypot(px, py, pz);
    }
    // ħc · 8π/(y²m) with y = 10⁻³ m_e/m_τ: 60 cm.
    const coupling = (1e-3 * 0.51099895) / 1776.86;
    const expected = (1.97327e-14 * 8 * Math.PI) / (coupling ** 2 * 0.1);
    expect(Math.abs(flown / count / expected - 1)).toBeLessThan(3 / Math.sqrt(count));
  });

  it('has no flight without a coupling unless it is given', () => {
    const at = (config: object) => () =>
      generateUndecayed('mumu-scalar', { coupling: 0, ...config }, 1);
    expect(at({})).toThrow(/"mumu-scalar".*give flight/);
    expect(at({ flight: 0 })).not.toThrow();
    expect(at({ decay: 'invisible' })).not.toThrow();
    expect(crossSection('mumu-scalar', { coupling: 0 })).toBe(0);
  });

  it('has no widths to choose by without a coupling', () => {
    const none = { coupling: 0, decay: 'widths', mass: 1 };
    expect(() => generateUndecayed('mumu-zprime', none, 1)).toThrow(/"mumu-zprime".*widths/);
  });
});
