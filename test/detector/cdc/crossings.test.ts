import { describe, expect, it } from 'vitest';
import { Crossings } from '../../../detector/cdc/crossings.js';
import { layerRadius, wirePhi, wireRadius, wiresOfLayer } from '../../../detector/cdc/geometry.js';
import { Circle } from '../../../detector/propagation/circle.js';

/** A track from (x, y, 0) along the azimuth `phi`, walked outward. */
function walk(x: number, y: number, phi: number, radius: number, slope: number) {
  const circle = new Circle();
  circle.set(x, y, Math.cos(phi), Math.sin(phi), 1 / radius);
  const crossings = new Crossings(circle);
  crossings.start(x, y, 0, slope, Math.sqrt(1 + slope * slope));
  crossings.walk(0, 1, Math.max(0, circle.start), Math.PI);
  return crossings;
}

/** Where the same track is after a transverse length: its direction turns by length over radius. */
function placeAfter(
  x: number,
  y: number,
  phi: number,
  radius: number,
  length: number,
): [r: number, azimuth: number] {
  const turn = length / radius;
  const chord = 2 * radius * Math.sin(turn / 2);
  const atX = x + chord * Math.cos(phi + turn / 2);
  const atY = y + chord * Math.sin(phi + turn / 2);
  return [Math.hypot(atX, atY), Math.atan2(atY, atX)];
}

describe('crossings of the layers', () => {
  it.each([
    ['bent to the left', 3, -2, 0.4, 150, 0.6],
    ['bent to the right', -1, 0.5, 2.5, -80, -0.2],
    ['nearly straight', 0.1, 0.2, -2, 1e7, 1.1],
    ['that starts among the wires', -40, 12, 3, 300, 0.3],
  ])(
    'of a track %s lie on the wires, at the azimuth and z of the helix',
    (_, x, y, phi, radius, slope) => {
      const { count, layer, length, z, cell } = walk(x, y, phi, radius, slope);
      expect(count).toBeGreaterThan(25);
      for (let crossing = 0; crossing < count; crossing++) {
        const row = layer[crossing] ?? 0;
        const height = z[crossing] ?? Number.NaN;
        const [r, azimuth] = placeAfter(x, y, phi, radius, length[crossing] ?? Number.NaN);
        expect(height).toBeCloseTo(slope * (length[crossing] ?? Number.NaN), 9);
        // A stereo layer may have been assumed 0.3 cm off in z.
        expect(Math.abs(r - wireRadius(row, height))).toBeLessThan(0.003);
        const cells =
          ((azimuth - wirePhi(row, 0, height)) * (wiresOfLayer[row] ?? 0)) / (2 * Math.PI);
        const turns = ((cell[crossing] ?? Number.NaN) - cells) / (wiresOfLayer[row] ?? 0);
        // 1e-7 turns are 0.7 µm at the outermost layer.
        expect(Math.abs(turns - Math.round(turns))).toBeLessThan(1e-7);
      }
    },
  );

  it('end where the track turns back', () => {
    const { count, layer, short } = walk(0, 0, 0, 30, 0.1);
    const outermost = layer[count - 1] ?? 0;
    // 2R = 60 cm: the wires of layer 27 are 0.18 cm further out, those of 28 more than the height
    // of their cells.
    expect(outermost).toBe(27);
    expect(short[count - 1]).toBeCloseTo((layerRadius[27] ?? 0) - 60, 6);
  });
});
