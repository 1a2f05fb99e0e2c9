import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { axialCount, columns, type CurveTable } from './hough-plane.js';
import { firstSegment, segmentCount } from './layout.js';
import type { EventSegments } from './objects.js';

/** Columns that are drawn at once. */
const lanes = 4;

/** Columns of a curve from one place to another, filled up with empty ones. */
const inLanes = (masks: Int32Array, from: number, to: number): readonly number[] => [
  ...masks.subarray(from, to),
  ...Array<number>(lanes * Math.ceil((to - from) / lanes) - (to - from)).fill(0),
];

/** Curves of all axial super-layers in the memory of the kernels, see `markHoughCells`. */
function placeCurves(tables: readonly CurveTable[]) {
  const masks: number[] = [];
  const places: number[] = [];
  const add = (words: readonly number[]): void => {
    places.push(masks.length, words.length / lanes);
    masks.push(...words);
  };
  for (const { firstColumn, place, lowEnd, highStart, low, high } of tables) {
    for (let curve = 0; curve < firstColumn.length; curve++) {
      add(inLanes(low, place[curve], lowEnd[curve]));
      add(inLanes(high, highStart[curve], place[curve + 1]));
      places.push(highStart[curve] - place[curve]);
    }
  }
  return { places: placeTable(Int32Array.from(places)), masks: placeTable(Int32Array.from(masks)) };
}

// The event that is being looked at: curve and first column of each axial segment, where those of
// each super-layer end, and the rows of the cells found in each column.
const curves = new KernelColumn(Int32Array, 2 * segmentCount);
const ends = new KernelColumn(Int32Array, axialCount);
const low = new KernelColumn(Int32Array, columns);
const high = new KernelColumn(Int32Array, columns);

/**
 * Finds the cells of the Hough plane that the curves of at least four axial super-layers cross, and
 * of all those in `needed`, a bit each: low and high word of the rows of each column. `layerRows`
 * are the rows at which each super-layer of the event begins, then their end.
 */
export function cellMarker(tables: readonly CurveTable[], needed: number) {
  const { places, masks } = placeCurves(tables);
  const firstCurves = tables.map((_, axial) =>
    tables.slice(0, axial).reduce((sum, { firstColumn }) => sum + firstColumn.length, 0),
  );

  return (
    { columns: { segment, position } }: EventSegments,
    layerRows: Int32Array,
  ): Readonly<Record<'low' | 'high', KernelColumn<Int32Array>>> => {
    const listed = curves.values;
    const listedEnds = ends.values;
    let at = 0;
    for (let axial = 0; axial < axialCount; axial++) {
      const { period, shift, firstColumn } = tables[axial];
      const first = firstSegment[2 * axial];
      const firstCurve = firstCurves[axial];
      for (let row = layerRows[2 * axial], end = layerRows[2 * axial + 1]; row < end; row++) {
        const number = segment[row] - first;
        const cycle = Math.floor(number / period);
        const curve = 3 * (number - cycle * period) + position[row] - 1;
        listed[at++] = firstCurve + curve;
        // Curves count from x = 0, the plane from x = −π.
        listed[at++] = (firstColumn[curve] + shift * cycle + columns + columns / 2) % columns;
      }
      listedEnds[axial] = at / 2;
    }
    kernels.markHoughCells(
      curves.address,
      ends.address,
      places,
      masks,
      needed,
      low.address,
      high.address,
    );
    return { low, high };
  };
}
