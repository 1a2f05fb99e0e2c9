import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { trackFinder, trackFinderSchema } from '../../../triggers/cdc/finder2d.js';
import { columns, halfCurvatureLimit, rows } from '../../../triggers/cdc/hough-plane.js';
import {
  firstSegment,
  priorityRadius,
  secondRadius,
  segmentsIn,
} from '../../../triggers/cdc/layout.js';
import { segmentSchema, type Tracks2d, track2dSchema } from '../../../triggers/cdc/objects.js';

/** Axial super-layer 0–4, number in it, priority position. */
export type Axial = readonly [axial: number, number: number, position: number];

/** Azimuth [rad] and radius [cm] of what is seen of a track in a super-layer. */
export interface Point {
  readonly phi: number;
  readonly r: number;
}

/** Largest half curvature on the plane [1/cm], and a cell in azimuth [rad] and half curvature. */
export const limit = halfCurvatureLimit(0.3);
export const cellWidth = (2 * Math.PI) / columns;
export const cellHeight = (2 * limit) / rows;

const standard = trackFinder(parseConfig(trackFinderSchema, {}, 'test'));

/** Full tracks of one event of axial segments. */
export function find(event: readonly Axial[], findTracks = standard): Tracks2d {
  const segments = new TableBuilder(segmentSchema);
  const tracks = new TableBuilder(track2dSchema);
  const sorted = event.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  segments.reserve(sorted.length);
  for (const [axial, number, position] of sorted) {
    segments.columns.segment[segments.rowCount] = firstSegment[2 * axial]! + number;
    segments.columns.superLayer[segments.rowCount] = 2 * axial;
    segments.columns.position[segments.rowCount++] = position;
  }
  const layerRows = Int32Array.from(
    { length: 10 },
    (_, superLayer) => sorted.filter(([axial]) => 2 * axial < superLayer).length,
  );
  findTracks(segments, layerRows, tracks);
  tracks.endEvent();
  return tracks.take();
}

/** Where the wire of a segment stands. */
export function pointOf([axial, number, position]: Axial): Point {
  const half = position === 1 ? -0.5 : position === 2 ? 0.5 : 0;
  return {
    phi: ((number + half) * 2 * Math.PI) / segmentsIn[2 * axial]!,
    r: (position === 3 ? priorityRadius : secondRadius)[2 * axial]!,
  };
}

/** Whether the rising half of y = sin(x − φ)/r passes the rectangle. */
export function passes({ phi, r }: Point, x1: number, x2: number, y1: number, y2: number): boolean {
  const left = Math.sin(x1 - 1e-10 - phi) / r;
  const right = Math.sin(x2 + 1e-10 - phi) / r;
  return left <= right && !((left > y2 && right > y2) || (left < y1 && right < y1));
}

/** Whether it passes a cell of the plane. */
export const inCell = (point: Point, column: number, row: number): boolean =>
  passes(
    point,
    -Math.PI + column * cellWidth,
    -Math.PI + (column + 1) * cellWidth,
    -limit + row * cellHeight,
    -limit + (row + 1) * cellHeight,
  );

/** Azimuth at which a prompt track crosses the first-priority wires of an axial super-layer. */
export const crossing = (axial: number, phi0: number, omega: number): number =>
  phi0 - Math.asin((priorityRadius[2 * axial]! * omega) / 2);

/** Segments of a prompt track: in each axial super-layer the one whose priority wire is nearest. */
export function segmentsOf(phi0: number, omega: number): Axial[] {
  return Array.from({ length: 5 }, (_, axial) => {
    const count = segmentsIn[2 * axial]!;
    const azimuth = crossing(axial, phi0, omega);
    return [
      axial,
      ((Math.round((azimuth / (2 * Math.PI)) * count) % count) + count) % count,
      3,
    ] as const;
  });
}
