import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import { pxdClusters } from '../../../detector/pxd/clusters.js';
import { digitizePxd, electronsPerCount } from '../../../detector/pxd/digitize.js';
import { placeOfColumn, placeOfRow } from '../../../detector/pxd/geometry.js';
import { momentum } from '../cdc/chamber.js';
import {
  addressesOf,
  crossingsOf,
  depositsOf,
  halfWidth,
  type OneCrossing,
  pxdConfig,
} from '../silicon/crossings.js';

/** 20 keV, a little more than 75 µm of silicon take most probably. */
const energy = 20e-6;
const plain = { unevenness: 0, noise: 0, diffusion: '0.1 um' };
const digitize = (crossings: readonly OneCrossing[], raw: object = {}) =>
  digitizePxd(pxdConfig(raw), { seed: 3 })(
    [depositsOf(crossings.map((crossing) => ({ energy, ...crossing })))],
    addressesOf(crossings.length),
  );

describe('pixels', () => {
  it('collect all charge of a particle that crosses in the middle of one', () => {
    const hits = digitize([{ sensor: 5, u: placeOfColumn(100.5), v: placeOfRow(5, 300.5) }], plain);
    expect([hits.sensor[0], hits.column[0], hits.row[0]]).toEqual([5, 100, 300]);
    expect(hits.charge[0]).toBe(Math.round(energy / 3.62e-9 / electronsPerCount));
  });

  it('share it in proportion to the path above them', () => {
    // 45° in u: 75 µm from the middle of one pixel, half a pitch of 50 µm in it and a whole one
    // above the next.
    const hits = digitize(
      [
        {
          sensor: 5,
          u: placeOfColumn(100.5) + 37.5e-4,
          v: placeOfRow(5, 300.5),
          slopeU: 1,
          energy: 10 * energy,
        },
      ],
      {
        ...plain,
        threshold: 3,
      },
    );
    expect(Array.from(hits.column)).toEqual([100, 101]);
    expect(hits.charge[1]! / hits.charge[0]!).toBeCloseTo(2, 1);
  });

  it('below threshold are not sent', () => {
    const one = {
      sensor: 5,
      u: placeOfColumn(100.5),
      v: placeOfRow(5, 300.5),
      energy: 6 * electronsPerCount * 3.62e-9,
    };
    expect(digitize([one], plain).sensor.length).toBe(0);
    expect(digitize([one], { ...plain, threshold: 6 }).sensor.length).toBe(1);
  });

  it('add up what several sources leave before the threshold', () => {
    const half = depositsOf([
      {
        sensor: 5,
        u: placeOfColumn(100.5),
        v: placeOfRow(5, 300.5),
        energy: 5 * electronsPerCount * 3.62e-9,
      },
    ]);
    const hits = digitizePxd(pxdConfig(plain), { seed: 3 })([half, half], addressesOf(1));
    expect(Array.from(hits.charge)).toEqual([10]);
  });

  it('keep what comes within the frame of 20 µs, and nothing while they are gated', () => {
    const at = (time: number) => ({
      sensor: 5,
      u: placeOfColumn(100.5),
      v: placeOfRow(5, 300.5),
      time,
    });
    const seen = (raw: object) =>
      Array.from(
        digitize([-10_001, -9_999, 0, 900, 9_999, 10_001].map(at), { ...plain, ...raw }).offsets,
      );
    expect(seen({})).toEqual([0, 0, 1, 2, 3, 4, 4]);
    expect(seen({ gateStart: -1000, gateLength: 1500 })).toEqual([0, 0, 1, 1, 2, 3, 3]);
  });

  it('hang together in longer clusters along z the flatter the track', () => {
    const sizes = [90, 45, 25].map((theta) => {
      const shots = Array.from({ length: 200 }, (_, number) => [
        {
          pdg: 13,
          p: momentum(1, theta * degree, number * 2.4),
          vertex: [0, 0, 0.1 * ((number * 0.618) % 1)] as const,
        },
      ]);
      const { sizeV, sensor } = pxdClusters(
        digitizePxd(pxdConfig(), { seed: 3 })([crossingsOf(shots).pixels], addressesOf(200)),
      );
      return sizeV.reduce((sum, size) => sum + size, 0) / sensor.length;
    });
    expect(sizes[0]).toBeLessThan(1.6);
    // 75 µm · cot 25° are 161 µm: two to three pitches more than straight across.
    expect(sizes[2]! - sizes[0]!).toBeGreaterThan(1.2);
    expect(sizes[1]).toBeGreaterThan(sizes[0]!);
    expect(sizes[2]).toBeGreaterThan(sizes[1]!);
  });

  it('give the place of a crossing to some 12 µm in u', () => {
    const crossings = Array.from({ length: 600 }, (_, number) => ({
      sensor: 5,
      u: 0.4 * ((number * 0.618) % 1),
      v: 0.3 * ((number * 0.414) % 1),
    }));
    const { offsets, u } = pxdClusters(digitize(crossings));
    const residuals = crossings.flatMap(({ u: truth }, event) =>
      offsets[event] === offsets[event + 1] ? [] : u[offsets[event]!]! - truth,
    );
    expect(residuals.length).toBeGreaterThan(590);
    expect(halfWidth(residuals)).toBeGreaterThan(10e-4);
    expect(halfWidth(residuals)).toBeLessThan(16e-4);
  });
});
