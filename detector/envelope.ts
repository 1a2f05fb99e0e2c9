/**
 * The calorimeter's outer shape as the inner detector sees it: inner surfaces where a ray enters, z
 * of the endcap planes behind their 3 mm walls, radius of the barrel behind its own [cm].
 * @see basf2 ecl/geometry/src
 */
export const forwardPlane = 196;
export const backwardPlane = -102;
export const barrelRadius = 125.16;
