import type { TableBuilder } from '../../detector/base/columns.js';
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { asin, sin, tan } from '../../detector/base/elementary.js';
import { wrapAngle } from '../../detector/base/units.js';
import { stereoAngle, zBackward } from '../../detector/cdc/geometry.js';
import { type Circle, circleFitter } from './circle-fit.js';
import { hitAzimuth } from './drift.js';
import { firstSegment, priorityLayer, priorityRadius, segmentsIn } from './layout.js';
import type { EventSegments, track2dSchema, track3dSchema } from './objects.js';

/** Parameters of the 2-D and 3-D fits. */
export const fitterSchema = {
  driftVelocity: quantity(
    4.0e-3,
    'cm/ns',
    'Drift velocity that the fits assume (basf2 ' +
      'cdc/modules/cdcDigitizer/src/CDCDigitizerModule.cc, simple x–t)',
    { min: 1e-4, max: 1e-2 },
  ),
} as const;

/**
 * Per stereo super-layer 1, 3, 5, 7.
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc
 */
const stereo = [
  { usualCells: 3.681_86, zError: 0.7676 },
  { usualCells: 3.3542, zError: 0.9753 },
  { usualCells: 3.9099, zError: 1.029 },
  { usualCells: 4.482_63, zError: 1.372 },
].map((values, index) => {
  const superLayer = 2 * index + 1;
  const layer = priorityLayer[superLayer];
  return {
    ...values,
    superLayer,
    radius: priorityRadius[superLayer],
    zBackward: zBackward[layer],
    tanStereo: tan(stereoAngle[layer]),
    /** Side of the track on which the wire lies at the backward end. */
    side: stereoAngle[layer] > 0 ? 1 : -1,
  };
});
type StereoLayer = (typeof stereo)[number];

/** Farthest wire taken from a track at a stereo super-layer [cells]. */
const maxCells = 10;

type Segments = EventSegments;

/**
 * 3-D tracks: a circle through the axial hits, one first-priority segment of each stereo
 * super-layer near it, and a straight line of z against arc length. Tracks with fewer than two
 * axial or two stereo hits have none.
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc
 */
export function fitter3d({ driftVelocity }: ConfigOf<typeof fitterSchema>) {
  const azimuthOf = hitAzimuth(driftVelocity);
  const circle: Circle = { azimuth: 0, radius: 0, charge: 0 };
  const fitCircle = circleFitter(azimuthOf, circle);

  return (
    tracks: TableBuilder<typeof track2dSchema>,
    segments: Segments,
    layerRows: Int32Array,
    eventTime: number,
    out: TableBuilder<typeof track3dSchema>,
  ): void => {
    const { columns } = segments;
    for (let track = tracks.eventStart; track < tracks.rowCount; track++) {
      if (!fitCircle(tracks, track, segments, eventTime)) continue;
      let hits = 0;
      let sum = 0;
      let sumS = 0;
      let sumSS = 0;
      let sumZ = 0;
      let sumSZ = 0;
      for (const layer of stereo) {
        if (layer.radius > 2 * circle.radius) continue;
        const halfArc = asin(layer.radius / (2 * circle.radius));
        const azimuth = circle.azimuth + circle.charge * (Math.PI / 2 - halfArc);
        const row = nearestSegment(segments, layerRows, layer, azimuth);
        if (row < 0) continue;
        const hit = azimuthOf(
          layer.superLayer,
          columns.segment[row],
          columns.leftRight[row],
          columns.priorityTime[row] - eventTime,
        );
        const z =
          layer.zBackward -
          (2 * layer.radius * sin(wrapAngle(hit - azimuth) / 2)) / layer.tanStereo;
        const s = 2 * circle.radius * halfArc;
        const weight = 1 / layer.zError ** 2;
        hits++;
        sum += weight;
        sumS += weight * s;
        sumSS += weight * s * s;
        sumZ += weight * z;
        sumSZ += weight * s * z;
      }
      if (hits < 2) continue;
      const determinant = sum * sumSS - sumS * sumS;
      out.reserve(1);
      const row = out.rowCount++;
      out.columns.track[row] = track - tracks.eventStart;
      out.columns.z0[row] = (sumSS * sumZ - sumS * sumSZ) / determinant;
      out.columns.cotTheta[row] = (sum * sumSZ - sumS * sumZ) / determinant;
    }
  };
}

/**
 * First-priority segment of a stereo super-layer whose distance from the track is closest to the
 * usual one, −1 for none.
 */
function nearestSegment(
  { columns: { segment, position } }: Segments,
  layerRows: Int32Array,
  { superLayer, side, usualCells }: StereoLayer,
  azimuth: number,
): number {
  const count = segmentsIn[superLayer];
  const first = firstSegment[superLayer];
  const trackCells = ((side * azimuth) / (2 * Math.PI)) * count;
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let row = layerRows[superLayer]; row < layerRows[superLayer + 1]; row++) {
    if (position[row] !== 3) continue;
    let cells = trackCells - side * (segment[row] - first);
    // From −2 to 2 turns into [0, 1).
    if (cells >= count) cells -= count;
    while (cells < 0) cells += count;
    // Distances in [0, count): those just below zero are near `count` and too far.
    if (cells === 0 || cells > maxCells) continue;
    const distance = Math.abs(cells - usualCells);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = row;
    }
  }
  return best;
}
