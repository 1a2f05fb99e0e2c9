import { asin } from '../../detector/base/elementary.js';

/**
 * Radius at which the GRL compares tracks with barrel clusters [cm].
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
export const barrelRadius = 126;

/**
 * Azimuth at which a circle through the origin first crosses a radius about it [rad, not wrapped]:
 * φ0 less asin(R ω / 2), so that positive tracks fall back and negative ones run ahead. NaN for a
 * track that turns before: it meets nothing there.
 * @param omega signed curvature [1/cm], positive for positive charge
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc, which writes it as φ0 ∓ (90° − acos(R
 * / 2r)) by charge and gives a track that does not arrive bin 0; here such a track has none.
 */
export function azimuthAt(radius: number, phi0: number, omega: number): number {
  return phi0 - asin((radius * omega) / 2);
}

/**
 * Arc length from the origin to a radius in the transverse plane [cm]; NaN when the circle does not
 * reach it.
 */
export function arcLengthTo(radius: number, omega: number): number {
  const bend = (radius * omega) / 2;
  return omega === 0 ? radius : (2 * asin(bend)) / omega;
}
