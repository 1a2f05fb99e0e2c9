import { describe, expect, it } from 'vitest';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  layerCount,
  layerOfWire,
  layerRadius,
  stereoAngle,
  superLayers,
  twistAt,
  wireCount,
  wireOffset,
  wirePhi,
  wireRadius,
  wiresOfLayer,
  zBackward,
  zForward,
} from '../../../detector/cdc/geometry.js';

const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;

describe('wires of the drift chamber', () => {
  it('number 14336 in 56 layers and nine super-layers', () => {
    expect(wiresOfLayer.reduce((sum, wires) => sum + wires, 0)).toBe(wireCount);
    expect(firstWireOfLayer[layerCount]).toBe(14336);
    expect(superLayers.map(({ wires }) => wires)).toEqual([
      160, 160, 192, 224, 256, 288, 320, 352, 384,
    ]);
    expect([...firstLayerOfSuperLayer]).toEqual([0, 8, 14, 20, 26, 32, 38, 44, 50, 56]);
  });

  it('make 2336 reference cells of segments, one per wire of one layer in each super-layer', () => {
    expect(superLayers.reduce((sum, { wires }) => sum + wires, 0)).toBe(2336);
  });

  it('are counted layer by layer', () => {
    for (let layer = 0; layer < layerCount; layer++) {
      expect(layerOfWire[at(firstWireOfLayer, layer)]).toBe(layer);
      expect(layerOfWire[at(firstWireOfLayer, layer + 1) - 1]).toBe(layer);
    }
  });

  it('are staggered by half a cell from layer to layer within a super-layer', () => {
    for (let layer = 1; layer < layerCount; layer++) {
      if (firstLayerOfSuperLayer.includes(layer)) continue;
      expect(Math.abs(at(wireOffset, layer) - at(wireOffset, layer - 1))).toBe(0.5);
    }
  });

  it('lie 1 cm apart in the innermost super-layer and 1.7–1.82 cm beyond', () => {
    for (let layer = 1; layer < layerCount; layer++) {
      if (firstLayerOfSuperLayer.includes(layer)) continue;
      const pitch = at(layerRadius, layer) - at(layerRadius, layer - 1);
      if (layer < 8) expect(pitch).toBeCloseTo(1, 9);
      else expect(pitch > 1.69 && pitch < 1.83).toBe(true);
    }
  });

  it('end at the polar angles of the table', () => {
    const degrees = (r: number, z: number) => (Math.atan2(r, z) * 180) / Math.PI;
    const priority = {
      3: [16.5, 150.9],
      16: [16.8, 145.6],
      28: [22.7, 135.4],
      40: [28.8, 128.7],
      52: [34.0, 124.0],
    };
    for (const [layer, [forward, backward]] of Object.entries(priority)) {
      const index = Number(layer);
      // The published columns have one decimal.
      expect(
        Math.abs(degrees(at(layerRadius, index), at(zForward, index)) - (forward ?? 0)),
      ).toBeLessThan(0.06);
      expect(
        Math.abs(degrees(at(layerRadius, index), at(zBackward, index)) - (backward ?? 0)),
      ).toBeLessThan(0.06);
    }
  });

  it('have stereo angles of 68.3, −62.3, 70.1 and −75.4 mrad in the priority layers', () => {
    const expected = { 10: 68.3, 22: -62.3, 34: 70.1, 46: -75.4, 52: 0 };
    for (const [layer, mrad] of Object.entries(expected))
      expect(1000 * at(stereoAngle, Number(layer))).toBeCloseTo(mrad, 1);
  });

  it('have turned by 3.15, −2.64, 2.87 and −3.09 cells at z = 0', () => {
    const expected = { 10: 3.15, 22: -2.64, 34: 2.87, 46: -3.09 };
    for (const [layer, cells] of Object.entries(expected)) {
      const index = Number(layer);
      // The published numbers divide the angle evenly over the length; a straight line differs by
      // up to 0.02 cells.
      expect(
        Math.abs((twistAt(index, 0) * at(wiresOfLayer, index)) / (2 * Math.PI) - cells),
      ).toBeLessThan(0.02);
    }
  });

  it('are straight lines between their ends', () => {
    for (const layer of [3, 10, 25, 37, 49, 55]) {
      const point = (z: number) => {
        const r = wireRadius(layer, z);
        const phi = wirePhi(layer, 7, z);
        return [r * Math.cos(phi), r * Math.sin(phi)] as const;
      };
      const [back, front] = [at(zBackward, layer), at(zForward, layer)];
      const start = point(back);
      const end = point(front);
      expect(Math.hypot(...start)).toBeCloseTo(at(layerRadius, layer), 9);
      expect(Math.hypot(...end)).toBeCloseTo(at(layerRadius, layer), 9);
      const half = point((back + front) / 2);
      expect(half[0]).toBeCloseTo((start[0] + end[0]) / 2, 9);
      expect(half[1]).toBeCloseTo((start[1] + end[1]) / 2, 9);
      const third = point(back + 0.3 * (front - back));
      expect(third[0]).toBeCloseTo(0.7 * start[0] + 0.3 * end[0], 9);
      expect(third[1]).toBeCloseTo(0.7 * start[1] + 0.3 * end[1], 9);
    }
  });

  it('begin at φ = 0 or half a cell at the backward end', () => {
    for (let layer = 0; layer < layerCount; layer++) {
      const cells =
        (wirePhi(layer, 0, at(zBackward, layer)) * at(wiresOfLayer, layer)) / (2 * Math.PI);
      expect(cells).toBeCloseTo(at(wireOffset, layer), 9);
    }
  });
});
