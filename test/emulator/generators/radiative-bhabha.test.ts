import { describe, expect, it } from 'vitest';
import { electronMass } from '../../../detector/base/constants.js';
import { massSquared } from '../../../detector/lorentz.js';
import { radiativeBhabhaDensity } from '../../../emulator/generators/radiative-bhabha.js';
import {
  chiSquaredPull,
  crossSection,
  generate,
  integrate,
  momentumCms,
  rowOf,
  sharp,
} from './machine.js';

const { s } = sharp.frame;
const inLog = (low: number, high: number): number =>
  integrate(
    (y) => Math.exp(y) * radiativeBhabhaDensity(Math.exp(y), s),
    Math.log(low),
    Math.log(high),
    4000,
  );

describe('Bhabha scattering at zero angle with a photon', () => {
  it('has 0.2657 b a beam above 1 %, 0.1533 b above 5 % of its energy', () => {
    for (const [share, expected] of [
      [0.01, 0.2657e9],
      [0.05, 0.1533e9],
    ] as const) {
      // r² = α²ħ²c²/m² = 0.07941 b: (4αr²/x)(4/3 − 4x/3 + x²)[ln(s(1 − x)/(m²x)) − ½].
      const own = integrate(
        (y) => {
          const x = Math.exp(y);
          const logarithm = Math.log((s * (1 - x)) / (0.000_510_999 ** 2 * x)) - 0.5;
          return (4 / 137.036) * 0.079_408e9 * (4 / 3 - (4 * x) / 3 + x * x) * logarithm;
        },
        Math.log(share),
        Math.log(0.9999),
        4000,
      );
      expect(Math.abs(own / expected - 1)).toBeLessThan(5e-3);
      const row = rowOf('radiative-bhabha', `of each beam, photon of more than ${share}`);
      expect(row.expected).toBe(expected);
      expect(Math.abs(row.value(sharp) / expected - 1)).toBeLessThan(0.01);
      const ofOne = crossSection('radiative-bhabha', { minShare: share, beam: 'electron' });
      expect(ofOne).toBeCloseTo(row.value(sharp), 0);
      expect(crossSection('radiative-bhabha', { minShare: share })).toBeCloseTo(2 * ofOne, 0);
    }
  });

  it('has photons of that spectrum, along their beam, half of them along each', () => {
    const count = 40_000;
    const particles = generate('radiative-bhabha', {}, count);
    const bins = 30;
    const edge = (bin: number): number => 0.01 * 99.9 ** (bin / bins);
    const counts = new Float64Array(bins);
    let forward = 0;
    let within = 0;
    for (let event = 0; event < count; event++) {
      const photon = momentumCms(particles, 3 * event + 2);
      const x = (2 * photon.energy) / sharp.sqrtS;
      counts[Math.min(bins - 1, Math.floor((Math.log(x / 0.01) / Math.log(99.9)) * bins))]!++;
      if (photon.pz > 0) forward++;
      const angle = Math.atan2(Math.hypot(photon.px, photon.py), Math.abs(photon.pz));
      if (angle < electronMass / (sharp.sqrtS / 2)) within++;
    }
    const total = inLog(0.01, 0.999);
    const expected = Array.from(
      { length: bins },
      (_, bin) => (count * inLog(edge(bin), edge(bin + 1))) / total,
    );
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
    expect(Math.abs(forward / count - 0.5)).toBeLessThan(0.01);
    // 1/(1 + γ²θ²)²: half within 1/γ.
    expect(Math.abs(within / count - 0.5)).toBeLessThan(0.01);
  });

  it('takes the energy from the electron of that beam, the other keeps its direction', () => {
    const count = 500;
    for (const [beam, radiating, other] of [
      ['electron', 0, 1],
      ['positron', 1, 0],
    ] as const) {
      const particles = generate('radiative-bhabha', { beam, minShare: 0.1 }, count);
      for (let event = 0; event < count; event++) {
        const [lost, kept, photon] = [radiating, other, 2].map((row) =>
          momentumCms(particles, 3 * event + row),
        );
        expect(lost!.energy + photon!.energy).toBeCloseTo(sharp.sqrtS / 2, 3);
        expect(kept!.energy).toBeCloseTo(sharp.sqrtS / 2, 3);
        expect(Math.hypot(kept!.px, kept!.py)).toBeLessThan(1e-9);
        for (const leg of [lost!, kept!])
          expect(Math.abs(massSquared(leg) - electronMass ** 2)).toBeLessThan(1e-12 * s);
        for (const axis of ['px', 'py', 'pz'] as const)
          expect(Math.abs(lost![axis] + kept![axis] + photon![axis])).toBeLessThan(1e-9);
      }
    }
  });
});
