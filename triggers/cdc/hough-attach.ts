import { columns, type CurveTable, rowMasks, rows } from './hough-plane.js';

/** Centres of clusters on the grid of half cells: azimuth and curvature. */
const centreRows = 2 * rows - 1;

/**
 * Segments of an axial super-layer whose curve, from the priority wire of any position, passes the one to four cells that touch the
 * centre of a cluster. They are neighbours: for each curvature and each place of the centre within a period of the plane, the first and
 * last number, counted from period · ⌊column2 / 2 shift⌋.
 */
export interface AttachTable {
  readonly period: number;
  readonly shift: number;
  readonly count: number;
  /** By centreRows · (column2 mod 2 shift) + row2. */
  readonly first: Int16Array;
  readonly last: Int16Array;
}

/** Derives the ranges from the curves themselves. */
export function attachTable(table: CurveTable): AttachTable {
  const { period, shift } = table;
  const places = 2 * shift * centreRows;
  const first = new Int16Array(places);
  const last = new Int16Array(places).fill(-1);
  const reach = Math.ceil(((columns / 4 + 2) * period) / shift);
  for (let place = 0; place < places; place++) {
    const row2 = place % centreRows;
    const column2 = Math.floor(place / centreRows);
    const numbers = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach).filter((number) =>
      crosses(table, number, column2, row2),
    );
    if (numbers.length === 0) continue;
    first[place] = numbers[0];
    last[place] = numbers[numbers.length - 1];
  }
  return { period, shift, count: (period * columns) / shift, first, last };
}

/** Whether a curve of the segment passes the cells at the centre; columns count from x = 0. */
export function crosses(
  { period, shift, firstColumn, place, low, high }: CurveTable,
  number: number,
  column2: number,
  row2: number,
): boolean {
  const [lowMask, highMask] = rowMasks(row2 >> 1, (row2 + 1) >> 1);
  const cycle = Math.floor(number / period);
  for (let curve = 3 * (number - cycle * period), end = curve + 3; curve < end; curve++) {
    const start = place[curve] - firstColumn[curve] - shift * cycle;
    for (let at = start + (column2 >> 1); at <= start + ((column2 + 1) >> 1); at++) {
      if (at >= place[curve] && at < place[curve + 1] && ((low[at] & lowMask) | (high[at] & highMask)) !== 0) return true;
    }
  }
  return false;
}

/** Place in a table of the centre at (column2, row2), and the first segment that belongs to it; columns count from x = −π. */
export function attachRange({ period, shift, count, first, last }: AttachTable, column2: number, row2: number, out: AttachRange): void {
  const fromZero = column2 < columns ? column2 + columns : column2 - columns;
  const cycle = Math.floor(fromZero / (2 * shift));
  const place = (fromZero - 2 * shift * cycle) * centreRows + row2;
  const start = (cycle * period + first[place]) % count;
  out.count = count;
  out.first = start < 0 ? start + count : start;
  out.width = last[place] - first[place];
}

/** Segments of a super-layer that belong to a cluster: `first` and `width` after it, modulo `count`; none when the width is negative. */
export interface AttachRange {
  count: number;
  first: number;
  width: number;
}

export function inRange({ count, first, width }: AttachRange, number: number): boolean {
  const distance = number - first;
  return (distance < 0 ? distance + count : distance) <= width;
}
