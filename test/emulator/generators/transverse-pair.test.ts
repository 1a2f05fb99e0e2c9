import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { fourVector, massSquared } from '../../../detector/lorentz.js';
import { TransversePair } from '../../../emulator/generators/transverse-pair.js';
import { chiSquaredPull, integrate } from './machine.js';

const [mass, lepton] = [1, 0.3];

describe('leptons of a transverse photon', () => {
  it.each([
    ['along any direction', fourVector(1, -2, 0.5, Math.sqrt(1 + 1 + 4 + 0.25))],
    ['along the axis', fourVector(0, 0, -3, Math.sqrt(10))],
    ['at rest', fourVector(0, 0, 0, 1)],
  ])('are at 1 + cos² + 4m²/M² sin² of its flight, %s', (_, photon) => {
    const random = new RandomStream().seed(1, 0, 0, 0, purpose.generator);
    const [pair, counts, count] = [new TransversePair(), new Float64Array(16), 20_000];
    const p = Math.hypot(photon.px, photon.py, photon.pz);
    let off = 0;
    for (let event = 0; event < count; event++) {
      pair.draw(random, photon, mass, lepton);
      const { first, second } = pair;
      for (const axis of ['px', 'py', 'pz', 'energy'] as const)
        off = Math.max(off, Math.abs(first[axis] + second[axis] - photon[axis]));
      off = Math.max(off, Math.abs(massSquared(first) - lepton * lepton));
      // The energy tells the angle; at rest the momentum along z does.
      const momentum = Math.sqrt(0.25 * mass * mass - lepton * lepton);
      const cosTheta =
        p === 0
          ? first.pz / momentum
          : (first.energy - photon.energy / 2) / ((p / mass) * momentum);
      counts[Math.min(15, Math.max(0, Math.floor((cosTheta + 1) * 8)))]!++;
    }
    const density = (c: number): number => 1 + c * c + 4 * lepton * lepton * (1 - c * c);
    const total = integrate(density, -1, 1);
    const expected = Array.from(
      counts,
      (__, bin) => (count * integrate(density, bin / 8 - 1, (bin + 1) / 8 - 1, 20)) / total,
    );
    expect(off).toBeLessThan(1e-9);
    expect(Math.abs(chiSquaredPull(counts, expected))).toBeLessThan(4);
  });
});
