import type { Vector } from '../../../detector/silicon/sensors.js';
import { leastSquares } from './matrices.js';
import { type FittedTrack, trackParameters } from './track-fit.js';

/**
 * A fitted track with the direction in which it starts, per transverse length: (cos φ, sin φ,
 * change of z).
 */
export interface VertexTrack extends FittedTrack {
  readonly direction: Vector;
}

const { d0, z0 } = trackParameters;

/**
 * The point nearest to some tracks, from the point at which they start, with its covariance:
 * weighted least squares over the distances of each track from it, linear as long as these are
 * small against the tracks' radii.
 */
export function fitVertex(tracks: readonly VertexTrack[]): {
  readonly parameters: Float64Array;
  readonly covariance: Float64Array;
} {
  const count = 2 * tracks.length;
  const covariance = new Float64Array(count * count);
  tracks.forEach((track, index) => {
    [d0, z0].forEach((a, i) =>
      [d0, z0].forEach((b, j) => {
        covariance[(2 * index + i) * count + 2 * index + j] = track.covariance[5 * a + b]!;
      }),
    );
  });
  const design = tracks.flatMap(({ direction: [x, y, slope] }) => [
    Float64Array.of(-y, x, 0),
    Float64Array.of(-slope * x, -slope * y, 1),
  ]);
  const measured = tracks.flatMap(({ parameters }) => [parameters[d0]!, parameters[z0]!]);
  return leastSquares(design, covariance, measured, 3);
}
