import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import type { FourVector } from '../../../detector/lorentz.js';
import { particleCharge } from '../../../detector/pdg.js';
import {
  annihilate,
  annihilates,
  annihilationFactor,
} from '../../../detector/propagation/annihilation.js';

const nucleon = 0.938272;

/** Products of each of some annihilations of an antiproton along z. */
function products(p: number, count: number): readonly (readonly [number, FourVector][])[] {
  const random = new RandomStream().seed(1, 0, 0, 0, 255);
  return Array.from({ length: count }, () => {
    const own: [number, FourVector][] = [];
    const antiproton = { px: 0, py: 0, pz: p, energy: Math.hypot(p, nucleon) };
    annihilate(-1, antiproton, random, (pdg, momentum) => own.push([pdg, momentum]));
    return own;
  });
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('annihilation of an antibaryon', () => {
  const atRest = products(0, 4000);

  it('makes 5 pions, 3 of them charged', () => {
    // 4000 times a width of 1.1: known to 0.02.
    expect(mean(atRest.map((own) => own.length))).toBeGreaterThan(5);
    expect(mean(atRest.map((own) => own.length))).toBeLessThan(5.3);
    const charged = atRest.map((own) => own.filter(([pdg]) => pdg !== 111).length);
    expect(Math.abs(mean(charged) - 3)).toBeLessThan(0.1);
  });

  it('keeps the charge of antiproton and proton or neutron, and one of 0.45 is a proton', () => {
    const charges = atRest.map((own) => own.reduce((sum, [pdg]) => sum + particleCharge(pdg), 0));
    expect(new Set(charges)).toEqual(new Set([0, -1]));
    expect(Math.abs(mean(charges) + 0.55)).toBeLessThan(0.03);
  });

  it('keeps momentum, and the energy but for 0.04–0.1 GeV', () => {
    for (const p of [0, 0.5, 2]) {
      for (const own of products(p, 200)) {
        const sum = (of: (momentum: FourVector) => number) =>
          own.reduce((total, [, momentum]) => total + of(momentum), 0);
        const lost = Math.hypot(p, nucleon) + nucleon - sum(({ energy }) => energy);
        expect(lost).toBeGreaterThan(0.0399);
        expect(lost).toBeLessThan(0.1001);
        expect(sum(({ px }) => px)).toBeCloseTo(0, 8);
        expect(sum(({ py }) => py)).toBeCloseTo(0, 8);
        expect(sum(({ pz }) => pz)).toBeCloseTo(p, 8);
      }
    }
  });

  it('at rest has no direction', () => {
    const along = atRest.flatMap((own) => own.map(([, { px, pz, energy }]) => [px, pz, energy]));
    for (const axis of [0, 1])
      expect(Math.abs(mean(along.map((momentum) => momentum[axis]!)))).toBeLessThan(0.006);
  });

  it('concerns antinucleons and antihyperons, not mesons, baryons or nuclei', () => {
    expect([-2212, -2112, -3122, -3222].map(annihilates)).toEqual([true, true, true, true]);
    expect([2212, -211, -321, -1000010020].map(annihilates)).toEqual(Array(4).fill(false));
  });

  it('is 1.5 to 4 times as likely as interactions of nucleons at 0.2–0.5 GeV, more below', () => {
    expect(annihilationFactor(0.5)).toBeGreaterThan(1.5);
    expect(annihilationFactor(0.2)).toBeLessThan(4);
    expect(annihilationFactor(0.05)).toBeGreaterThan(8);
  });
});
