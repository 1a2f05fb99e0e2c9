import { atan2 } from '../../../detector/base/elementary.js';
import { degree } from '../../../detector/base/units.js';
import { firstBarrelRing, lastBarrelRing } from '../../../detector/ecl/cells-layout.js';
import { backwardPlane, barrelRadius, forwardPlane } from '../../../detector/envelope.js';

/**
 * Polar edges of the trigger-cell rings at the front of the crystals, seen from the interaction
 * point [degrees]: first and last edge of thetaId 1–17. Between regions (31.45–32.22,
 * 128.66–130.68) there is no crystal. Derived: edges of the crystal rings from the placements of
 * basf2 ecl/data, grouped by trg/ecl/src/TrgEclMapping.cc.
 */
const ringEdges: readonly (readonly [from: number, to: number])[] = [
  [12.39, 18.46],
  [18.46, 25.85],
  [25.85, 31.45],
  [32.22, 37.77],
  [37.77, 44.09],
  [44.09, 51.3],
  [51.3, 59.32],
  [59.32, 68.12],
  [68.12, 77.58],
  [77.58, 87.48],
  [87.48, 97.52],
  [97.52, 107.19],
  [107.19, 116.37],
  [116.37, 124.76],
  [124.76, 128.66],
  [130.68, 139.62],
  [139.62, 155.1],
];

const firstTheta = Float64Array.from(ringEdges, ([from]) => from * degree);
const lastTheta = Float64Array.from(ringEdges, ([, to]) => to * degree);

/** Polar range of rings `first` to `last` [rad], narrowed by `margin` at either end. */
export function thetaRange(
  first: number,
  last: number,
  margin = 0,
): readonly [from: number, to: number] {
  return [ringEdges[first - 1]![0] * degree + margin, ringEdges[last - 1]![1] * degree - margin];
}

/** Polar range of the barrel [rad], narrowed by `margin` at either end. */
export const barrelTheta = (margin = 0): readonly [from: number, to: number] =>
  thetaRange(firstBarrelRing, lastBarrelRing, margin);

/** Ring 1–17 at a polar angle of the front [rad]; 0 where there are no crystals. */
export function thetaIdAt(theta: number): number {
  for (let ring = 0; ring < ringEdges.length; ring++)
    if (theta < lastTheta[ring]!) return theta >= firstTheta[ring]! ? ring + 1 : 0;
  return 0;
}

/**
 * Polar angle, seen from the origin, of the point at which a straight line from (x, y, z) reaches
 * the front of the crystals [rad].
 */
export function frontTheta(
  x: number,
  y: number,
  z: number,
  px: number,
  py: number,
  pz: number,
): number {
  const transverse = px * px + py * py;
  const along = x * px + y * py;
  const outside = x * x + y * y - barrelRadius * barrelRadius;
  const toBarrel =
    transverse > 0
      ? (Math.sqrt(Math.max(0, along * along - transverse * outside)) - along) / transverse
      : Number.POSITIVE_INFINITY;
  const plane = pz > 0 ? forwardPlane : backwardPlane;
  const toPlane = pz === 0 ? Number.POSITIVE_INFINITY : (plane - z) / pz;
  const path = Math.min(toBarrel, toPlane);
  const frontX = x + path * px;
  const frontY = y + path * py;
  return atan2(Math.sqrt(frontX * frontX + frontY * frontY), z + path * pz);
}
