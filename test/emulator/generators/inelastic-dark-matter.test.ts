import { describe, expect, it } from 'vitest';
import { boost, fourVector, massSquared } from '../../../detector/lorentz.js';
import { particleStatus } from '../../../detector/particles.js';
import { crossSection, generate, momentum, sharp } from './machine.js';

const count = 2000;
const particles = generate('inelastic-dark-matter', { flight: '4 cm' }, count);
const { offsets, pdg, status, mother, x, y, z, time } = particles;

describe('inelastic dark matter of 1 and 1.1 GeV from an A′ of 3 GeV', () => {
  it('has the cross section of γA′', () => {
    const config = { isr: false, mass: '3 GeV' };
    expect(crossSection('inelastic-dark-matter', config)).toBe(crossSection('dark-photon', config));
  });

  it('leaves χ with 1.0706 GeV in the frame of the A′, all on their mass shells', () => {
    for (let event = 0; event < 200; event++) {
      const first = offsets[event]!;
      const rows = Array.from(pdg.subarray(first, first + 7));
      expect(rows).toEqual([22, 4900022, 52, 52, 52, 11, -11]);
      const [parent, light, heavy] = [1, 2, 3].map((row) => momentum(particles, first + row));
      expect(massSquared(parent!)).toBeCloseTo(9, 6);
      expect(massSquared(light!)).toBeCloseTo(1, 6);
      expect(massSquared(heavy!)).toBeCloseTo(1.21, 6);
      const { px, py, pz, energy } = parent!;
      boost(light!, -px / energy, -py / energy, -pz / energy, energy / 3);
      expect(Math.hypot(light!.px, light!.py, light!.pz)).toBeCloseTo(1.0706, 4);
    }
  });

  it('gives leptons a mass up to the splitting, not beyond, where χ₂ ends its flight', () => {
    let flown = 0;
    let heaviest = 0;
    for (let event = 0; event < count; event++) {
      const first = offsets[event]!;
      const electron = momentum(particles, first + 5);
      const positron = momentum(particles, first + 6);
      const both = fourVector(
        electron.px + positron.px,
        electron.py + positron.py,
        electron.pz + positron.pz,
        electron.energy + positron.energy,
      );
      heaviest = Math.max(heaviest, Math.sqrt(massSquared(both)));
      const heavy = momentum(particles, first + 3);
      const p = Math.hypot(heavy.px, heavy.py, heavy.pz);
      const [dx, dy, dz] = [x, y, z].map((place) => place[first + 5]! - place[first + 3]!);
      const way = Math.hypot(dx!, dy!, dz!);
      expect((dx! * heavy.px + dy! * heavy.py + dz! * heavy.pz) / p).toBeCloseTo(way, 8);
      expect(time[first + 5]! - time[first + 3]!).toBeCloseTo(
        (way * heavy.energy) / p / 29.9792458,
        8,
      );
      flown += (way * 1.1) / p;
    }
    expect(heaviest).toBeLessThan(0.1);
    expect(heaviest).toBeGreaterThan(0.09);
    expect(Math.abs(flown / count / 4 - 1)).toBeLessThan(3 / Math.sqrt(count));
  });

  it('keeps the momentum of the beams', () => {
    const { px, py, pz, energy } = sharp.total;
    for (let event = 0; event < 200; event++) {
      const sum = [0, 0, 0, 0];
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        const vector = momentum(particles, row);
        if (row >= offsets[event]! + 4 && row < offsets[event]! + 7) expect(mother[row]).toBe(3);
        if (status[row] !== particleStatus.final) continue;
        for (const [axis, value] of [vector.px, vector.py, vector.pz, vector.energy].entries())
          sum[axis]! += value;
      }
      for (const [axis, value] of [px, py, pz, energy].entries())
        expect(sum[axis]).toBeCloseTo(value, 6);
    }
  });

  it('refuses masses that do not decay', () => {
    const at = (config: object) => () => generate('inelastic-dark-matter', config, 1);
    expect(at({ lightMass: '1.5 GeV' })).toThrow("an A' of 3 GeV does not decay");
    expect(at({ decay: 'mumu' })).toThrow('splitting of 0.1 GeV does not leave the masses of mumu');
  });
});
