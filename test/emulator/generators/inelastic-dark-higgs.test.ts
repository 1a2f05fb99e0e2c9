import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { inelasticDarkHiggs } from '../../../emulator/generators/inelastic-dark-higgs.js';
import { crossSection, generate, momentum, sharp } from './machine.js';

const count = 2000;
const particles = generate('inelastic-dark-higgs', { flight: '4 cm', higgsFlight: '2 cm' }, count);
const { offsets, pdg, status, mother, x, y, z } = particles;

describe('a dark Higgs boson beside χ₁χ₂', () => {
  it('has the cross section of A′h′: 74.31 nb per ε²α_D at 4 and 1 GeV', () => {
    const config = { mass: 4, higgsMass: 1, isr: false, epsilon: 1, alphaDark: 1 };
    expect(crossSection('inelastic-dark-higgs', config) / 74.31).toBeCloseTo(1, 2);
    expect(inelasticDarkHiggs.crossSections![1]!.value(sharp) / 74.31).toBeCloseTo(1, 2);
  });

  it('has rows h′, its muons, A′, χ₁, χ₂ and what that becomes, all on their mass shells', () => {
    const masses = [0.5, 0.105658, 0.105658, 3, 1, 1.1, 1];
    for (let event = 0; event < 100; event++) {
      const first = offsets[event]!;
      expect(Array.from(pdg.subarray(first, first + 9))).toEqual([
        51, 13, -13, 4900022, 52, 52, 52, 11, -11,
      ]);
      expect(Array.from(mother.subarray(first, first + 9))).toEqual([-1, 0, 0, -1, 3, 3, 5, 5, 5]);
      for (const row of [0, 3, 5]) expect(status[first + row]).toBe(particleStatus.intermediate);
      for (const [row, mass] of masses.entries())
        expect(massSquared(momentum(particles, first + row))).toBeCloseTo(mass ** 2, 5);
    }
  });

  it('keeps the momentum of the beams', () => {
    const { px, py, pz, energy } = sharp.total;
    for (let event = 0; event < 200; event++) {
      const sum = [0, 0, 0, 0];
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        if (status[row] !== particleStatus.final) continue;
        const vector = momentum(particles, row);
        for (const [axis, value] of [vector.px, vector.py, vector.pz, vector.energy].entries())
          sum[axis]! += value;
      }
      for (const [axis, value] of [px, py, pz, energy].entries())
        expect(sum[axis]).toBeCloseTo(value, 6);
    }
  });

  it.each([
    ['h′', 0, 1, 0.5, 2],
    ['χ₂', 5, 7, 1.1, 4],
  ] as const)('has two vertices: the %s flies by its own law', (_, row, product, mass, flight) => {
    let flown = 0;
    for (let event = 0; event < count; event++) {
      const parent = offsets[event]! + row;
      const end = offsets[event]! + product;
      const { px, py, pz } = momentum(particles, parent);
      const away = [x, y, z].map((place) => place[end]! - place[parent]!);
      const p = Math.hypot(px, py, pz);
      const way = Math.hypot(...away);
      expect((away[0]! * px + away[1]! * py + away[2]! * pz) / p).toBeCloseTo(way, 8);
      flown += (way * mass) / p;
    }
    expect(Math.abs(flown / count / flight - 1)).toBeLessThan(3 / Math.sqrt(count));
  });

  it('becomes pions or kaons too, at their threshold', () => {
    for (const [higgs, code] of [
      ['pipi', 211],
      ['kk', 321],
    ] as const) {
      const higgsMass = 2 * particleInfo(code)!.mass + 1e-4;
      const at = generate('inelastic-dark-higgs', { higgs, higgsMass }, 5);
      expect([at.pdg[1], at.pdg[2]]).toEqual([code, -code]);
    }
  });

  it('is refused by name beyond phase space', () => {
    const at = (config: object) => () => generate('inelastic-dark-higgs', config, 1);
    expect(at({ higgsMass: 0.9, higgs: 'kk' })).toThrow('0.9 GeV does not decay to kk');
    expect(at({ mass: 9, higgsMass: 2 })).toThrow('"inelastic-dark-higgs": masses of 9 and 2 GeV');
    expect(at({ lightMass: 1.5 })).toThrow("an A' of 3 GeV does not decay");
  });
});
