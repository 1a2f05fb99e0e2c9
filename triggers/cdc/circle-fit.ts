import type { TableBuilder } from '../../detector/base/columns.js';
import { atan2, cos, sin } from '../../detector/base/elementary.js';
import { axialCount } from './hough-plane.js';
import { priorityRadius } from './layout.js';
import type { EventSegments, track2dSchema } from './objects.js';

/**
 * Error of the azimuth of an axial hit, by axial super-layer [rad].
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger2DFitterModule.cc
 */
const azimuthError = [8.5106e-4, 3.9841e-4, 2.5806e-4, 1.9084e-4, 1.514e-4];

/**
 * A circle through the origin: azimuth of its centre, radius [cm], and the charge whose track it
 * is.
 */
export interface Circle {
  azimuth: number;
  radius: number;
  charge: number;
}

/** Azimuth of a hit from (super-layer, segment, left/right, drift ticks). */
type HitAzimuth = (
  superLayer: number,
  segment: number,
  leftRight: number,
  driftTicks: number,
) => number;

/**
 * Least-squares circle through the origin and the first-priority axial hits of a track; false with
 * fewer than two. The charge is the side of the centre on which the hits lie.
 * @see basf2 trg/cdc/src/Fitter3DUtility.cc
 */
export function circleFitter(azimuthOf: HitAzimuth, circle: Circle) {
  return (
    { columns: tracks }: TableBuilder<typeof track2dSchema>,
    track: number,
    { columns: segments, eventStart }: EventSegments,
    eventTime: number,
  ): boolean => {
    let hits = 0;
    let cosCos = 0;
    let sinSin = 0;
    let sinCos = 0;
    let rCos = 0;
    let rSin = 0;
    for (let axial = 0; axial < axialCount; axial++) {
      const attached = attachedSegment(tracks, track, axial);
      const row = eventStart + attached;
      if (attached < 0 || segments.position[row] !== 3) continue;
      const azimuth = azimuthOf(
        2 * axial,
        segments.segment[row],
        segments.leftRight[row],
        segments.priorityTime[row] - eventTime,
      );
      const weight = 1 / azimuthError[axial] ** 2;
      const cosine = cos(azimuth);
      const sine = sin(azimuth);
      const r = priorityRadius[2 * axial];
      hits++;
      cosCos += weight * cosine * cosine;
      sinSin += weight * sine * sine;
      sinCos += weight * sine * cosine;
      rCos += weight * r * cosine;
      rSin += weight * r * sine;
    }
    if (hits < 2) return false;
    const determinant = 2 * (cosCos * sinSin - sinCos * sinCos);
    const x = (rCos * sinSin - rSin * sinCos) / determinant;
    const y = (rSin * cosCos - rCos * sinCos) / determinant;
    circle.radius = Math.sqrt(x * x + y * y);
    circle.azimuth = atan2(y, x);
    // Hits of a positive track are at larger azimuth than the centre.
    circle.charge = rSin * x - rCos * y > 0 ? 1 : -1;
    return Number.isFinite(circle.radius);
  };
}

/** Row within the event of the segment of axial super-layer 2 · `axial`, −1 for none. */
function attachedSegment(
  tracks: TableBuilder<typeof track2dSchema>['columns'],
  track: number,
  axial: number,
): number {
  if (axial === 0) return tracks.segment0[track];
  if (axial === 1) return tracks.segment2[track];
  if (axial === 2) return tracks.segment4[track];
  return axial === 3 ? tracks.segment6[track] : tracks.segment8[track];
}
