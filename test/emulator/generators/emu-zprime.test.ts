import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { particleInfo } from '../../../detector/pdg.js';
import { emuZPrime } from '../../../emulator/generators/emu-zprime.js';
import { RadiatedBoson } from '../../../emulator/generators/radiated-boson.js';
import { crossSection, generate, integrate, momentum, sharp } from './machine.js';

const { s } = sharp.frame;
const born = { isr: false, coupling: 1 };
const femtobarn = 1e-6;

/** Cross section of massless leptons and a vector of unit coupling, one state of charge [nb]. */
function massless(mass: number): number {
  const r = mass ** 2 / s;
  const sigma0 = ((4 * Math.PI) / 137.035999 ** 2 / (3 * s)) * 0.389379372e6;
  // In logarithms of a = 1 − x₁ and b = 1 − x₂, with ab ≥ r and a + b ≤ 1 + r.
  const inner = (a: number): number =>
    integrate(
      (t) => {
        const b = Math.exp(t);
        const [x1, x2] = [1 - a, 1 - b];
        const pole = ((x1 + r) ** 2 + (x2 + r) ** 2) / (a * b);
        return b * (pole - r * (a ** -2 + b ** -2));
      },
      Math.log(r / a),
      Math.log(1 + r - a),
      60,
    );
  const area = integrate((t) => Math.exp(t) * inner(Math.exp(t)), Math.log(r), Math.log(1), 200);
  return (sigma0 / (4 * Math.PI) / (2 * Math.PI)) * area;
}

describe('e±μ∓Z′', () => {
  it('has twice the cross section of massless leptons, both charges, at 3 and 5 GeV', () => {
    for (const mass of [3, 5]) {
      const ours = crossSection('emu-zprime', { ...born, mass });
      expect(ours / (2 * massless(mass)), `${mass} GeV`).toBeCloseTo(1, 2);
    }
    // The same integral for μμZ′, of which an independent one is known.
    expect(massless(5) / femtobarn / 2025).toBeCloseTo(1, 1);
  });

  it('is larger than that near the mass of the muon, where a muon can almost decay to it', () => {
    const at = (mass: number): number => crossSection('emu-zprime', { ...born, mass });
    expect(at(0.11)).toBeGreaterThan(at(0.2));
    expect(at(0.12) / (2 * crossSection('mumu-zprime', { ...born, mass: 0.12 }))).toBeGreaterThan(
      1.1,
    );
  });

  it('has an electron and a muon of opposite charge, each sign in half of the events', () => {
    const count = 2000;
    const { pdg, offsets } = generate('emu-zprime', { mass: 2 }, count);
    let negative = 0;
    for (let event = 0; event < count; event++) {
      const first = offsets[event]!;
      expect([11, -11]).toContain(pdg[first]);
      expect(pdg[first + 1]).toBe(-13 * Math.sign(pdg[first]!));
      expect(pdg[first + 2]).toBe(53);
      if (pdg[first] === 11) negative++;
    }
    expect(Math.abs(negative - count / 2)).toBeLessThan(4 * Math.sqrt(count / 4));
  });

  it.each([0.106, 1, 9.9])('keeps momentum and masses at %f GeV', (mass) => {
    const particles = generate('emu-zprime', { mass }, 100);
    const { offsets } = particles;
    for (let event = 0; event < 100; event++) {
      const first = offsets[event]!;
      const sum = [0, 0, 0, 0];
      for (let row = first; row < offsets[event + 1]!; row++) {
        const { px, py, pz, energy } = momentum(particles, row);
        for (const [axis, value] of [px, py, pz, energy].entries()) sum[axis]! += value;
      }
      const { px, py, pz, energy } = sharp.total;
      for (const [axis, value] of [px, py, pz, energy].entries())
        expect(sum[axis]).toBeCloseTo(value, 6);
      expect(massSquared(momentum(particles, first))).toBeCloseTo(0, 6);
      const muon = particleInfo(13)!.mass ** 2;
      expect(massSquared(momentum(particles, first + 1))).toBeCloseTo(muon, 6);
      expect(massSquared(momentum(particles, first + 2))).toBeCloseTo(mass ** 2, 6);
    }
  });

  it('is refused where a muon would decay to it, and beyond √s', () => {
    expect(() => generate('emu-zprime', { mass: 0.1 }, 1)).toThrow('begins above 0.105658 GeV');
    expect(() => crossSection('emu-zprime', { mass: 10.5 })).toThrow('10.5 GeV is beyond');
  });

  it('has nothing to be compared with, and says why', () => {
    const [row] = emuZPrime.crossSections!;
    expect(row!.expected).toBeNull();
    expect(row!.source).toContain('nothing independent');
    expect(row!.value(sharp) * femtobarn).toBeCloseTo(
      crossSection('emu-zprime', { ...born, mass: 1 }),
      9,
    );
  });
});

describe('the amplitude of two flavours', () => {
  const muon = particleInfo(13)!.mass;

  it('is the same with lepton and antilepton exchanged', () => {
    const one = new RadiatedBoson('vector', 0.000511, 0.3, muon);
    const other = new RadiatedBoson('vector', muon, 0.3, 0.000511);
    for (const [d1, d2] of [
      [5, 90],
      [0.5, 40],
      [30, 60],
    ] as const) {
      expect(one.evaluate(s, d1, d2)).toBe(true);
      expect(other.evaluate(s, d2, d1)).toBe(true);
      expect(one.trace / other.trace).toBeCloseTo(1, 9);
    }
  });

  it('has a longitudinal part where the masses differ, and limits of its own for each pair', () => {
    // Without it the mean over polarizations alone: −g; a light Z′ makes it the larger part.
    const current = new RadiatedBoson('vector', 0.000511, 0.107, muon);
    const equal = new RadiatedBoson('vector', muon, 0.107);
    expect(current.evaluate(s, 0.05, 50)).toBe(true);
    expect(equal.evaluate(s, 0.05, 50)).toBe(true);
    expect(current.trace / equal.trace).toBeGreaterThan(1);
    expect(current.threshold).toBeCloseTo(0.000511 + 0.107 + muon, 9);
    expect(current.least).toBeCloseTo((0.000511 + 0.107) ** 2 - muon ** 2, 9);
    expect(current.otherLeast).toBeCloseTo((muon + 0.107) ** 2 - 0.000511 ** 2, 9);
    expect(current.most(s)).toBeCloseTo((Math.sqrt(s) - muon) ** 2 - muon ** 2, 9);
    expect(current.otherMost(s)).toBeCloseTo((Math.sqrt(s) - 0.000511) ** 2 - 0.000511 ** 2, 9);
  });
});
