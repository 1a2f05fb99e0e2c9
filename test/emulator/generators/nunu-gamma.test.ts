import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import {
  neutrinoCrossSection,
  neutrinoDensity,
} from '../../../emulator/generators/neutrino-pairs.js';
import { hardPhotonDensity, radiatorExponent } from '../../../emulator/generators/isr.js';
import { buildGenerator } from '../../../emulator/generators/index.js';
import {
  chiSquaredPull,
  crossSection,
  generate,
  integrate,
  momentum,
  momentumCms,
  nominal,
  rowOf,
  sharp,
} from './machine.js';

const { s } = sharp.frame;

describe('neutrinos and a photon', () => {
  it('have 2.64e-4 nb alone: (G²s/12π)·[3(v² + a²) + 2(v + a + 1)] far below the Z', () => {
    const v = 2 * 0.231_21 - 0.5;
    const a = -0.5;
    const far = ((1.166_378_8e-5 ** 2 * s) / (12 * Math.PI)) * 0.389_379e6;
    const expected = far * (3 * (v * v + a * a) + 2 * (v + a + 1));
    const row = rowOf('nunu-gamma', 'νν̄ of three');
    expect(Math.abs(expected / 2.64e-4 - 1)).toBeLessThan(2e-3);
    expect(row.expected).toBe(2.64e-4);
    expect(Math.abs(row.value(sharp) / expected - 1)).toBeLessThan(0.02);
    // Propagators 1/(1 − s/M²) leave this at s → 0.
    const low = neutrinoCrossSection(1e-3, true) + 2 * neutrinoCrossSection(1e-3, false);
    expect(low / 1e-3 / (expected / s)).toBeCloseTo(1, 5);
  });

  it('go through the Z more, and through the W less, than at rest of both', () => {
    const rise = neutrinoCrossSection(s, false) / neutrinoCrossSection(1e-3, false);
    expect((rise * 1e-3) / s / (1 / (1 - s / 91.1876 ** 2)) ** 2).toBeCloseTo(1, 4);
    expect(neutrinoCrossSection(s, true) / s).toBeLessThan(neutrinoCrossSection(1e-3, true) / 1e-3);
    // Left-handed electrons couple more: neutrinos keep their direction.
    expect(neutrinoDensity(s, 0.9, true)).toBeGreaterThan(8 * neutrinoDensity(s, -0.9, true));
  });

  it('have 4.4e-6 nb with a photon of E* > 0.5 GeV in 17–150°', () => {
    // (α/π)·[(1 − x/2)² + x²c²/4]·2/(x(1 − c²))·σ(s(1 − x)), boosted by 0.2757 along z.
    const cosAt = (theta: number): number => {
      const lab = Math.cos(theta * degree);
      return (lab - 0.2757) / (1 - 0.2757 * lab);
    };
    const sigma = (reduced: number): number =>
      neutrinoCrossSection(reduced, true) + 2 * neutrinoCrossSection(reduced, false);
    const expected = integrate(
      (x) =>
        integrate(
          (c) => ((1 - x / 2) ** 2 + (x * x * c * c) / 4) / (x * (1 - c * c)),
          cosAt(150),
          cosAt(17),
          100,
        ) *
        (2 / 137.036 / Math.PI) *
        sigma(s * (1 - x)),
      1 / sharp.sqrtS,
      0.999,
      200,
    );
    expect(Math.abs(expected / 4.4e-6 - 1)).toBeLessThan(0.05);
    const row = rowOf('nunu-gamma', 'photon of E*');
    expect(row.expected).toBe(4.4e-6);
    // The crossing angle moves 1 %.
    expect(Math.abs(row.value(sharp) / expected - 1)).toBeLessThan(0.015);
    for (const [minPhotonEnergy, published] of [
      [0.1, 1.0e-5],
      [1, 2.3e-6],
    ] as const)
      expect(
        Math.abs(crossSection('nunu-gamma', { minPhotonEnergy }) / published - 1),
      ).toBeLessThan(0.05);
  });

  it('have photons of the spectrum (1 − x + x²/2)/x·σ(s(1 − x)), any angle', () => {
    const count = 20_000;
    const particles = generate('nunu-gamma', { thetaMin: 0, thetaMax: '180 deg' }, count);
    const least = 1 / sharp.sqrtS;
    const bins = 20;
    const counts = new Float64Array(bins);
    const edge = (bin: number): number => least * ((1 - 1e-4) / least) ** (bin / bins);
    for (let event = 0; event < count; event++) {
      const x = (2 * momentumCms(particles, 3 * event).energy) / sharp.sqrtS;
      expect(x).toBeGreaterThan(least * (1 - 1e-9));
      counts[
        Math.min(bins - 1, Math.floor((Math.log(x / least) / Math.log(edge(bins) / least)) * bins))
      ]!++;
    }
    const exponent = radiatorExponent(s);
    const density = (x: number): number =>
      hardPhotonDensity(x, exponent) *
      (neutrinoCrossSection(s * (1 - x), true) + 2 * neutrinoCrossSection(s * (1 - x), false));
    const total = integrate(density, least, edge(bins), 2000);
    const expected = Array.from(
      { length: bins },
      (_, bin) => (count * integrate(density, edge(bin), edge(bin + 1), 50)) / total,
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
    expect(density(0.5) / hardPhotonDensity(0.5, exponent)).toBeGreaterThan(0);
    expect(hardPhotonDensity(0.5, exponent)).toBeCloseTo((exponent * (1 + 0.25)) / (2 * 0.5), 12);
  });

  it('keep momentum, the photon in its range, and 61 % are neutrinos of the electron', () => {
    const count = 4000;
    const particles = generate('nunu-gamma', {}, count, nominal);
    let ofElectron = 0;
    for (let event = 0; event < count; event++) {
      const [photon, neutrino, other] = [0, 1, 2].map((row) =>
        momentum(particles, 3 * event + row),
      );
      const theta = Math.atan2(Math.hypot(photon!.px, photon!.py), photon!.pz) / degree;
      expect(theta).toBeGreaterThanOrEqual(17 - 1e-9);
      expect(theta).toBeLessThanOrEqual(150 + 1e-9);
      expect(photon!.py + neutrino!.py + other!.py).toBeCloseTo(0, 9);
      expect(particles.pdg[3 * event + 1]).toBe(-particles.pdg[3 * event + 2]!);
      if (particles.pdg[3 * event + 1] === 12) ofElectron++;
    }
    const share =
      neutrinoCrossSection(s, true) /
      (neutrinoCrossSection(s, true) + 2 * neutrinoCrossSection(s, false));
    expect(Math.abs(ofElectron / count - share)).toBeLessThan(0.035);
  });

  it('are refused where the range of the photon is empty', () => {
    const raw = { thetaMin: '100 deg', thetaMax: '90 deg' };
    expect(() => buildGenerator('nunu-gamma', raw, { seed: 1, beams: nominal })).toThrow(
      expect.objectContaining({ code: 'GENERATOR_CONFIG' }),
    );
  });
});
