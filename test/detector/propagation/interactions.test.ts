import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../detector/base/random.js';
import type { FourVector } from '../../../detector/lorentz.js';
import { particleInfo } from '../../../detector/pdg.js';
import { interact, interacts, isMeson } from '../../../detector/propagation/interactions.js';

const infoOf = (pdg: number) => particleInfo(pdg)!;

/** Secondaries of each of some interactions of a hadron of momentum `p` along (1, 2, 2). */
function secondaries(pdg: number, p: number, count = 2000) {
  const random = new RandomStream().seed(1, 0, 0, 0, 255);
  const momentum = {
    px: p / 3,
    py: (2 * p) / 3,
    pz: (2 * p) / 3,
    energy: Math.hypot(p, infoOf(pdg).mass),
  };
  return Array.from({ length: count }, () => {
    const own: [number, FourVector][] = [];
    interact(infoOf(pdg), momentum, random, (code, product) => own.push([code, product]));
    return own;
  });
}

/** Kinetic energy of baryons, all energy of mesons beyond the leading one: what had to be paid. */
const spent = (own: readonly [number, FourVector][]) =>
  own.reduce((sum, [pdg, { energy }]) => sum + energy - (pdg > 1000 ? infoOf(pdg).mass : 0), 0);

describe('a hadron that interacts', () => {
  it.each([211, -211, 321, 130, 2212, 2112])('of code %i never makes energy', (pdg) => {
    for (const p of [0.3, 1, 3]) {
      const total = Math.hypot(p, infoOf(pdg).mass) - (pdg > 1000 ? infoOf(pdg).mass : 0);
      // Kaons may gain 4 MeV of mass with another charge.
      for (const own of secondaries(pdg, p, 500)) expect(spent(own)).toBeLessThan(total + 0.005);
    }
  });

  it('turns products about its direction: all on their mass shells, as often to each side', () => {
    let aside = 0;
    let up = 0;
    const own = secondaries(-211, 2).flat();
    for (const [pdg, { px, py, pz, energy }] of own) {
      expect(Math.hypot(px, py, pz)).toBeCloseTo(
        Math.sqrt(Math.max(0, energy ** 2 - infoOf(pdg).mass ** 2)),
        6,
      );
      // Across (1, 2, 2): (0, 1, −1) and (4, −1, −1).
      aside += Math.sign(py - pz);
      up += Math.sign(4 * px - py - pz);
    }
    expect(Math.abs(aside)).toBeLessThan(4 * Math.sqrt(own.length));
    expect(Math.abs(up)).toBeLessThan(4 * Math.sqrt(own.length));
  });

  it('goes on itself in two thirds of the interactions, and with half of its energy', () => {
    const leading = secondaries(2212, 3).map((own) => own[0]!);
    const same = leading.filter(([pdg]) => pdg === 2212);
    // 2000 interactions: two thirds are known to 0.011; pions and nucleons can come first, rarely.
    expect(Math.abs(same.length / 2000 - 2 / 3)).toBeLessThan(0.04);
    const kinetic = same.map(([, { energy }]) => energy - infoOf(2212).mass);
    const available = Math.hypot(3, infoOf(2212).mass) - infoOf(2212).mass;
    const share = kinetic.reduce((a, b) => a + b, 0) / kinetic.length / available;
    expect(Math.abs(share - 0.51)).toBeLessThan(0.03);
  });

  it('makes more secondaries the more energy it has', () => {
    const [few, more, most] = [0.5, 1.5, 4].map(
      (p) => secondaries(211, p).reduce((sum, own) => sum + own.length, 0) / 2000,
    );
    expect(more).toBeGreaterThan(few! + 0.3);
    expect(most).toBeGreaterThan(more! + 0.3);
  });

  it('sends them forward, with a mean transverse momentum of 0.35 GeV', () => {
    const fast = secondaries(211, 4)
      .map((own) => own[0]!)
      .filter(([, { px, py, pz }]) => Math.hypot(px, py, pz) > 2);
    const across = fast.map(([, { px, py, pz }]) => {
      const along = (px + 2 * py + 2 * pz) / 3;
      return Math.sqrt(px * px + py * py + pz * pz - along * along);
    });
    expect(fast.every(([, { px, py, pz }]) => px + py + pz > 0)).toBe(true);
    const mean = across.reduce((a, b) => a + b, 0) / across.length;
    expect(Math.abs(mean - 0.35)).toBeLessThan(0.02);
  });

  it('a pion of 0.2 GeV is absorbed in a third of the cases, one of 1.2 GeV never', () => {
    const both = (p: number) =>
      secondaries(-211, p).filter((own) => own.length === 2 && own.every(([pdg]) => pdg > 1000))
        .length / 2000;
    // Kinetic energy 0.104 GeV: 0.36 of them; both nucleons have 61 MeV and are seen.
    expect(Math.abs(both(0.2) - 0.36)).toBeLessThan(0.04);
    expect(both(1.2)).toBeLessThan(0.01);
  });

  it('is a hadron, not a lepton or a nucleus; only charged mesons have the length of pions', () => {
    expect([211, 2112, 130, -2212].map((pdg) => interacts(infoOf(pdg)))).toEqual(
      Array(4).fill(true),
    );
    expect([13, 11, 22, 1000010020].map((pdg) => interacts(infoOf(pdg)))).toEqual(
      Array(4).fill(false),
    );
    expect([211, -321, 130, 2212].map((pdg) => isMeson(infoOf(pdg)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
