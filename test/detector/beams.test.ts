import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import {
  beams,
  beamsSchema,
  bucketOfBunch,
  cmsToLab,
  collisionFrame,
  collisionTime,
  labToCms,
  setCollisionFrame,
} from '../../detector/beams.js';
import { fourVector } from '../../detector/lorentz.js';

const machine = (raw: object = {}) => beams(parseConfig(beamsSchema, raw, 'test'));
const degrees = 180 / Math.PI;

describe('beams at the Y(4S)', () => {
  const { total, frame, sqrtS, crossing } = machine();

  it('collide with 11.006 GeV and (0.4566, 0, 2.9994) GeV/c in the laboratory', () => {
    expect(total.energy).toBeCloseTo(11.006, 6);
    expect(total.px).toBeCloseTo(0.4566, 4);
    expect(total.py).toBe(0);
    expect(total.pz).toBeCloseTo(2.9994, 4);
  });

  it('move their centre of mass with (0.04149, 0, 0.27253) c, 8.66 degrees from the axis', () => {
    expect(frame.betaX).toBeCloseTo(0.04149, 5);
    expect(frame.betaZ).toBeCloseTo(0.27253, 5);
    expect(frame.gamma).toBeCloseTo(1.0403, 4);
    expect(Math.atan2(frame.betaX, frame.betaZ) * degrees).toBeCloseTo(8.66, 2);
  });

  it('have a centre-of-mass energy of 10.580 GeV', () => {
    expect(sqrtS).toBeCloseTo(10.58, 3);
    expect(sqrtS ** 2).toBeCloseTo(frame.s, 9);
  });

  it('bring the electron in along z*, 0.33° from the axis of the laboratory', () => {
    const electron = fourVector(
      7.004 * crossing.sinElectron,
      0,
      7.004 * crossing.cosElectron,
      7.004,
    );
    const positron = fourVector(
      4.002 * crossing.sinPositron,
      0,
      -4.002 * crossing.cosPositron,
      4.002,
    );
    labToCms(frame, electron);
    labToCms(frame, positron);
    expect(electron.px).toBeCloseTo(0, 12);
    expect(electron.pz).toBeCloseTo(sqrtS / 2, 12);
    expect(positron.px).toBeCloseTo(0, 12);
    expect(positron.pz).toBeCloseTo(-sqrtS / 2, 12);
    expect(Math.asin(frame.sinTilt) * degrees).toBeCloseTo(0.33, 2);
  });

  it('boost photons as the invariants say: P·p = √s E*, and p_e·p = E_e E* (1 − cosθ*)', () => {
    const electron = fourVector(7.004 * Math.sin(0.0415), 0, 7.004 * Math.cos(0.0415), 7.004);
    for (const [cosTheta, phi] of [
      [-0.9, 0.1],
      [0.3, 2],
      [0.99, -1.2],
      [-0.043, 3],
    ] as const) {
      const energy = 2.5;
      const sinTheta = Math.sqrt(1 - cosTheta ** 2);
      const photon = fourVector(
        energy * sinTheta * Math.cos(phi),
        energy * sinTheta * Math.sin(phi),
        energy * cosTheta,
        energy,
      );
      cmsToLab(frame, photon);
      const product = (p: typeof photon): number =>
        p.energy * photon.energy - p.px * photon.px - p.py * photon.py - p.pz * photon.pz;
      expect(product(photon)).toBeCloseTo(0, 12);
      expect(product({ ...total })).toBeCloseTo(sqrtS * energy, 11);
      expect(product(electron)).toBeCloseTo((sqrtS / 2) * energy * (1 - cosTheta), 11);
      labToCms(frame, photon);
      expect(photon.px).toBeCloseTo(energy * sinTheta * Math.cos(phi), 12);
      expect(photon.py).toBeCloseTo(energy * sinTheta * Math.sin(phi), 12);
      expect(photon.pz).toBeCloseTo(energy * cosTheta, 12);
    }
  });

  it('turn polar angles of 32.2° into 41.9°, of 128.7° into 140.2°, averaged over azimuth', () => {
    const thetaCms = (thetaLab: number): number => {
      let sum = 0;
      for (let step = 0; step < 360; step++) {
        const phi = step / degrees;
        const sinTheta = Math.sin(thetaLab / degrees);
        const photon = fourVector(
          sinTheta * Math.cos(phi),
          sinTheta * Math.sin(phi),
          Math.cos(thetaLab / degrees),
          1,
        );
        labToCms(frame, photon);
        sum += (Math.acos(photon.pz / photon.energy) * degrees) / 360;
      }
      return sum;
    };
    // The tabulated angles take the boost along z; its tilt moves the mean by some tenths of a
    // degree.
    expect(Math.abs(thetaCms(32.2) - 41.9)).toBeLessThan(0.4);
    expect(Math.abs(thetaCms(128.7) - 140.2)).toBeLessThan(0.4);
  });
});

describe('other energies', () => {
  it.each([
    ['Y4S-60MeV', 10.519],
    ['Y3S', 10.3547],
    ['Y5S', 10.8756],
    ['Y6S', 11.0201],
  ] as const)('preset %s collides at %f GeV with the same boost', (preset, expected) => {
    const { sqrtS, frame } = machine({ preset });
    // √s = 2 √(E₋E₊) cos 41.5 mrad, up to the common angle.
    expect(sqrtS).toBeCloseTo(expected, 3);
    expect(frame.betaZ).toBeCloseTo(0.2725, 3);
  });

  it('come from the configuration when it names them', () => {
    expect(
      machine({
        electronEnergy: '8 GeV',
        positronEnergy: '3.5 GeV',
        electronAngle: 0,
        positronAngle: 0,
      }).sqrtS,
    ).toBeCloseTo(2 * Math.sqrt(28), 9);
  });

  it('head-on beams of equal energy have a centre of mass at rest and nothing to rotate', () => {
    const { frame } = machine({
      electronEnergy: 5.29,
      positronEnergy: 5.29,
      electronAngle: 0,
      positronAngle: 0,
    });
    expect(frame).toEqual({
      betaX: 0,
      betaZ: 0,
      gamma: 1,
      sinTilt: 0,
      cosTilt: 1,
      s: 5.29 ** 2 * 4,
    });
  });

  it('spread √s by 5.0 MeV', () => {
    const { crossing, electronEnergy, positronEnergy, config } = machine();
    const frame = collisionFrame();
    const shift = (electron: number, positron: number): number => {
      setCollisionFrame(frame, crossing, electronEnergy + electron, positronEnergy + positron);
      return Math.sqrt(frame.s) - machine().sqrtS;
    };
    expect(
      Math.hypot(shift(config.electronSpread, 0), shift(0, config.positronSpread)),
    ).toBeCloseTo(5.0e-3, 4);
  });
});

describe('filling', () => {
  it('puts 2346 bunches 3.93 ns apart and leaves the end of the turn empty', () => {
    const { config } = machine();
    expect(collisionTime(config, 0, 1) - collisionTime(config, 0, 0)).toBeCloseTo(3.93, 2);
    expect(bucketOfBunch(config, 2345)).toBeLessThan(5120 - 200 / 1.965);
    expect(collisionTime(config, 1, 0)).toBeCloseTo(10061, 0);
  });

  it('refuses more bunches than a turn has room for', () => {
    expect(() => machine({ filling: { bunches: 2600 } })).toThrow(
      expect.objectContaining({ code: 'BEAMS_FILLING' }),
    );
    expect(() => machine({ filling: { bunches: 5000, spacing: 1 } })).not.toThrow();
  });
});
