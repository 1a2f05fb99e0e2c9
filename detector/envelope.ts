/**
 * The calorimeter's outer shape as the inner detector sees it: inner surfaces where a ray enters.
 * @see basf2 ecl/geometry/src
 */

/** z of the plane of the forward endcap, behind its wall of 3 mm [cm]. */
export const forwardPlane = 196;
/** z of the plane of the backward endcap, behind its wall of 3 mm [cm]. */
export const backwardPlane = -102;
/** Radius of the barrel behind its wall [cm]. */
export const barrelRadius = 125.16;

/** Length of the crystals [cm]. @see basf2 ecl/data/crystal_shape files: 300 mm */
export const crystalLength = 30;

/** Whether a point lies behind the calorimeter's front: in its crystals or beyond [cm]. */
export function isBehindFront(x: number, y: number, z: number): boolean {
  return x * x + y * y >= barrelRadius * barrelRadius || z >= forwardPlane || z <= backwardPlane;
}

/** A straight line: a point on it [cm] and the unit vector along it. */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly ux: number;
  readonly uy: number;
  readonly uz: number;
}

/**
 * Length of a line from a point behind the front to where it comes in; NaN when it does not [cm].
 */
export function lengthToComeIn({ x, y, z, ux, uy, uz }: Line): number {
  const toPlane = uz > 0 ? (backwardPlane - z) / uz : (forwardPlane - z) / uz;
  if (toPlane >= 0) {
    const atX = x + toPlane * ux;
    const atY = y + toPlane * uy;
    if (atX * atX + atY * atY < barrelRadius * barrelRadius) return toPlane;
  }
  const a = ux * ux + uy * uy;
  const b = x * ux + y * uy;
  const reach = b * b - a * (x * x + y * y - barrelRadius * barrelRadius);
  if (b >= 0 || reach <= 0) return Number.NaN;
  const toBarrel = (-b - Math.sqrt(reach)) / a;
  const atZ = z + toBarrel * uz;
  return toBarrel >= 0 && atZ > backwardPlane && atZ < forwardPlane ? toBarrel : Number.NaN;
}

/** Length of a line from a point inside of the front to it; NaN from behind [cm]. */
export function lengthToFront({ x, y, z, ux, uy, uz }: Line): number {
  if (isBehindFront(x, y, z)) return Number.NaN;
  const a = ux * ux + uy * uy;
  const b = x * ux + y * uy;
  const toBarrel =
    a === 0
      ? Number.POSITIVE_INFINITY
      : (-b + Math.sqrt(b * b + a * (barrelRadius * barrelRadius - x * x - y * y))) / a;
  const toPlane =
    uz > 0 ? (forwardPlane - z) / uz : uz < 0 ? (backwardPlane - z) / uz : Number.POSITIVE_INFINITY;
  return Math.min(toBarrel, toPlane);
}
