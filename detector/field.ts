/**
 * The solenoid: 1.5 T along +z inside the coil, no fringe.
 * @see arXiv:1705.09895; direction recalled, not verified
 */
export const solenoidField = 1.5;

/**
 * pt [GeV] = curvatureConstant · B [T] · R [cm] for charge 1: the speed of light in these units.
 */
export const curvatureConstant = 0.002_997_924_58;

/** Radius of the track of a particle with charge ±1 [cm]. */
export function bendingRadius(pt: number, field: number): number {
  return pt / (curvatureConstant * field);
}
