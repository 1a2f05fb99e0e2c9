import { hypot } from '../../../detector/base/elementary.js';
import {
  columnPitch,
  longRowCount,
  longRowPitch,
  pxdSensors,
  rowAt,
  shortRowPitch,
} from '../../../detector/pxd/geometry.js';
import type { PxdClusters } from '../../../detector/pxd/clusters.js';
import type { SvdClusters } from '../../../detector/svd/clusters.js';
import { placeOfStrip, sides, stripPitch } from '../../../detector/svd/geometry.js';
import type { ExpectedCrossing, ExpectedTrack } from './expected.js';
import {
  type Measurement,
  modelTrack,
  type TrackModel,
  type TrackStart,
  withMeasurements,
} from './track-fit.js';

/**
 * Errors of the centre of a cluster in units of the pitch (half of the central 68 %, from our own
 * simulation): one pixel; more; strips.
 */
const singlePixel = 0.29;
const severalPixels = 0.2;
const strips = 0.13;
/**
 * A cluster belongs to a track when it is nearer than this to where the track is expected [errors,
 * with scattering].
 */
const window = 5;

/** Clusters of an event. */
interface EventClusters {
  readonly event: number;
  readonly pixels: PxdClusters;
  readonly strips: SvdClusters;
}

/**
 * A track with its measurements: on each sensor that it should cross the nearest cluster, if there
 * is one within the window.
 */
export function measureTrack(
  start: TrackStart,
  { crossings, scatterers }: ExpectedTrack,
  clusters: EventClusters,
): TrackModel {
  const nearest = crossings.flatMap((crossing) =>
    crossing.detector === 'pxd'
      ? nearestPixels(crossing, clusters)
      : nearestStrips(crossing, clusters),
  );
  const model = modelTrack(start, nearest, scatterers);
  const errorOf = (row: number): number => Math.sqrt(model.covariance[row * nearest.length + row]!);
  return withMeasurements(model, ({ residual }, row) => Math.abs(residual) < window * errorOf(row));
}

function nearestPixels(
  crossing: ExpectedCrossing,
  { event, pixels }: EventClusters,
): readonly Measurement[] {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let row = pixels.offsets[event]!; row < pixels.offsets[event + 1]!; row++) {
    if (pixels.sensor[row] !== crossing.sensor) continue;
    const distance = hypot(pixels.u[row]! - crossing.u, pixels.v[row]! - crossing.v);
    if (distance < least) [best, least] = [row, distance];
  }
  if (best < 0) return [];
  const layer = pxdSensors.layerIndex[crossing.sensor]! as 0 | 1;
  const rowPitch = (
    rowAt(crossing.sensor, pixels.v[best]!) < longRowCount ? longRowPitch : shortRowPitch
  )[layer];
  const errorOf = (size: number): number => (size === 1 ? singlePixel : severalPixels);
  return [
    {
      crossing,
      along: 'u',
      residual: pixels.u[best]! - crossing.u,
      sigma: errorOf(pixels.sizeU[best]!) * columnPitch,
    },
    {
      crossing,
      along: 'v',
      residual: pixels.v[best]! - crossing.v,
      sigma: errorOf(pixels.sizeV[best]!) * rowPitch,
    },
  ];
}

function nearestStrips(
  crossing: ExpectedCrossing,
  { event, strips: clusters }: EventClusters,
): readonly Measurement[] {
  return (['u', 'v'] as const).flatMap((along) => {
    let least = Number.POSITIVE_INFINITY;
    for (let row = clusters.offsets[event]!; row < clusters.offsets[event + 1]!; row++) {
      if (clusters.sensor[row] !== crossing.sensor || clusters.side[row] !== sides[along]) continue;
      const residual =
        placeOfStrip(crossing.sensor, sides[along], clusters.strip[row]!, crossing.v) -
        crossing[along];
      if (Math.abs(residual) < Math.abs(least)) least = residual;
    }
    return Number.isFinite(least)
      ? [
          {
            crossing,
            along,
            residual: least,
            sigma: strips * stripPitch(crossing.sensor, sides[along], crossing.v),
          },
        ]
      : [];
  });
}
