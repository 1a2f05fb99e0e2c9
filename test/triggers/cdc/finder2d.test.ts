import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { degree, wrapAngle } from '../../../detector/base/units.js';
import { trackFinder, trackFinderSchema } from '../../../triggers/cdc/finder2d.js';
import { attachRange, attachTable, inRange } from '../../../triggers/cdc/hough-attach.js';
import { clusterFinder } from '../../../triggers/cdc/hough-clusters.js';
import {
  columns,
  type CurveTable,
  curveTable,
  lowRows,
  rows,
} from '../../../triggers/cdc/hough-plane.js';
import { segmentsIn } from '../../../triggers/cdc/layout.js';
import {
  type Axial,
  cellHeight,
  cellWidth,
  find,
  inCell,
  limit,
  passes,
  pointOf,
  segmentsOf,
} from './hough.js';

const allCells = Array.from({ length: columns * rows }, (_, cell) => cell);
const cellsCrossed = (hit: Axial): Set<number> =>
  new Set(allCells.filter((cell) => inCell(pointOf(hit), Math.floor(cell / rows), cell % rows)));

/** Cells of a curve in the table, columns counted from x = −π. */
function cellsDrawn(
  { period, shift, place, firstColumn, low, high }: CurveTable,
  [, number, position]: Axial,
): Set<number> {
  const cells = new Set<number>();
  const curve = 3 * (number % period) + position - 1;
  for (let at = place[curve]!; at < place[curve + 1]!; at++) {
    const column =
      firstColumn[curve]! + shift * Math.floor(number / period) + at - place[curve]! + columns / 2;
    for (let row = 0; row < rows; row++) {
      const word = row < lowRows ? low[at]! >>> row : high[at]! >>> (row - lowRows);
      if (word & 1) cells.add(((column + columns) % columns) * rows + row);
    }
  }
  return cells;
}

describe('curves on the Hough plane', () => {
  it('reaches ±7.495e-3 per cm: a cell is 2.25° and 0.196 per GeV', () => {
    expect(limit).toBeCloseTo(7.495e-3, 6);
    expect((2 * Math.PI) / columns).toBeCloseTo(2.25 * degree, 12);
    // One row of half curvature is twice that in ω; 1/pT = ω / (0.0029979 · 1.5).
    expect((2 * cellHeight) / (0.002_997_924_58 * 1.5)).toBeCloseTo(0.196, 3);
  });

  it('crosses the cells of the rising half of y = sin(x − φ)/r, for all segments', () => {
    const stream = new RandomStream().seed(1, 1, 0, 0, purpose.test);
    for (let axial = 0; axial < 5; axial++) {
      const table = curveTable(axial, limit);
      for (let trial = 0; trial < 12; trial++) {
        const hit: Axial = [
          axial,
          Math.floor(stream.uniform() * segmentsIn[2 * axial]!),
          1 + (trial % 3),
        ];
        expect(cellsDrawn(table, hit)).toEqual(cellsCrossed(hit));
      }
    }
  });

  it('are those of the range that is asked for', () => {
    for (let axial = 0; axial < 5; axial++) {
      const table = curveTable(axial, limit);
      const wider = curveTable(axial, 2 * limit);
      expect(wider.low).not.toEqual(table.low);
      expect(attachTable(wider).last).not.toEqual(attachTable(table).last);
    }
  });

  it('attaches the segments whose curves pass the cells at a centre: a range of them', () => {
    const stream = new RandomStream().seed(2, 1, 0, 0, purpose.test);
    for (let axial = 0; axial < 5; axial++) {
      const table = curveTable(axial, limit);
      const attach = attachTable(table);
      const range = { count: 0, first: 0, width: -1 };
      const count = segmentsIn[2 * axial]!;
      for (let trial = 0; trial < 60; trial++) {
        const column2 = Math.floor(stream.uniform() * 2 * columns);
        const row2 = Math.floor(stream.uniform() * (2 * rows - 1));
        attachRange(attach, column2, row2, range);
        const x1 = -Math.PI + (column2 >> 1) * cellWidth;
        const x2 = -Math.PI + (((column2 + 1) >> 1) + 1) * cellWidth;
        const y1 = -limit + (row2 >> 1) * cellHeight;
        const y2 = -limit + (((row2 + 1) >> 1) + 1) * cellHeight;
        for (let number = 0; number < count; number++) {
          const expected = [1, 2, 3].some((position) =>
            passes(pointOf([axial, number, position]), x1, x2, y1, y2),
          );
          expect(inRange(range, number)).toBe(expected);
        }
      }
    }
  });
});

describe('clusters of cells', () => {
  function cluster(
    cells: readonly (readonly [number, number])[],
    minCells = 2,
  ): [number, number][] {
    const low = new Int32Array(columns);
    const high = new Int32Array(columns);
    for (const [column, row] of cells) {
      if (row < lowRows) low[column]! |= 1 << row;
      else high[column]! |= 1 << (row - lowRows);
    }
    const { find: findClusters, column2, row2 } = clusterFinder(minCells);
    const found = findClusters(low, high);
    return Array.from({ length: found }, (_, index) => [column2[index]! / 2, row2[index]! / 2]);
  }

  it('puts the centre half-way between the lower-left and the upper-right cell', () => {
    expect(
      cluster([
        [10, 10],
        [11, 10],
      ]),
    ).toEqual([[10.5, 10]]);
    expect(
      cluster([
        [10, 10],
        [10, 11],
        [11, 11],
      ]),
    ).toEqual([[10.5, 10.5]]);
    expect(
      cluster([
        [11, 15],
        [12, 16],
        [13, 17],
      ]),
    ).toEqual([[12, 16]]);
  });

  it('joins cells along the rising diagonal, not along the falling one', () => {
    expect(
      cluster([
        [11, 11],
        [12, 12],
      ]),
    ).toEqual([[11.5, 11.5]]);
    expect(
      cluster([
        [11, 12],
        [12, 11],
      ]),
    ).toEqual([]);
    expect(
      cluster(
        [
          [11, 12],
          [12, 11],
        ],
        1,
      ),
    ).toHaveLength(2);
  });

  it('drops single cells and continues across azimuth π', () => {
    expect(cluster([[40, 20]])).toEqual([]);
    expect(cluster([[40, 20]], 1)).toEqual([[40, 20]]);
    expect(
      cluster([
        [159, 8],
        [0, 8],
      ]),
    ).toEqual([[159.5, 8]]);
  });

  it('cuts a cluster at 3×3 squares and starts no second one in the rest', () => {
    const long = Array.from({ length: 12 }, (_, column) => [20 + column, 6] as const);
    expect(cluster(long)).toEqual([[22.5, 6]]);
  });
});

describe('full tracks', () => {
  it('finds isolated tracks within one cell of the truth, with all their segments', () => {
    const stream = new RandomStream().seed(3, 1, 0, 0, purpose.test);
    for (let trial = 0; trial < 300; trial++) {
      const phi0 = wrapAngle(2 * Math.PI * stream.uniform());
      const omega = 1.8 * limit * (2 * stream.uniform() - 1);
      const tracks = find(segmentsOf(phi0, omega));
      expect(tracks.phi).toHaveLength(1);
      expect(Math.abs(wrapAngle(tracks.phi[0]! - phi0))).toBeLessThan(1.5 * cellWidth);
      expect(Math.abs(tracks.omega[0]! - omega)).toBeLessThan(3 * cellHeight);
      expect([
        tracks.segment0[0],
        tracks.segment2[0],
        tracks.segment4[0],
        tracks.segment6[0],
        tracks.segment8[0],
      ]).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it('needs four of the five axial super-layers, any of them', () => {
    const segments = segmentsOf(0.3, 2e-3);
    const all = trackFinder(parseConfig(trackFinderSchema, { minSuperLayers: 5 }, 'test'));
    const innermost = trackFinder(
      parseConfig(trackFinderSchema, { requireInnermost: true }, 'test'),
    );
    for (let missing = 0; missing < 5; missing++) {
      const four = segments.filter(([axial]) => axial !== missing);
      expect(find(four).phi).toHaveLength(1);
      expect(find(four, all).phi).toHaveLength(0);
      expect(find(four, innermost).phi).toHaveLength(missing === 0 ? 0 : 1);
      expect(find(four.slice(1)).phi).toHaveLength(0);
    }
  });

  it('gives integers on the half-cell grid: 1.125° and 4.409e-4 per cm', () => {
    const stream = new RandomStream().seed(4, 1, 0, 0, purpose.test);
    for (let trial = 0; trial < 100; trial++) {
      const tracks = find(
        segmentsOf(2 * Math.PI * stream.uniform(), 1.5 * limit * (2 * stream.uniform() - 1)),
      );
      const phiIndex = tracks.phiIndex[0]!;
      const omegaIndex = tracks.omegaIndex[0]!;
      expect(phiIndex).toBeGreaterThanOrEqual(-160);
      expect(phiIndex).toBeLessThan(160);
      expect(Math.abs(omegaIndex)).toBeLessThanOrEqual(33);
      expect(tracks.phi[0]).toBeCloseTo(phiIndex * 1.125 * degree, 6);
      expect(tracks.omega[0]).toBeCloseTo(omegaIndex * 4.4088e-4, 6);
      expect(tracks.charge[0]).toBe(Math.sign(omegaIndex));
    }
  });

  it('keeps first priority before second, then the higher number, of what it could attach', () => {
    const segments = segmentsOf(1, 0);
    const [, number] = segments[2]!;
    const attached = (more: readonly Axial[]): number => {
      const event = [...segments.filter(([axial]) => axial !== 2), ...more];
      const sorted = event.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      return sorted[find(event).segment4[0]!]![1];
    };
    expect(
      attached([
        [2, number, 3],
        [2, number + 1, 3],
      ]),
    ).toBe(number + 1);
    expect(
      attached([
        [2, number, 3],
        [2, number + 1, 2],
      ]),
    ).toBe(number);
    expect(
      attached([
        [2, number, 1],
        [2, number + 1, 2],
      ]),
    ).toBe(number + 1);
  });
});
