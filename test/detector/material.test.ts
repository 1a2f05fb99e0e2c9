import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import { RandomStream } from '../../detector/base/random.js';
import { sliceAddresses } from '../../detector/event.js';
import {
  conversionPoint,
  materialSchema,
  passMaterial,
  placeMaterial,
} from '../../detector/material.js';
import { layersInFront, type MaterialLayer } from '../../detector/material-layers.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';

const degree = Math.PI / 180;

function photons(energy: number, theta: number, events: number): Particles {
  const builder = new ParticleBuilder();
  const random = new RandomStream().seed(1, 0, 0, 0, 255);
  for (let event = 0; event < events; event++) {
    const phi = 2 * Math.PI * random.uniform();
    const pt = energy * Math.sin(theta * degree);
    builder.push(
      22,
      particleStatus.final,
      -1,
      pt * Math.cos(phi),
      pt * Math.sin(phi),
      energy * Math.cos(theta * degree),
      energy,
    );
    builder.endEvent();
  }
  return builder.take();
}

function pass(particles: Particles, raw: unknown = {}): Particles {
  return passMaterial(parseConfig(materialSchema, raw, 'test'), { seed: 9 })(
    particles,
    sliceAddresses(0, 0, 0, particles.offsets.length - 1),
  );
}

/** Radii of the conversion points [cm]. */
function radii({ pdg, x, y }: Particles): number[] {
  return [...pdg].flatMap((code, row) =>
    code === 11 ? [Math.hypot(x[row] ?? 0, y[row] ?? 0)] : [],
  );
}

/** Where a line from (x, y, z) along a unit vector meets a layer, and how thick it is there. */
function meet(layer: MaterialLayer, [x, y, z]: number[], [ux, uy, uz]: number[]) {
  const { shape, position, low, high, thickness } = layer;
  const isDisc = shape === 'disc';
  const square = ux! * ux! + uy! * uy!;
  const along = x! * ux! + y! * uy!;
  const inside = position * position - x! * x! - y! * y!;
  const root = Math.sqrt(along * along + square * inside);
  const distance = isDisc ? (position - z!) / uz! : (root - along) / square;
  const at = isDisc ? Math.hypot(x! + distance * ux!, y! + distance * uy!) : z! + distance * uz!;
  const isMet = distance > 0 && (isDisc || inside > 0) && at >= low && at <= high;
  const normal = isDisc ? Math.abs(uz!) : root / position;
  return { distance, thickness: isMet ? thickness / normal : 0 };
}

describe('photons on their way to the calorimeter', () => {
  const events = 40_000;
  const at90 = pass(photons(1, 90, events));

  it('convert in 15–21 % at 90°, most of them in the TOP', () => {
    const all = radii(at90);
    expect(all.length / events).toBeGreaterThan(0.15);
    expect(all.length / events).toBeLessThan(0.21);
    expect(all.filter((r) => r > 115).length / all.length).toBeGreaterThan(0.6);
  });

  it('convert in about 3 % before the chamber and 5 % before the TOP', () => {
    const fraction = (radius: number) => radii(at90).filter((r) => r < radius).length / events;
    expect(Math.abs(fraction(15.5) - 0.03)).toBeLessThan(0.006);
    expect(Math.abs(fraction(115) - 0.05)).toBeLessThan(0.008);
  });

  it('meet material in proportion to 1/sin θ', () => {
    const depth = (theta: number) =>
      -Math.log(1 - radii(pass(photons(1, theta, events))).length / events);
    // 40000 photons: the ratio is known to 2 %.
    expect(Math.abs(depth(60) / depth(90) - 1 / Math.sin(60 * degree))).toBeLessThan(0.06);
  });

  it('convert in 20–40 % before the forward endcap', () => {
    const converted = radii(pass(photons(1, 24, events))).length / events;
    expect(converted).toBeGreaterThan(0.2);
    expect(converted).toBeLessThan(0.4);
  });

  it('hand their energy and momentum to the pair, which starts where they convert', () => {
    const { offsets, pdg, status, mother, px, py, pz, energy, x, y, z, time } = at90;
    let seen = 0;
    for (let event = 0; event < events; event++) {
      const first = offsets[event] ?? 0;
      const rows = (offsets[event + 1] ?? 0) - first;
      if (rows === 1) {
        expect(status[first]).toBe(particleStatus.final);
        continue;
      }
      seen++;
      expect(rows).toBe(3);
      expect(status[first]).toBe(particleStatus.intermediate);
      expect(new Set([pdg[first + 1], pdg[first + 2]])).toEqual(new Set([11, -11]));
      for (const row of [first + 1, first + 2]) {
        expect(mother[row]).toBe(0);
        expect(status[row]).toBe(particleStatus.final);
        const mass2 =
          (energy[row] ?? 0) ** 2 - (px[row] ?? 0) ** 2 - (py[row] ?? 0) ** 2 - (pz[row] ?? 0) ** 2;
        expect(mass2).toBeCloseTo(0.000511 ** 2, 9);
        expect(time[row]).toBeCloseTo(
          Math.hypot(x[row] ?? 0, y[row] ?? 0, z[row] ?? 0) / 29.979_245_8,
          9,
        );
      }
      expect((energy[first + 1] ?? 0) + (energy[first + 2] ?? 0)).toBeCloseTo(1, 12);
      // The nucleus takes up to 2 m²/E of momentum, more when one of the pair is slow.
      expect((px[first + 1] ?? 0) + (px[first + 2] ?? 0)).toBeCloseTo(px[first] ?? 0, 2);
    }
    expect(seen).toBe(radii(at90).length);
  });

  it('share their energy by 1 − 4/3 x (1 − x), flat within a third', () => {
    const shares = [...at90.pdg].flatMap((code, row) =>
      code === 11 ? [at90.energy[row] ?? 0] : [],
    );
    const middle = shares.filter((share) => share > 0.25 && share < 0.75).length / shares.length;
    // ∫ from ¼ to ¾ of the density, 9/7 (1 − 4/3 x (1 − x)): 0.446; 7000 pairs give 0.006.
    expect(Math.abs(middle - 0.446)).toBeLessThan(0.024);
  });

  it('never convert without material, nor when they are not final', () => {
    expect(radii(pass(photons(1, 90, 1000), { scale: 0 }))).toHaveLength(0);
    const beam = photons(1, 90, 1000);
    beam.status.fill(particleStatus.intermediate);
    expect(radii(pass(beam))).toHaveLength(0);
  });

  it('have behind them what the layers met one after the other add up to', () => {
    const layers = layersInFront(parseConfig(materialSchema, { scale: 2 }, 'test'));
    const placed = placeMaterial(layers);
    const random = new RandomStream().seed(3, 0, 0, 0, 255);
    let found = 0;
    for (let line = 0; line < 5000; line++) {
      const [cosine, phi] = [2 * random.uniform() - 1, 2 * Math.PI * random.uniform()];
      const sine = Math.sqrt(1 - cosine * cosine);
      const along = [sine * Math.cos(phi), sine * Math.sin(phi), cosine];
      // From the collision, and from anywhere in the chamber.
      const reach = line % 2 === 0 ? 0.1 : 100;
      const from = [0, 1, 2].map(() => reach * (2 * random.uniform() - 1));
      const met = layers.map((layer) => meet(layer, from, along));
      const all = met.reduce((sum, { thickness }) => sum + thickness, 0);
      const depth = 1.2 * all * random.uniform();
      let left = depth;
      const last = met.find(({ thickness }) => (left -= thickness) < 0);
      const column = (value: number): Float64Array => Float64Array.of(value);
      const [x, y, z, px, py, pz] = [...from, ...along.map((u) => 3 * u)].map(column);
      const columns = { ...photons(1, 90, 1), x, y, z, px, py, pz } as Particles;
      expect(conversionPoint(placed, columns, 0, depth)).toBeCloseTo(last?.distance ?? -1, 9);
      if (last !== undefined) found++;
    }
    expect(found).toBeGreaterThan(3000);
  });
});
