import { describe, expect, it } from 'vitest';
import { cm, degree } from '../../../detector/base/units.js';
import { massSquared } from '../../../detector/lorentz.js';
import { particleInfo } from '../../../detector/pdg.js';
import { leaning, powerLaw } from '../../../emulator/generators/stray.js';
import { generate, momentum, nominal } from './machine.js';
import { buildGenerator } from '../../../emulator/generators/index.js';

const count = 20_000;
/** 4σ of a share of `count`. */
const fourSigma = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / count);

describe('stray particles', () => {
  it('are tracks and showers as asked for, an electron in five tracks, either charge alike', () => {
    const { pdg } = generate('stray', { tracks: 3, showers: 1, electrons: 0.2 }, count);
    expect(pdg).toHaveLength(count);
    const share = (of: (code: number) => boolean): number => pdg.filter(of).length / count;
    expect(Math.abs(share((code) => code === 22) - 0.25)).toBeLessThan(fourSigma(0.25));
    expect(Math.abs(share((code) => Math.abs(code) === 11) - 0.15)).toBeLessThan(fourSigma(0.15));
    expect(Math.abs(share((code) => code === 211) - 0.3)).toBeLessThan(fourSigma(0.3));
    expect(Math.abs(share((code) => code === -211) - 0.3)).toBeLessThan(fourSigma(0.3));
  });

  it('start between the places asked for, one to two centimetres off, on their mass shells', () => {
    const particles = generate('stray', { showers: 1, zMin: '-80 cm', zMax: '20 cm' }, 2000);
    let [low, high] = [0, 0];
    for (let row = 0; row < 2000; row++) {
      const [x, y, z] = [particles.x[row]!, particles.y[row]!, particles.z[row]!];
      // The collision point is within a few hundred micrometres of the axis.
      expect(Math.hypot(x, y)).toBeGreaterThan(0.9 * cm);
      expect(Math.hypot(x, y)).toBeLessThan(2.1 * cm);
      [low, high] = [Math.min(low, z), Math.max(high, z)];
      const { mass } = particleInfo(particles.pdg[row]!)!;
      expect(Math.abs(massSquared(momentum(particles, row)) - mass * mass)).toBeLessThan(1e-9);
    }
    expect(low).toBeLessThan(-79);
    expect(low).toBeGreaterThan(-80.3);
    expect(high).toBeGreaterThan(19);
    expect(high).toBeLessThan(20.3);
  });

  it('keep to their ranges of momentum, energy and angle', () => {
    const particles = generate('stray', { tracks: 1, showers: 1 }, 4000);
    for (let row = 0; row < 4000; row++) {
      const { px, py, pz } = momentum(particles, row);
      const p = Math.hypot(px, py, pz);
      const theta = Math.atan2(Math.hypot(px, py), pz) / degree;
      const [low, high] = particles.pdg[row] === 22 ? [0.4, 3] : [0.2, 1.5];
      expect(p).toBeGreaterThan(low - 1e-9);
      expect(p).toBeLessThan(high + 1e-9);
      expect(theta).toBeGreaterThan(20 - 1e-9);
      expect(theta).toBeLessThan(150 + 1e-9);
    }
  });

  it('of positrons lean backward: half of the density in the middle of cosθ', () => {
    const forward = (lean: number): number => {
      const particles = generate('stray', { lean }, count);
      const middle = (Math.cos(20 * degree) + Math.cos(150 * degree)) / 2;
      let above = 0;
      for (let row = 0; row < count; row++) {
        const { px, py, pz } = momentum(particles, row);
        if (pz / Math.hypot(px, py, pz) > middle) above++;
      }
      return above / count;
    };
    // The upper half of 1 + lean·x is 1/2 + lean/4.
    expect(Math.abs(forward(-0.5) - 0.375)).toBeLessThan(fourSigma(0.375));
    expect(Math.abs(forward(0) - 0.5)).toBeLessThan(fourSigma(0.5));
    expect(Math.abs(forward(1) - 0.75)).toBeLessThan(fourSigma(0.75));
    expect(leaning(1, 0.25)).toBeCloseTo(0.5, 12);
    expect(leaning(-1, 0.75)).toBeCloseTo(0.5, 12);
  });

  it('fall as 1/pⁿ: of 1 to 4, half below 2 for n = 1, two thirds for n = 2', () => {
    expect(powerLaw(1, 4, 0, 0.5)).toBeCloseTo(2.5, 12);
    expect(powerLaw(1, 4, 1, 0.5)).toBeCloseTo(2, 12);
    expect(powerLaw(1, 4, 2, 2 / 3)).toBeCloseTo(2, 12);
    expect(powerLaw(2, 2, 1, 0.3)).toBe(2);
  });

  it('may have company from the same place, some of it neutrons', () => {
    const raw = { company: 0.5, neutrons: 0.25, showers: 1 };
    const { offsets, pdg, x, z } = generate('stray', raw, count);
    expect(Math.abs(pdg.length / count - 1.5)).toBeLessThan(4 * Math.sqrt(0.5 / count));
    const neutrons = pdg.filter((code) => code === 2112).length / (0.5 * count);
    expect(Math.abs(neutrons - 0.25)).toBeLessThan(0.02);
    for (let event = 0; event < 200; event++) {
      const [first, end] = [offsets[event]!, offsets[event + 1]!];
      expect(pdg[first]).not.toBe(2112);
      for (let row = first + 1; row < end; row++)
        expect([x[row], z[row]]).toStrictEqual([x[first], z[first]]);
    }
  });

  it('refuse ranges that are turned round, and a mix of nothing', () => {
    const build = (raw: object) => () => buildGenerator('stray', raw, { seed: 1, beams: nominal });
    expect(build({ minMomentum: 2 })).toThrow('minMomentum, maxMomentum are 2 and 1.5');
    expect(build({ zMin: 120 })).toThrow('zMin, zMax');
    expect(build({ tracks: 0 })).toThrow('both 0');
  });
});
