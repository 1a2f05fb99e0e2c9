// kernel: one pass over the segments and clusters of an event
import type { TableBuilder } from '../../detector/base/columns.js';
import { type ConfigOf, flag, integer, quantity } from '../../detector/base/config.js';
import { GeV } from '../../detector/base/units.js';
import { curvatureConstant, solenoidField } from '../../detector/field.js';
import { cellMarker } from './hough-cells.js';
import { clusterFinder } from './hough-clusters.js';
import { type AttachRange, attachRange, attachTable, inRange } from './hough-attach.js';
import {
  axialCount,
  columns,
  type CurveTable,
  curveTable,
  halfCurvatureLimit,
  rows,
} from './hough-plane.js';
import { firstSegment } from './layout.js';
import type { EventSegments, track2dSchema } from './objects.js';

/**
 * Parameters of the 2-D track finder.
 * @see basf2 trg/cdc/modules/houghtracking/src/CDCTrigger2DFinderModule.cc
 */
export const trackFinderSchema = {
  minPt: quantity(
    0.3 * GeV,
    'GeV',
    'Transverse momentum at the edge of the Hough plane; 0.255 GeV is the low-momentum variant',
    {
      min: 0.1,
      max: 1,
    },
  ),
  minSuperLayers: integer(
    4,
    'axial super-layers',
    'Different axial super-layers that a cell needs',
    { min: 4, max: 5 },
  ),
  requireInnermost: flag(false, 'Require super-layer 0 among them'),
  minCells: integer(2, 'cells', 'Clusters of a single cell are dropped when this is 2', {
    min: 1,
    max: 2,
  }),
} as const;

type Segments = EventSegments;
type Tracks = TableBuilder<typeof track2dSchema>;

/** All axial super-layers, a bit each. */
const allAxial = (1 << axialCount) - 1;

/**
 * Finds full tracks: every axial segment votes for the cells of the Hough plane that its curve
 * crosses; cells with enough different super-layers are clustered, and the centre of a cluster, on
 * a grid of half cells, is the track. `layerRows` are the rows at which each super-layer of the
 * event begins, then their end.
 * @see basf2 trg/cdc/modules/houghtracking/src/CDCTrigger2DFinderModule.cc, CDCTriggerHoughtrafo.cc
 */
export function trackFinder(config: ConfigOf<typeof trackFinderSchema>) {
  const limit = halfCurvatureLimit(config.minPt);
  const tables = Array.from({ length: axialCount }, (_, axial) => curveTable(axial, limit));
  const needed = config.minSuperLayers === axialCount ? allAxial : config.requireInnermost ? 1 : 0;
  const markCells = cellMarker(tables, needed);
  const clusters = clusterFinder(config.minCells);
  const write = trackWriter(tables, limit);

  return (segments: Segments, layerRows: Int32Array, tracks: Tracks): void => {
    let hit = 0;
    for (let superLayer = 0; superLayer <= 8; superLayer += 2)
      if (layerRows[superLayer + 1] > layerRows[superLayer]) hit++;
    if (hit < config.minSuperLayers) return;
    const { low, high } = markCells(segments, layerRows);
    const found = clusters.find(low.values, high.values);
    for (let cluster = 0; cluster < found; cluster++) {
      write(clusters.column2[cluster], clusters.row2[cluster], segments, layerRows, tracks);
    }
  };
}

/**
 * Writes a track at twice the column and row of its centre, with the segments whose curves pass the
 * cells there.
 */
function trackWriter(tables: readonly CurveTable[], limit: number) {
  const best = new Int16Array(axialCount);
  const attach = attacher(tables, best);
  return (
    column2: number,
    row2: number,
    segments: Segments,
    layerRows: Int32Array,
    tracks: Tracks,
  ): void => {
    attach(column2, row2, segments, layerRows);
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
 * Chooses the segment of each axial super-layer for a track: of those with a curve through the
 * cells at its centre (from the priority wire of any position), first priority before second, then
 * the highest number. Rows within the event, −1 for none.
 */
function attacher(tables: readonly CurveTable[], best: Int16Array) {
  const attachTables = tables.map(attachTable);
  const range: AttachRange = { count: 0, first: 0, width: -1 };
  return (
    column2: number,
    row2: number,
    { columns: { segment, position }, eventStart }: Segments,
    layerRows: Int32Array,
  ): void => {
    for (let axial = 0; axial < axialCount; axial++) {
      attachRange(attachTables[axial], column2, row2, range);
      const first = firstSegment[2 * axial];
      let chosen = -1;
      for (let row = layerRows[2 * axial], end = layerRows[2 * axial + 1]; row < end; row++) {
        if (!inRange(range, segment[row] - first)) continue;
        // Rows ascend in number, so a later one wins unless it alone is of second priority.
        if (chosen < 0 || position[row] === 3 || position[chosen] !== 3) chosen = row;
      }
      best[axial] = chosen < 0 ? -1 : chosen - eventStart;
    }
  };
}
