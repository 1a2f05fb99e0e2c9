import { kernels } from '#kernels';
import { describe, expect, it } from 'vitest';
import {
  layerCount,
  layerRadius,
  wirePhi,
  wireRadius,
  wiresOfLayer,
} from '../../../detector/cdc/geometry.js';
import { placeLayers } from '../../../detector/cdc/layer-table.js';
import { KernelColumn } from '../../../detector/base/kernel-column.js';
import { TableBuilder } from '../../../detector/base/columns.js';
import { type Arcs, arcSchema } from '../../../detector/propagation/arcs.js';

/** An arc from (x, y, 0) along the azimuth `phi`. */
function arcOf(x: number, y: number, phi: number, radius: number, slope: number): Arcs {
  const arcs = new TableBuilder(arcSchema, 1);
  const start = { x, y, px: Math.cos(phi), py: Math.sin(phi), pz: slope, curvature: 1 / radius };
  for (const [name, value] of Object.entries(start))
    arcs.columns[name as keyof typeof start][0] = value;
  arcs.rowCount = 1;
  arcs.endEvent();
  return arcs.take();
}

/** Numbers of a crossing, in the order of the kernel; the layer is a whole one. */
const numbers = [
  'layer',
  'z',
  'length',
  'cell',
  'low',
  'high',
  'path',
  'outward',
  'around',
  'wires',
  'short',
] as const;

const allRead = new KernelColumn(Uint8Array, layerCount);
allRead.values.fill(1);

/** The crossings of an arc that is walked outward for half a turn. */
function walk(arcs: Arcs) {
  placeLayers();
  // A batch before may have left some out.
  kernels.readLayers(allRead.address);
  const start = ['x', 'y', 'z', 'px', 'py', 'pz', 'curvature'] as const;
  kernels.startArc(...(start.map((name) => arcs[name][0]) as Parameters<typeof kernels.startArc>));
  const count = kernels.walkLayers(0, Math.PI);
  const crossings = Array.from({ length: count }, (_, crossing) => {
    const view = new DataView(kernels.memory.buffer, kernels.crossingAt(crossing));
    return numbers.map((name, place) =>
      name === 'layer' ? view.getInt32(0, true) : view.getFloat64(8 * place, true),
    );
  });
  const column = (name: (typeof numbers)[number]) =>
    crossings.map((crossing) => crossing[numbers.indexOf(name)]);
  return {
    count,
    layer: column('layer'),
    z: column('z'),
    length: column('length'),
    cell: column('cell'),
    short: column('short'),
  };
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
  ])('of a track %s lie on the wires, at the azimuth and z of the helix', (_, ...given) => {
    const arcs = arcOf(...given);
    const { count, layer, length, z, cell } = walk(arcs);
    // As the columns of the arc hold it.
    const [x, y, px, py, pz, curvature] = (['x', 'y', 'px', 'py', 'pz', 'curvature'] as const).map(
      (name) => arcs[name][0] ?? Number.NaN,
    ) as [number, number, number, number, number, number];
    const [phi, radius, slope] = [Math.atan2(py, px), 1 / curvature, pz / Math.hypot(px, py)];
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
  });

  it('end where the track turns back', () => {
    const { count, layer, short } = walk(arcOf(0, 0, 0, 30, 0.1));
    const outermost = layer[count - 1] ?? 0;
    // 2R = 60 cm: the wires of layer 27 are 0.18 cm further out, those of 28 more than the height
    // of their cells.
    expect(outermost).toBe(27);
    // The arc's columns are single precision.
    expect(short[count - 1]).toBeCloseTo((layerRadius[27] ?? 0) - 60, 5);
  });
});
