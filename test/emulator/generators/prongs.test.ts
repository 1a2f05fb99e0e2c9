import { describe, expect, it } from 'vitest';
import { degree, wrapAngle } from '../../../detector/base/units.js';
import type { Particles } from '../../../detector/particles.js';
import { buildGenerator } from '../../../emulator/generators/index.js';
import { generate, momentum, nominal } from './machine.js';

const theta = ({ px, py, pz }: Particles, row: number): number =>
  Math.atan2(Math.hypot(px[row]!, py[row]!), pz[row]!);
const phi = ({ px, py }: Particles, row: number): number => Math.atan2(py[row]!, px[row]!);

function angleBetween(particles: Particles, a: number, b: number): number {
  const [one, two] = [momentum(particles, a), momentum(particles, b)];
  const cosine =
    (one.px * two.px + one.py * two.py + one.pz * two.pz) /
    Math.hypot(one.px, one.py, one.pz) /
    Math.hypot(two.px, two.py, two.pz);
  return Math.acos(Math.max(-1, Math.min(1, cosine)));
}

describe('prongs', () => {
  it('are the particles that are named, on shell, in the ranges of momentum and angle', () => {
    const particles = generate(
      'prongs',
      { particles: '211 -321 2212', minimum: 0.4, maximum: 0.9 },
      500,
    );
    expect(Array.from(particles.pdg.subarray(0, 6))).toEqual([211, -321, 2212, 211, -321, 2212]);
    const masses = [0.13957, 0.49368, 0.93827];
    for (let row = 0; row < 1500; row++) {
      const { px, py, pz, energy } = momentum(particles, row);
      const p = Math.hypot(px, py, pz);
      expect(p).toBeGreaterThan(0.4 - 1e-9);
      expect(p).toBeLessThan(0.9 + 1e-9);
      expect(Math.sqrt(energy ** 2 - p ** 2)).toBeCloseTo(masses[row % 3]!, 4);
      expect(theta(particles, row)).toBeGreaterThan(36 * degree - 1e-9);
      expect(theta(particles, row)).toBeLessThan(122 * degree + 1e-9);
    }
  });

  it('have the transverse momentum that is asked for', () => {
    const particles = generate('prongs', { variable: 'pt', minimum: 0.3, maximum: 0.31 }, 200);
    for (let row = 0; row < 400; row++)
      expect(Math.hypot(particles.px[row]!, particles.py[row]!)).toBeCloseTo(0.305, 1);
  });

  it('differ in φ by 100° to 110°, uniformly and either way', () => {
    const count = 20_000;
    const particles = generate(
      'prongs',
      { topology: 'azimuth', openingMin: '100 deg', openingMax: '110 deg' },
      count,
    );
    let positive = 0;
    let sum = 0;
    for (let event = 0; event < count; event++) {
      const difference = wrapAngle(phi(particles, 2 * event + 1) - phi(particles, 2 * event));
      expect(Math.abs(difference)).toBeGreaterThan(100 * degree - 1e-9);
      expect(Math.abs(difference)).toBeLessThan(110 * degree + 1e-9);
      if (difference > 0) positive++;
      sum += Math.abs(difference);
    }
    // 4 σ of a coin, and of a uniform of width 10°.
    expect(Math.abs(positive / count - 0.5)).toBeLessThan(0.015);
    expect(Math.abs(sum / count / degree - 105)).toBeLessThan((4 * 10) / Math.sqrt(12 * count));
  });

  it('lie on cones about the first prong, one against three like a τ pair', () => {
    const raw = {
      particles: '13 -211 211 -211',
      topology: 'opening',
      openingMin: '160 deg',
      openingMax: '180 deg',
      allInside: false,
    };
    const particles = generate('prongs', raw, 500);
    for (let event = 0; event < 500; event++) {
      for (let prong = 1; prong < 4; prong++)
        expect(angleBetween(particles, 4 * event, 4 * event + prong)).toBeGreaterThan(
          160 * degree - 1e-7,
        );
    }
  });

  it('begin together where their parent flew, at its time', () => {
    const raw = {
      particles: '11 -11',
      topology: 'opening',
      openingMax: '60 deg',
      vertex: { beamSpot: false, radiusMin: 20, radiusMax: 80 },
    };
    const particles = generate('prongs', raw, 500);
    for (let event = 0; event < 500; event++) {
      const [a, b] = [2 * event, 2 * event + 1];
      const [x, y, z] = [particles.x[a]!, particles.y[a]!, particles.z[a]!];
      const sum = [
        particles.px[a]! + particles.px[b]!,
        particles.py[a]! + particles.py[b]!,
        particles.pz[a]! + particles.pz[b]!,
      ] as const;
      const p = Math.hypot(...sum);
      const distance = Math.hypot(x, y, z);
      expect(Math.hypot(x, y)).toBeGreaterThan(20 - 1e-9);
      expect(Math.hypot(x, y)).toBeLessThan(80 + 1e-9);
      expect((x * sum[0] + y * sum[1] + z * sum[2]) / p / distance).toBeCloseTo(1, 9);
      expect(particles.time[a]).toBeCloseTo(
        (distance * (particles.energy[a]! + particles.energy[b]!)) / p / 29.979_245_8,
        9,
      );
      expect([particles.x[b], particles.y[b], particles.z[b]]).toEqual([x, y, z]);
    }
  });

  it('begin anywhere at that radius when they need not point back', () => {
    const vertex = {
      beamSpot: false,
      radiusMin: 50,
      radiusMax: 50,
      pointing: false,
      zMin: -10,
      zMax: 30,
    };
    const particles = generate('prongs', { vertex }, 4000);
    let along = 0;
    for (let event = 0; event < 4000; event++) {
      expect(Math.hypot(particles.x[2 * event]!, particles.y[2 * event]!)).toBeCloseTo(50, 9);
      expect(particles.z[2 * event]).toBeGreaterThanOrEqual(-10);
      expect(particles.z[2 * event]).toBeLessThanOrEqual(30);
      along +=
        Math.cos(
          phi(particles, 2 * event) - Math.atan2(particles.y[2 * event]!, particles.x[2 * event]!),
        ) / 4000;
    }
    // 4 σ of the mean of a cosine of 4000 random angles.
    expect(Math.abs(along)).toBeLessThan(4 / Math.sqrt(2 * 4000));
  });

  it.each([
    [{ particles: '' }],
    [{ particles: '13 x' }],
    [{ particles: '13 99999' }],
    [{ minimum: 2, maximum: 1 }],
    [{ openingMin: 2, openingMax: 1 }],
    [{ variable: 'pt', thetaMin: 0 }],
  ])('are refused when they contradict themselves: %j', (raw) => {
    expect(() => buildGenerator('prongs', raw, { seed: 1, beams: nominal })).toThrow(
      expect.objectContaining({ code: 'GENERATOR_CONFIG' }),
    );
  });
});
