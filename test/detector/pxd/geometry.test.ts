import { describe, expect, it } from 'vitest';
import { degree } from '../../../detector/base/units.js';
import {
  columnCount,
  columnPitch,
  isInstalled,
  type PixelLayers,
  pixelLayers,
  pixelsPerSensor,
  placeOfColumn,
  placeOfRow,
  pxdSensorCount,
  pxdSensors,
  rowAt,
  rowCount,
} from '../../../detector/pxd/geometry.js';

describe('pixel sensors', () => {
  it('number 40, with 7.68 million pixels', () => {
    expect(pxdSensorCount).toBe(40);
    expect(pxdSensorCount * pixelsPerSensor).toBe(7_680_000);
    expect(pxdSensors.layers.map(({ ladderCount }) => ladderCount)).toEqual([8, 12]);
  });

  it('are at 14 and 22 mm, 12.5 mm wide and 44.80 and 61.44 mm long', () => {
    const sizes = pxdSensors.layers.map(({ sensors: [first] }) => [
      first!.radius,
      2 * first!.halfWidthForward,
      2 * first!.halfLength,
    ]);
    [
      [1.4, 1.25, 4.48],
      [2.2, 1.25, 6.144],
    ].forEach((expected, layer) =>
      expected.forEach((value, index) => expect(sizes[layer]![index]).toBeCloseTo(value, 9)),
    );
  });

  it('see 17° to 150°, nearly: the ends of both layers', () => {
    for (const { sensors } of pxdSensors.layers) {
      const forward = sensors[0]!;
      const backward = sensors.at(-1)!;
      expect(Math.atan2(forward.radius, forward.z + forward.halfLength) / degree).toBeLessThan(17);
      expect(
        Math.atan2(backward.radius, backward.z - backward.halfLength) / degree,
      ).toBeGreaterThan(150);
    }
  });

  it('have rows of the shorter pitch next to the collisions', () => {
    for (const sensor of [0, 1, 16, 17]) {
      const inner = Math.abs(placeOfRow(sensor, rowCount) - placeOfRow(sensor, rowCount - 1));
      const outer = Math.abs(placeOfRow(sensor, 1) - placeOfRow(sensor, 0));
      const expected = sensor < 16 ? [55e-4, 60e-4] : [70e-4, 85e-4];
      expect(inner).toBeCloseTo(expected[0]!, 9);
      expect(outer).toBeCloseTo(expected[1]!, 9);
      // The inner end is the one nearer to the middle of the ladder, between its two modules.
      const { z } = pxdSensors.sensors[sensor]!;
      const other = pxdSensors.sensors[sensor ^ 1]!.z;
      expect(Math.sign(placeOfRow(sensor, rowCount))).toBe(Math.sign(other - z));
    }
  });

  it('know the pixel of a place and the place of a pixel', () => {
    for (const sensor of [0, 1, 20, 39]) {
      for (const row of [0, 100.5, 511.9, 512, 600.25, 768])
        expect(rowAt(sensor, placeOfRow(sensor, row))).toBeCloseTo(row, 9);
    }
    expect(placeOfColumn(columnCount / 2)).toBeCloseTo(0, 9);
    expect(placeOfColumn(1) - placeOfColumn(0)).toBeCloseTo(columnPitch, 9);
  });

  it('are 16, 20 and 40 with 1, 1.5 and 2 layers', () => {
    const count = (layers: PixelLayers) =>
      pxdSensors.sensors.filter((_, sensor) => isInstalled(sensor, layers)).length;
    expect(pixelLayers.map(count)).toEqual([16, 20, 40]);
  });
});
