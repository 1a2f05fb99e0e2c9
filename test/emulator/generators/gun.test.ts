import { describe, expect, it } from 'vitest';
import { massSquared } from '../../../detector/lorentz.js';
import { particleInfo } from '../../../detector/pdg.js';
import { generate, momentum, momentumCms, nominal } from './machine.js';

const count = 20_000;
const degree = Math.PI / 180;
/** Mean of `value` over the first rows. */
const mean = (value: (row: number) => number, rows = count): number =>
  Array.from({ length: rows }, (_, row) => value(row)).reduce((a, b) => a + b, 0) / rows;

describe('particle gun', () => {
  it('shoots photons flat in energy and isotropically in the centre of mass', () => {
    const particles = generate('gun', { minimum: 1, maximum: 3 }, count);
    const energy = (row: number): number => momentumCms(particles, row).energy;
    const cosTheta = (row: number): number =>
      momentumCms(particles, row).pz / momentumCms(particles, row).energy;
    expect(Math.min(...Array.from({ length: count }, (_, row) => energy(row)))).toBeGreaterThan(
      1 - 1e-9,
    );
    expect(Math.max(...Array.from({ length: count }, (_, row) => energy(row)))).toBeLessThan(
      3 + 1e-9,
    );
    // 4 σ of the mean of 20 000: 0.577·4/√20000 for both.
    expect(Math.abs(mean(energy) - 2)).toBeLessThan(0.017);
    expect(Math.abs(mean(cosTheta))).toBeLessThan(0.017);
    expect(Math.abs(mean((row) => cosTheta(row) ** 2) - 1 / 3)).toBeLessThan(0.009);
  });

  it('shoots with density 1/E: as many below the geometric mean as above', () => {
    const particles = generate(
      'gun',
      { frame: 'lab', spectrum: 'inverse', minimum: 0.1, maximum: 10 },
      count,
    );
    // 4 σ of a share of one half.
    expect(Math.abs(mean((row) => Number(particles.energy[row]! < 1)) - 0.5)).toBeLessThan(0.015);
  });

  it('hands over a τ decayed: no particle is left that lives too short for the detector', () => {
    const { pdg, status, mother } = generate('gun', { pdg: 15, minimum: 3, maximum: 5 }, 200);
    const kinds = Array.from(pdg, (code) => particleInfo(code)!.kind);
    expect(kinds.filter((kind, row) => kind === 'short-lived' && status[row] === 1)).toEqual([]);
    expect(pdg.filter((code) => code === 15).length).toBe(200);
    expect(mother.filter((row) => row === 0).length).toBeGreaterThanOrEqual(400);
  });

  it('keeps to the ranges of angle and momentum in the laboratory, on the mass shell', () => {
    const raw = {
      pdg: -211,
      frame: 'lab',
      variable: 'momentum',
      minimum: '500 MeV',
      maximum: 2,
      thetaMin: '30 deg',
      thetaMax: '40 deg',
      thetaDensity: 'theta',
      phiMin: 0,
      phiMax: '90 deg',
    };
    const particles = generate('gun', raw, 2000);
    for (let row = 0; row < 2000; row++) {
      const vector = momentum(particles, row);
      const p = Math.hypot(vector.px, vector.py, vector.pz);
      expect(p).toBeGreaterThan(0.5 - 1e-9);
      expect(p).toBeLessThan(2 + 1e-9);
      expect(Math.acos(vector.pz / p)).toBeGreaterThan(30 * degree - 1e-9);
      expect(Math.acos(vector.pz / p)).toBeLessThan(40 * degree + 1e-9);
      expect(Math.min(vector.px, vector.py)).toBeGreaterThan(0);
      expect(Math.sqrt(massSquared(vector))).toBeCloseTo(0.13957039, 6);
    }
    expect(
      Math.abs(
        mean(
          (row) =>
            Math.acos(
              particles.pz[row]! /
                Math.hypot(particles.px[row]!, particles.py[row]!, particles.pz[row]!),
            ),
          2000,
        ) -
          35 * degree,
      ),
    ).toBeLessThan(0.27 * degree);
  });

  it('shoots several particles from one vertex', () => {
    const particles = generate('gun', { pdg: 13, count: 3, minimum: 1 }, 10, nominal);
    expect(particles.pdg.length).toBe(30);
    for (let event = 0; event < 10; event++) {
      expect(new Set(particles.z.subarray(3 * event, 3 * event + 3)).size).toBe(1);
      expect(new Set(particles.energy.subarray(3 * event, 3 * event + 3)).size).toBe(3);
    }
  });

  it('places vertices in their ranges', () => {
    const vertex = {
      beamSpot: false,
      xMin: 1,
      xMax: 1,
      zMin: -5,
      zMax: 5,
      radiusMin: 2,
      radiusMax: 3,
    };
    const particles = generate('gun', { vertex }, 2000);
    for (let row = 0; row < 2000; row++) {
      const radius = Math.hypot(particles.x[row]! - 1, particles.y[row]!);
      expect(radius).toBeGreaterThan(2 - 1e-12);
      expect(radius).toBeLessThan(3 + 1e-12);
      expect(Math.abs(particles.z[row]!)).toBeLessThan(5);
      expect(particles.time[row]).toBe(0);
    }
  });

  it('leaves events empty when asked for no particle', () => {
    const particles = generate('gun', { count: 0 }, 5);
    expect([...particles.offsets]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([
    [{ pdg: 2001 }],
    [{ pdg: 4900022 }],
    [{ minimum: 3, maximum: 1 }],
    [{ thetaMin: 1, thetaMax: 0.5 }],
    [{ vertex: { zMin: 1 } }],
    [{ spectrum: 'inverse', minimum: 0 }],
    [{ pdg: 2212, minimum: 0.5 }],
  ])('refuses %j', (raw) => {
    expect(() => generate('gun', raw, 1)).toThrow(
      expect.objectContaining({ code: 'GENERATOR_CONFIG' }),
    );
  });
});
