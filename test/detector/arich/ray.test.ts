import { describe, expect, it } from 'vitest';
import { ArichEntry } from '../../../detector/arich/entry.js';
import { aerogelEnd, aerogelLayers, detectorPlane } from '../../../detector/arich/geometry.js';
import { Ray } from '../../../detector/arich/ray.js';

const [upstream, downstream] = aerogelLayers;

/** A straight track at 25° in the middle of a layer. */
function trackIn(z: number): ArichEntry {
  const theta = (25 * Math.PI) / 180;
  return Object.assign(new ArichEntry(), {
    x: z * Math.tan(theta),
    y: 3,
    z,
    ux: Math.sin(theta),
    uy: 0,
    uz: Math.cos(theta),
  });
}

/** Way across a stretch of z of a photon whose index times sine is `s`, by Snell's law. */
const across = (length: number, index: number, s: number): number =>
  (length * s) / Math.sqrt(index * index - s * s);

describe('a photon of the aerogel', () => {
  it.each([-0.7, 0, 0.9])('begins on its track, %f cm along it', (along) => {
    const entry = trackIn(upstream!.z + 1);
    const ray = new Ray();
    ray.startOn(entry, along);
    expect(ray.x).toBeCloseTo(entry.x + along * Math.sin((25 * Math.PI) / 180), 12);
    expect(ray.y).toBe(3);
    expect(ray.z).toBeCloseTo(entry.z + along * Math.cos((25 * Math.PI) / 180), 12);
  });

  it('leaves at the Cherenkov angle to its track, for every azimuth about it', () => {
    const entry = trackIn(upstream!.z + 1);
    const ray = new Ray();
    for (let azimuth = 0; azimuth < 2 * Math.PI; azimuth += 0.3) {
      ray.turnFrom(entry, Math.cos(0.3), Math.sin(0.3), Math.cos(azimuth), Math.sin(azimuth));
      const { ux, uy, uz } = ray;
      expect(Math.hypot(ux, uy, uz)).toBeCloseTo(1, 12);
      expect(ux * entry.ux + uy * entry.uy + uz * entry.uz).toBeCloseTo(Math.cos(0.3), 12);
    }
  });

  it.each([upstream!, downstream!])(
    'is refracted by Snell’s law on its way to the plane: aerogel of index $index',
    (layer) => {
      for (const left of [0.2, 1, 1.8]) {
        const ray = new Ray();
        const sine = 0.35;
        const z = layer.z + layer.thickness - left;
        Object.assign(ray, { x: 50, y: 3, z, ux: sine, uy: 0, uz: Math.sqrt(1 - sine * sine) });
        const s = layer.index * sine;
        const between =
          layer === downstream ? 0 : across(downstream!.thickness, downstream!.index, s);
        expect(ray.toPlane(layer)).toBe(true);
        expect(ray.x - 50).toBeCloseTo(
          across(left, layer.index, s) + between + across(detectorPlane - aerogelEnd, 1, s),
          9,
        );
        expect(ray.y).toBe(3);
        expect(ray.z).toBe(detectorPlane);
      }
    },
  );

  it('is reflected totally where index times sine exceeds 1', () => {
    const ray = Object.assign(new Ray(), { ux: 0.97, uy: 0, uz: Math.sqrt(1 - 0.97 ** 2) });
    ray.z = downstream!.z;
    expect(ray.toPlane(downstream!)).toBe(false);
  });

  it('meets the aerogel in front of it, in transmission lengths', () => {
    const ray = Object.assign(new Ray(), { z: upstream!.z + 0.5, uz: 0.9 });
    const own = (upstream!.thickness - 0.5) / upstream!.transmission;
    const rest = downstream!.thickness / downstream!.transmission;
    expect(ray.depth(upstream!)).toBeCloseTo((own + rest) / 0.9, 12);
    ray.z = downstream!.z + 0.5;
    expect(ray.depth(downstream!)).toBeCloseTo(
      (downstream!.thickness - 0.5) / downstream!.transmission / 0.9,
      12,
    );
  });
});
