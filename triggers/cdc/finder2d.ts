// kernel: fills and searches the Hough plane of every event with segments; planes are scratch memory
import type { TableBuilder } from '../../detector/base/columns.js';
import { type ConfigOf, flag, integer, quantity } from '../../detector/base/config.js';
import { GeV } from '../../detector/base/units.js';
import { curvatureConstant, solenoidField } from '../../detector/field.js';
import { clusterFinder } from './hough-clusters.js';
import { axialCount, type CurveTable, columns, curveTable, halfCurvatureLimit, rowMasks, rows } from './hough-plane.js';
import { firstSegment } from './layout.js';
import type { segmentSchema, track2dSchema } from './objects.js';

/** Parameters of the 2-D track finder. @see basf2 trg/cdc/modules/houghtracking/src/CDCTrigger2DFinderModule.cc */
export const trackFinderSchema = {
  minPt: quantity(0.3 * GeV, 'GeV', 'Transverse momentum at the edge of the Hough plane; 0.255 GeV is the low-momentum variant', {
    min: 0.1,
    max: 1,
  }),
  minSuperLayers: integer(4, 'axial super-layers', 'Different axial super-layers that a cell needs', { min: 4, max: 5 }),
  requireInnermost: flag(false, 'Require super-layer 0 among them'),
  minCells: integer(2, 'cells', 'Clusters of a single cell are dropped when this is 2', { min: 1, max: 2 }),
} as const;

type Segments = TableBuilder<typeof segmentSchema>;
type Tracks = TableBuilder<typeof track2dSchema>;

/** Bits set in at least four of five words. */
const fourOfFive = (a: number, b: number, c: number, d: number, e: number): number =>
  (a & b & c & d) | (e & ((a & b & (c | d)) | (c & d & (a | b))));

/**
 * Finds full tracks: every axial segment votes for the cells of the Hough plane that its curve crosses; cells with enough different
 * super-layers are clustered, and the centre of a cluster, on a grid of half cells, is the track.
 * @see basf2 trg/cdc/modules/houghtracking/src/CDCTrigger2DFinderModule.cc, CDCTriggerHoughtrafo.cc
 */
export function trackFinder(config: ConfigOf<typeof trackFinderSchema>) {
  const limit = halfCurvatureLimit(config.minPt);
  const tables = Array.from({ length: axialCount }, (_, axial) => curveTable(axial, limit));
  const low = Array.from({ length: axialCount }, () => new Int32Array(columns));
  const high = Array.from({ length: axialCount }, () => new Int32Array(columns));
  const lowCells = new Int32Array(columns);
  const highCells = new Int32Array(columns);
  const findClusters = clusterFinder(config.minCells);
  const write = trackWriter(tables, limit);
  const vote = voter(tables, low, high);
  const count = config.requireInnermost
    ? (a: number, b: number, c: number, d: number, e: number): number => a & fourOfFive(a, b, c, d, e)
    : fourOfFive;
  const all = config.minSuperLayers === axialCount;

  function markCells(layers: readonly Int32Array[], cells: Int32Array): void {
    const [a, b, c, d, e] = layers;
    for (let column = 0; column < columns; column++) {
      cells[column] = all
        ? a[column] & b[column] & c[column] & d[column] & e[column]
        : count(a[column], b[column], c[column], d[column], e[column]);
    }
  }

  return (segments: Segments, tracks: Tracks): void => {
    const voted = vote(segments);
    if (voted >= config.minSuperLayers) {
      markCells(low, lowCells);
      markCells(high, highCells);
      findClusters(lowCells, highCells, (column2, row2) => write(column2, row2, segments, tracks));
    }
    if (voted > 0) {
      for (let axial = 0; axial < axialCount; axial++) {
        low[axial].fill(0);
        high[axial].fill(0);
      }
    }
  };
}

/** Draws the curves of the event's axial segments; returns how many super-layers have any. */
function voter(tables: readonly CurveTable[], low: readonly Int32Array[], high: readonly Int32Array[]) {
  return ({ columns: { segment, superLayer, position }, eventStart, rowCount }: Segments): number => {
    let voted = 0;
    for (let row = eventStart; row < rowCount; row++) {
      if ((superLayer[row] & 1) !== 0) continue;
      const axial = superLayer[row] >> 1;
      voted |= 1 << axial;
      const { period, shift, firstColumn, place, low: lowMask, high: highMask } = tables[axial];
      const number = segment[row] - firstSegment[superLayer[row]];
      const cycle = Math.floor(number / period);
      const curve = 3 * (number - cycle * period) + position[row] - 1;
      const lowPlane = low[axial];
      const highPlane = high[axial];
      // Curves count from x = 0, the plane from x = −π.
      let column = (firstColumn[curve] + shift * cycle + columns + columns / 2) % columns;
      for (let at = place[curve], end = place[curve + 1]; at < end; at++) {
        lowPlane[column] |= lowMask[at];
        highPlane[column] |= highMask[at];
        if (++column === columns) column = 0;
      }
    }
    let layers = 0;
    for (; voted !== 0; voted &= voted - 1) layers++;
    return layers;
  };
}

/** Writes a track at twice the column and row of its centre, with the segments whose curves pass the cells there. */
function trackWriter(tables: readonly CurveTable[], limit: number) {
  const best = new Int16Array(axialCount);
  const attach = attacher(tables, best);
  return (column2: number, row2: number, segments: Segments, tracks: Tracks): void => {
    attach(column2, row2, segments);
    tracks.reserve(1);
    const out = tracks.columns;
    const row = tracks.rowCount++;
    // Half cells from −π to π and from the negative to the positive end of the plane.
    const phiIndex = column2 + 1 - columns;
    const omegaIndex = row2 + 1 - rows;
    const wrapped = phiIndex === columns ? -columns : phiIndex;
    const omega = (2 * omegaIndex * limit) / rows;
    out.phiIndex[row] = wrapped;
    out.omegaIndex[row] = omegaIndex;
    out.charge[row] = Math.sign(omegaIndex);
    out.phi[row] = (wrapped * Math.PI) / columns;
    out.omega[row] = omega;
    out.pt[row] = (curvatureConstant * solenoidField) / Math.abs(omega);
    out.segment0[row] = best[0];
    out.segment2[row] = best[1];
    out.segment4[row] = best[2];
    out.segment6[row] = best[3];
    out.segment8[row] = best[4];
  };
}

/**
 * Chooses the segment of each axial super-layer for a track: of those with a curve through the cells at its centre (from the priority
 * wire of any position), first priority before second, then the highest number. Rows within the event, −1 for none.
 */
function attacher(tables: readonly CurveTable[], best: Int16Array) {
  return (column2: number, row2: number, segments: Segments): void => {
    const { segment, superLayer, position } = segments.columns;
    const first = segments.eventStart;
    const firstColumn = column2 >> 1;
    const secondColumn = (column2 + 1) >> 1;
    const [low, high] = rowMasks(row2 >> 1, (row2 + 1) >> 1);
    best.fill(-1);
    for (let row = first; row < segments.rowCount; row++) {
      if ((superLayer[row] & 1) !== 0) continue;
      const axial = superLayer[row] >> 1;
      const number = segment[row] - firstSegment[superLayer[row]];
      if (!crosses(tables[axial], number, firstColumn, secondColumn, low, high)) continue;
      const rival = best[axial];
      // Rows ascend in number, so a later one wins unless it alone is of second priority.
      if (rival < 0 || position[row] === 3 || position[first + rival] !== 3) best[axial] = row - first;
    }
  };
}

/** Whether a curve of the segment, from any of its three wires, passes a cell of the two columns and the masked rows. */
function crosses(table: CurveTable, number: number, column: number, nextColumn: number, low: number, high: number): boolean {
  const { period, shift, firstColumn, place } = table;
  const cycle = Math.floor(number / period);
  const base = shift * cycle;
  // Curves begin at most half a turn away: bring the columns near that of the segment.
  let from = column - columns / 2 - base;
  if (from < -columns) from += columns;
  if (from > columns / 2) from -= columns;
  else if (from < -columns / 2) from += columns;
  if (from > 45 || from < -40) return false;
  const to = from + (nextColumn === column ? 0 : 1);
  for (let curve = 3 * (number - cycle * period), end = curve + 3; curve < end; curve++) {
    const offset = place[curve] - firstColumn[curve];
    const last = place[curve + 1];
    for (let at = from + offset; at <= to + offset; at++) {
      if (at >= place[curve] && at < last && ((table.low[at] & low) | (table.high[at] & high)) !== 0) return true;
    }
  }
  return false;
}
