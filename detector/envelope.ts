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
