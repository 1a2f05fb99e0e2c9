import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { massSquared } from '../../../detector/lorentz.js';
import { LongitudinalPhaseSpace } from '../../../emulator/generators/longitudinal-phase-space.js';

const stream = () => new RandomStream().seed(1, 0, 0, 0, purpose.generator);

describe('hadrons of small transverse momentum', () => {
  it('keep energy, momentum and masses, down to no room for transverse momentum', () => {
    const random = stream();
    const space = new LongitudinalPhaseSpace(0.3);
    const shape = fc.record({
      masses: fc.array(fc.constantFrom(0.1396, 0.4937, 0.135), { minLength: 2, maxLength: 16 }),
      room: fc.double({ min: 1e-4, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, ({ masses, room }) => {
        const mass = masses.reduce<number>((a, b) => a + b, 0) + room;
        space.draw(mass, Float64Array.from(masses), masses.length, random);
        const sum = [0, 0, 0, -mass];
        for (const [row, own] of masses.entries()) {
          const { px, py, pz, energy } = space.momenta[row]!;
          [px, py, pz, energy].forEach((value, at) => (sum[at]! += value));
          expect(Math.abs(massSquared(space.momenta[row]!) - own * own)).toBeLessThan(1e-9);
        }
        expect(Math.max(...sum.map(Math.abs))).toBeLessThan(1e-9 * mass);
      }),
      { numRuns: 300 },
    );
  });

  it('have the transverse momentum that is asked for, less what balances it', () => {
    const [random, space, count, tries] = [stream(), new LongitudinalPhaseSpace(0.3), 8, 4000];
    const masses = new Float64Array(count).fill(0.1396);
    let [across, along] = [0, 0];
    for (let event = 0; event < tries; event++) {
      space.draw(10, masses, count, random);
      for (const { px, pz } of space.momenta.slice(0, count)) {
        across += (px * px) / count / tries;
        along += pz / count / tries;
      }
    }
    expect(Math.abs(across / (0.3 ** 2 * (7 / 8)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(along)).toBeLessThan(1e-9);
  });
});
