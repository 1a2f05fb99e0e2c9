import { describe, expect, it } from 'vitest';
import {
  electronicsOf,
  placeOfStrip,
  sides,
  stripAt,
  stripCount,
  stripPitch,
  svdSensorCount,
  svdSensors,
} from '../../../detector/svd/geometry.js';

const all = Array.from({ length: svdSensorCount }, (_, sensor) => sensor);

describe('strip sensors', () => {
  it('number 172 on 7, 10, 12 and 16 ladders, with 224 000 strips, 1748 chips of 128', () => {
    expect(svdSensorCount).toBe(172);
    expect(svdSensors.layers.map(({ ladderCount }) => ladderCount)).toEqual([7, 10, 12, 16]);
    expect(
      svdSensors.layers.map(({ ladderCount, sensors }) => ladderCount * sensors.length),
    ).toEqual([14, 30, 48, 80]);
    const strips = all.reduce(
      (sum, sensor) => sum + stripCount(sensor, sides.u) + stripCount(sensor, sides.v),
      0,
    );
    expect(strips).toBe(1748 * 128);
  });

  it('are slanted in the most forward place of layers 4 to 6, by 11.9°, 16.0° and 21.1°', () => {
    const slanted = all.filter((sensor) => svdSensors.sensors[sensor]!.slant > 0);
    expect(slanted.length).toBe(10 + 12 + 16);
    for (const sensor of slanted) expect(svdSensors.names[sensor]!.sensor).toBe(1);
    const angles = svdSensors.layers
      .slice(1)
      .map(({ sensors }) => (sensors[0]!.slant * 180) / Math.PI);
    [11.9, 16, 21.1].forEach((angle, layer) => expect(angles[layer]).toBeCloseTo(angle, 9));
  });

  it('have pitches of 50 and 160 µm in layer 3, 75 and 240 µm outside, 50–75 µm slanted', () => {
    const pitches = (sensor: number, v = 0) =>
      [stripPitch(sensor, sides.u, v), stripPitch(sensor, sides.v, v)].map((pitch) => 1e4 * pitch);
    const [third, barrel, slanted] = [0, 16, 14];
    const expectPitches = (found: readonly number[], expected: readonly number[]) =>
      expected.forEach((pitch, side) => expect(found[side]).toBeCloseTo(pitch, 6));
    expectPitches(pitches(third), [50, 160]);
    expectPitches(pitches(barrel), [75, 240]);
    expectPitches(pitches(slanted, -6.144), [75, 240]);
    expectPitches(pitches(slanted, 6.144), [50, 240]);
  });

  it('join the straight part where they are slanted', () => {
    for (const { sensors } of svdSensors.layers.slice(1)) {
      const [slanted, straight] = sensors;
      // Within the frame of a sensor, 2 mm.
      expect(
        Math.abs(
          slanted!.radius + slanted!.halfLength * Math.sin(slanted!.slant) - straight!.radius,
        ),
      ).toBeLessThan(0.2);
      const gap =
        slanted!.z -
        slanted!.halfLength * Math.cos(slanted!.slant) -
        (straight!.z + straight!.halfLength);
      expect(gap).toBeGreaterThan(0);
      expect(gap).toBeLessThan(0.4);
    }
  });

  it('know the strip of a place and the place of a strip', () => {
    for (const sensor of [0, 14, 16, 171]) {
      for (const strip of [0.5, 100, 383.25, 511]) {
        expect(stripAt(sensor, sides.u, placeOfStrip(sensor, sides.u, strip, 2), 2)).toBeCloseTo(
          strip,
          6,
        );
        expect(stripAt(sensor, sides.v, 0, placeOfStrip(sensor, sides.v, strip, 0))).toBeCloseTo(
          strip,
          6,
        );
      }
    }
  });

  it('have a noise of 527 to 1054 electrons', () => {
    const noises = all.flatMap((sensor) =>
      [sides.u, sides.v].map((side) => electronicsOf(sensor, side).noise),
    );
    expect([Math.min(...noises), Math.max(...noises)]).toEqual([527, 1054]);
  });
});
