import { speedOfLight } from '../../detector/base/constants.js';
import { sin } from '../../detector/base/elementary.js';
import { standingTable } from '../../detector/base/standing-table.js';
import { solenoidField } from '../../detector/field.js';
import { priorityRadius, secondRadius, segmentsIn } from './layout.js';

/**
 * Cells of the Hough plane in azimuth.
 * @see basf2 trg/cdc/modules/houghtracking/src/CDCTrigger2DFinderModule.cc
 */
export const columns = 160;
/** Cells of the Hough plane in curvature, of both signs. */
export const rows = 34;
/**
 * Rows of the lower word of a column; the upper word holds the rest. Even, so that squares of 2×2
 * cells lie in one word.
 */
export const lowRows = 16;
/** Axial super-layers, which vote on the plane: 0, 2, 4, 6, 8. */
export const axialCount = 5;

/**
 * Largest half curvature on the plane [1/cm]: that of a track with the lowest transverse momentum
 * [GeV].
 */
export const halfCurvatureLimit = (minPt: number): number =>
  (0.5 * speedOfLight * solenoidField * 1e-4) / minPt;

/** Tolerance of the crossing test in azimuth [rad], against rounding at the corners of cells. */
const edgeTolerance = 1e-10;

/**
 * Cells that the curves y(x) = sin(x − φ)/r of one axial super-layer cross, rising half only: x is
 * the track's azimuth at the origin, y half its curvature. The pattern of cells repeats after
 * `period` segments, or `shift` columns, so a curve is stored for the segments of one period and
 * each priority position. Class = 3 · (number mod period) + position − 1, and its columns count
 * from shift · ⌊number / period⌋.
 */
export interface CurveTable {
  /** What it was made for: super-layer 2 · `axial`, and the largest half curvature [1/cm]. */
  readonly axial: number;
  readonly limit: number;
  readonly period: number;
  readonly shift: number;
  /**
   * By class: first column (may be negative), place of that column's masks, and number of columns;
   * then one more place.
   */
  readonly firstColumn: Int16Array;
  readonly place: Int32Array;
  /**
   * Place behind the last column with rows of the low word, and of the first with rows of the high
   * word.
   */
  readonly lowEnd: Int32Array;
  readonly highStart: Int32Array;
  /** Rows crossed in each column, low and high word. */
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/**
 * Priority position → azimuth in half cells from the reference cell: right −1, left +1, first
 * priority 0.
 */
const halfCells = [0, -1, 1, 0];

/** Curves of axial super-layer 2 · `axial`. */
export function curveTable(axial: number, limit: number): CurveTable {
  const count = segmentsIn[2 * axial];
  const divisor = greatestCommonDivisor(count, columns);
  const period = count / divisor;
  const shift = columns / divisor;
  const cells = standingTable('cdc/hough-curves', [axial, limit], () =>
    curveColumns(axial, limit, period),
  );
  return { axial, limit, period, shift, ...cells };
}

function curveColumns(axial: number, limit: number, period: number) {
  const count = segmentsIn[2 * axial];
  const curves = Array.from({ length: 3 * period }, (_, index) => {
    const position = (index % 3) + 1;
    const phi = ((Math.floor(index / 3) + 0.5 * halfCells[position]) * 2 * Math.PI) / count;
    return curveCells(
      phi,
      position === 3 ? priorityRadius[2 * axial] : secondRadius[2 * axial],
      limit,
    );
  });
  const place = new Int32Array(curves.length + 1);
  for (const [index, { low }] of curves.entries()) place[index + 1] = place[index] + low.length;
  return {
    firstColumn: Int16Array.from(curves, ({ first }) => first),
    place,
    // Curves rise: first come columns with low rows, then those with high rows, one or so with
    // both.
    lowEnd: Int32Array.from(
      curves,
      ({ low }, index) => place[index] + low.findLastIndex((mask) => mask !== 0) + 1,
    ),
    highStart: Int32Array.from(
      curves,
      ({ high }, index) => place[index] + high.findIndex((mask) => mask !== 0),
    ),
    low: Int32Array.from(curves.flatMap(({ low }) => low)),
    high: Int32Array.from(curves.flatMap(({ high }) => high)),
  };
}

/** Cells crossed by the curve of a hit at (r, φ), column by column; column 0 begins at x = 0. */
function curveCells(
  phi: number,
  r: number,
  limit: number,
): { first: number; low: number[]; high: number[] } {
  const cellWidth = (2 * Math.PI) / columns;
  const cellHeight = (2 * limit) / rows;
  const low: number[] = [];
  const high: number[] = [];
  let first = 0;
  const middle = Math.floor(phi / cellWidth);
  for (let column = middle - columns / 4 - 1; column <= middle + columns / 4 + 1; column++) {
    const left = sin(column * cellWidth - edgeTolerance - phi) / r;
    const right = sin((column + 1) * cellWidth + edgeTolerance - phi) / r;
    const from = Math.max(0, Math.ceil((left + limit) / cellHeight) - 1);
    const to = Math.min(rows - 1, Math.floor((right + limit) / cellHeight));
    if (left > right || to < 0 || from > rows - 1) continue;
    if (low.length === 0) first = column;
    const [lowMask, highMask] = rowMasks(from, to);
    low.push(lowMask);
    high.push(highMask);
  }
  return { first, low, high };
}

/** Bits of rows `from` to `to` in the low and the high word. */
function rowMasks(from: number, to: number): [number, number] {
  let low = 0;
  let high = 0;
  for (let row = from; row <= to; row++) {
    if (row < lowRows) low |= 1 << row;
    else high |= 1 << (row - lowRows);
  }
  return [low, high];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
