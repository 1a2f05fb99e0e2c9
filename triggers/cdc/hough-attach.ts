import { standingTable } from '../../detector/base/standing-table.js';
import { columns, type CurveTable, lowRows, rows } from './hough-plane.js';

/** Centres of clusters on the grid of half cells: azimuth and curvature. */
const centreRows = 2 * rows - 1;

/**
 * Segments of an axial super-layer whose curve, from the priority wire of any position, passes the
 * one to four cells that touch the centre of a cluster. They are neighbours: for each curvature and
 * each place of the centre within a period of the plane, the first and last number, counted from
 * period · ⌊column2 / 2 shift⌋.
 */
interface AttachTable {
  readonly period: number;
  readonly shift: number;
  readonly count: number;
  /** By centreRows · (column2 mod 2 shift) + row2. */
  readonly first: Int16Array;
  readonly last: Int16Array;
}

/**
 * Derives the ranges from the curves themselves: each cell that a curve crosses touches nine
 * centres.
 */
export function attachTable(table: CurveTable): AttachTable {
  const { axial, limit, period, shift } = table;
  const ranges = standingTable('cdc/hough-attach', [axial, limit], () => attachRanges(table));
  return { period, shift, count: (period * columns) / shift, ...ranges };
}

function attachRanges({ period, shift, firstColumn, place, low, high }: CurveTable) {
  const first = new Int16Array(2 * shift * centreRows).fill(0x7fff);
  const last = new Int16Array(2 * shift * centreRows).fill(-0x7fff);
  const reach = Math.ceil(((columns / 4 + 2) * period) / shift);
  const extend = (column: number, row: number, number: number): void => {
    for (
      let column2 = Math.max(0, 2 * column - 1);
      column2 <= Math.min(2 * shift - 1, 2 * column + 1);
      column2++
    ) {
      for (
        let row2 = Math.max(0, 2 * row - 1);
        row2 <= Math.min(centreRows - 1, 2 * row + 1);
        row2++
      ) {
        const centre = centreRows * column2 + row2;
        first[centre] = Math.min(first[centre], number);
        last[centre] = Math.max(last[centre], number);
      }
    }
  };
  for (let number = -reach; number <= reach; number++) {
    const cycle = Math.floor(number / period);
    for (let curve = 3 * (number - cycle * period), end = curve + 3; curve < end; curve++) {
      const start = place[curve] - firstColumn[curve] - shift * cycle;
      for (
        let at = Math.max(place[curve], start - 1);
        at <= Math.min(place[curve + 1] - 1, start + shift);
        at++
      ) {
        for (const row of rowsIn(low[at], high[at])) extend(at - start, row, number);
      }
    }
  }
  return { first, last };
}

/** Rows set in the words of a column. */
function rowsIn(low: number, high: number): number[] {
  const found: number[] = [];
  for (let row = 0; row < rows; row++)
    if (((row < lowRows ? low >>> row : high >>> (row - lowRows)) & 1) === 1) found.push(row);
  return found;
}

/**
 * Place in a table of the centre at (column2, row2), and the first segment that belongs to it;
 * columns count from x = −π.
 */
export function attachRange(
  { period, shift, count, first, last }: AttachTable,
  column2: number,
  row2: number,
  out: AttachRange,
): void {
  const fromZero = column2 < columns ? column2 + columns : column2 - columns;
  const cycle = Math.floor(fromZero / (2 * shift));
  const place = (fromZero - 2 * shift * cycle) * centreRows + row2;
  const start = (cycle * period + first[place]) % count;
  out.count = count;
  out.first = start < 0 ? start + count : start;
  out.width = last[place] - first[place];
}

/**
 * Segments of a super-layer that belong to a cluster: `first` and `width` after it, modulo `count`;
 * none when the width is negative.
 */
export interface AttachRange {
  count: number;
  first: number;
  width: number;
}

/** Whether a segment's number lies in a range on the circle of its super-layer. */
export function inRange({ count, first, width }: AttachRange, number: number): boolean {
  const distance = number - first;
  return (distance < 0 ? distance + count : distance) <= width;
}
