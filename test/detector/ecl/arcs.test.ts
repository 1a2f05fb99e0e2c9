import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { phiCountOfRing, phiOfCrystal, ringOfCrystal } from '../../../detector/ecl/crystals.js';
import { ecl } from '../../../detector/ecl/ecl.js';
import type { EclDeposits } from '../../../detector/ecl/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import { ParticleBuilder } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { movedFreely } from '../../support/moved.js';

/** A particle from the collision point: PDG code, momentum [GeV], polar angle and azimuth. */
type Shot = readonly [pdg: number, momentum: number, theta: number, phi: number];

function depositsOf(shots: readonly (readonly Shot[])[]): EclDeposits {
  const builder = new ParticleBuilder();
  for (const event of shots) {
    for (const [pdg, p, theta, phi] of event) {
      const pt = p * Math.sin(theta);
      const energy = Math.hypot(p, particleInfo(pdg)!.mass);
      const [px, py] = [pt * Math.cos(phi), pt * Math.sin(phi)];
      builder.push(pdg, 1, -1, px, py, p * Math.cos(theta), energy);
    }
    builder.endEvent();
  }
  return ecl.deposit(parseConfig(ecl.schema, {}, 'test'), { seed: 5 })(
    ...movedFreely(builder.take(), sliceAddresses(0, 0, 0, shots.length)),
  );
}

/** Azimuth of the middle of a crystal. */
const azimuthOf = (crystal: number): number =>
  ((phiOfCrystal[crystal]! + 0.5) * 2 * Math.PI) / phiCountOfRing[ringOfCrystal[crystal]!]!;

describe('deposits of an event with several particles', () => {
  it('lie where each particle arrives: two muons leave 0.2 GeV each, on both sides', () => {
    const events = Array.from({ length: 100 }, (_, event): readonly Shot[] => [
      [13, 2, 1.2, 0.06 * event],
      [-13, 2, 1.9, 0.06 * event + Math.PI],
    ]);
    const { offsets, crystal, energy } = depositsOf(events);
    for (const [event, [first]] of events.entries()) {
      const sides = [0, 0];
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        const isAhead = Math.cos(azimuthOf(crystal[row]!) - first![3]) > 0;
        sides[isAhead ? 0 : 1]! += energy[row]!;
      }
      // Minimum-ionising in 30 cm of CsI: 170 MeV at least, less where a gap is met.
      for (const side of sides) expect(side).toBeGreaterThan(0.08);
    }
  });

  it('are those of each particle alone where nothing fluctuates but the particle', () => {
    const photon: Shot = [22, 1, 1.1, 0.7];
    const alone = depositsOf([[photon]]);
    const together = depositsOf([[photon, [22, 1.5, 2, 3.4]]]);
    const near = (deposits: EclDeposits): number =>
      deposits.energy.reduce(
        (sum, energy, row) =>
          sum + (Math.cos(azimuthOf(deposits.crystal[row]!) - 0.7) > 0.5 ? energy : 0),
        0,
      );
    expect(near(together)).toBeCloseTo(near(alone), 2);
  });
});

describe('fragments of hadrons', () => {
  it('fly to all sides: in the mean over azimuth energy lies around the ray', () => {
    const count = 24_000;
    const random = new RandomStream().seed(3, 0, 0, 0, purpose.test);
    const shots = Array.from(
      { length: count },
      (): Shot => [2112, 2, 1.47, 2 * Math.PI * random.uniform()],
    );
    const { offsets, crystal, energy } = depositsOf(shots.map((shot) => [shot]));
    const off: (readonly [x: number, y: number])[] = [];
    for (const [event, [, , , phi]] of shots.entries()) {
      let [sum, x, y] = [0, 0, 0];
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        const at = azimuthOf(crystal[row]!);
        x += energy[row]! * (Math.cos(at) - Math.cos(phi));
        y += energy[row]! * (Math.sin(at) - Math.sin(phi));
        sum += energy[row]!;
      }
      if (sum > 0.05) off.push([x / sum, y / sum]);
    }
    expect(off.length).toBeGreaterThan(count / 4);
    for (const axis of [0, 1] as const) {
      const total = off.reduce((sum, one) => sum + one[axis], 0);
      const squares = off.reduce((sum, one) => sum + one[axis] ** 2, 0);
      expect(Math.abs(total)).toBeLessThan(4 * Math.sqrt(squares));
    }
  });
});
