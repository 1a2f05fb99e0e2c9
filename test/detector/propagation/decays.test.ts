import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { fourVector, massSquared } from '../../../detector/lorentz.js';
import { particleInfo } from '../../../detector/pdg.js';
import {
  chooseMode,
  daughterMomenta,
  decayInFlight,
  decayOf,
} from '../../../detector/propagation/decays.js';

const electron = 11;
const muon = 13;
const [piPlus, piZero] = [211, 111];
const [proton, neutron, lambda] = [2212, 2112, 3122];

/**
 * Branching fractions, rarer modes left out.
 * @see PDG Review of Particle Physics 2022, particle listings (recalled, not verified)
 */
const published: Readonly<Record<number, readonly (readonly [number, ...number[]])[]>> = {
  [muon]: [[1, electron, -12, 14]],
  [piZero]: [[1, 22, 22]],
  [piPlus]: [[0.999877, -muon, 14]],
  321: [
    [0.6356, -muon, 14],
    [0.2067, piPlus, piZero],
    [0.05583, piPlus, piPlus, -piPlus],
    [0.0507, piZero, -electron, 12],
    [0.03352, piZero, -muon, 14],
    [0.0176, piPlus, piZero, piZero],
  ],
  310: [
    [0.692, piPlus, -piPlus],
    [0.3069, piZero, piZero],
  ],
  130: [
    [0.4055 / 2, piPlus, electron, -12],
    [0.4055 / 2, -piPlus, -electron, 12],
    [0.2704 / 2, piPlus, muon, -14],
    [0.2704 / 2, -piPlus, -muon, 14],
    [0.1952, piZero, piZero, piZero],
    [0.1254, piPlus, -piPlus, piZero],
  ],
  [lambda]: [
    [0.641, proton, -piPlus],
    [0.359, neutron, piZero],
  ],
  3222: [
    [0.5157, proton, piZero],
    [0.4831, neutron, piPlus],
  ],
  3112: [[0.99848, neutron, -piPlus]],
  3312: [[0.99887, lambda, -piPlus]],
  3322: [[0.99524, lambda, piZero]],
  3334: [
    [0.678, lambda, -321],
    [0.236, 3322, -piPlus],
    [0.086, 3312, piZero],
  ],
};
const particles = Object.keys(published).map(Number);
const key = (codes: readonly number[]): string => codes.toSorted((a, b) => a - b).join(' ');
const stream = new RandomStream().seed(11, 1, 0, 0, purpose.test);

describe('decays', () => {
  it.each(particles)('of %i have the published fractions, by χ²', (pdg) => {
    const decay = decayOf(pdg)!;
    const draws = 40_000;
    const counts = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const mode = key(decay.daughters[chooseMode(decay, stream)]!);
      counts.set(mode, (counts.get(mode) ?? 0) + 1);
    }
    const modes = published[pdg]!;
    const sum = modes.reduce((all, [fraction]) => all + fraction, 0);
    let chi2 = 0;
    for (const [fraction, ...codes] of modes) {
      const expected = (draws * fraction) / sum;
      chi2 += ((counts.get(key(codes)) ?? 0) - expected) ** 2 / expected;
      counts.delete(key(codes));
    }
    expect([...counts.keys()]).toEqual([]);
    // Six modes at most: χ² over five degrees of freedom exceeds 26 once in 10⁴.
    expect(chi2).toBeLessThan(26);
  });

  it.each(particles)('of %i and of its antiparticle keep charge and energy', (pdg) => {
    for (const parent of [pdg, -pdg]) {
      const decay = decayOf(parent);
      if (decay === undefined) continue;
      const charge = particleInfo(parent)!.charge;
      for (const [mode, codes] of decay.daughters.entries()) {
        const charges = codes.map((code) => particleInfo(code)!.charge);
        expect(charges.reduce((all, one) => all + one, 0)).toBe(charge);
        const masses = decay.masses[mode]!;
        expect(masses.reduce((all, one) => all + one, 0)).toBeLessThan(decay.mass);
      }
    }
  });

  it('of antiparticles are those of particles with all charges turned', () => {
    const kaon = decayOf(321)!.daughters.map(key);
    const turned = decayOf(-321)!.daughters.map((codes) =>
      key(codes.map((code) => (code === piZero ? code : -code))),
    );
    expect(turned).toEqual(kaon);
  });

  it.each([
    ['two bodies', 310, 0],
    ['three bodies', 130, 5],
  ])('into %s conserve four-momentum', (_, pdg, mode) => {
    const { mass, masses } = decayOf(pdg)!;
    const parent = fourVector();
    Object.assign(parent, { px: 0.3, py: -0.7, pz: 1.9, energy: Math.hypot(0.3, 0.7, 1.9, mass) });
    for (let draw = 0; draw < 200; draw++) {
      decayInFlight(parent, mass, masses[mode]!, stream);
      const daughters = daughterMomenta.slice(0, masses[mode]!.length);
      for (const part of ['px', 'py', 'pz', 'energy'] as const) {
        const sum = daughters.reduce((all, daughter) => all + daughter[part], 0);
        expect(sum).toBeCloseTo(parent[part], 9);
      }
      for (const [row, daughter] of daughters.entries())
        expect(massSquared(daughter)).toBeCloseTo(masses[mode]![row]! ** 2, 9);
    }
  });

  it('at rest go into all directions alike', () => {
    const { mass, masses } = decayOf(310)!;
    const parent = Object.assign(fourVector(), { energy: mass });
    const [first] = daughterMomenta;
    const draws = 20_000;
    const sums = { cos: 0, cos2: 0, x: 0, y: 0 };
    for (let draw = 0; draw < draws; draw++) {
      decayInFlight(parent, mass, masses[0]!, stream);
      const p = Math.hypot(first!.px, first!.py, first!.pz);
      // PDG: 206 MeV for the pions of a K_S.
      expect(p).toBeCloseTo(0.206, 3);
      sums.cos += first!.pz / p;
      sums.cos2 += (first!.pz / p) ** 2;
      sums.x += first!.px / p;
      sums.y += first!.py / p;
    }
    // Means 0 ± 1/√3N each, mean square 1/3 ± √(4/45N).
    const error = 4 / Math.sqrt(3 * draws);
    for (const mean of [sums.cos, sums.x, sums.y])
      expect(Math.abs(mean / draws)).toBeLessThan(error);
    expect(Math.abs(sums.cos2 / draws - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / draws));
  });

  it('into three bodies fill phase space: no pair of three equal pions is preferred', () => {
    const { mass, masses } = decayOf(321)!;
    const parent = Object.assign(fourVector(), { energy: mass });
    const energies = [0, 0, 0];
    const draws = 20_000;
    for (let draw = 0; draw < draws; draw++) {
      decayInFlight(parent, mass, masses[2]!, stream);
      for (const [row, { energy }] of daughterMomenta.entries()) energies[row]! += energy / draws;
    }
    // A pion has 140 to 187 MeV, 12 MeV wide: the mean is known to 0.1 MeV.
    for (const energy of energies) expect(Math.abs(energy - mass / 3)).toBeLessThan(0.4e-3);
  });
});
