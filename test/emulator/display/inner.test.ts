import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { pxdHitSchema } from '../../../detector/pxd/hits.js';
import { pxdSensors } from '../../../detector/pxd/geometry.js';
import { placeOnSensor } from '../../../detector/silicon/sensors.js';
import { svdSensors } from '../../../detector/svd/geometry.js';
import { svdHitSchema } from '../../../detector/svd/hits.js';
import { displaySilicon } from '../../../emulator/display/inner.js';

describe('places on sensors', () => {
  it('are as far from the axis as the layers: 14 and 22 mm, 39 to 135 mm', () => {
    for (const [list, sensor] of [pxdSensors, svdSensors].flatMap((list) =>
      list.sensors.map((_, sensor) => [list, sensor] as const),
    )) {
      const { radius, z } = list.sensors[sensor]!;
      const [x, y, at] = placeOnSensor(
        list,
        sensor,
        -list.layers[list.layerIndex[sensor]!]!.shift,
        0,
      );
      expect(Math.hypot(x, y)).toBeCloseTo(radius, 10);
      expect(at).toBe(z);
    }
  });

  it('of the slanted sensors come nearer to the axis in the forward direction', () => {
    const slanted = svdSensors.sensors.findIndex(({ slant }) => slant !== 0);
    const radiusAt = (v: number): number =>
      Math.hypot(...placeOnSensor(svdSensors, slanted, 0, v).slice(0, 2));
    expect(radiusAt(5)).toBeLessThan(radiusAt(-5) - 1.9);
  });

  it('are shown for every pixel, and for strips that measure rφ only', () => {
    const pxd = new TableBuilder(pxdHitSchema);
    pxd.reserve(2);
    pxd.rowCount = 2;
    pxd.endEvent();
    const svd = new TableBuilder(svdHitSchema);
    svd.reserve(2);
    svd.columns.side[1] = 1;
    svd.rowCount = 2;
    svd.endEvent();
    const { pixels, strips } = displaySilicon(pxd.take(), svd.take());
    expect([pixels.x.length, strips.x.length]).toEqual([2, 1]);
  });
});
