import { kernels } from '#kernels';
import type { PlacedGeometry } from './placed-geometry.js';
import type { RayPath } from './ray-path.js';

/**
 * Follows the straight ray from (x, y, z) along the unit vector (ux, uy, uz) through the crystals
 * and writes what it meets to `path`.
 *
 * Crystals are tiles between planes: walls between rings are planes in (ρ, z), where ρ is measured
 * along the azimuth of the ray's middle in the region (for a crystal beside that azimuth this turns
 * its faces by at most half its opening), walls in azimuth are planes through z. The ray walks from
 * tile to tile through the wall it hits first. CsI fills a tile up to its faces; what lies between
 * face and wall is wrapping, then air, then half of the fin where there is one.
 * @returns the crystal in whose tile it enters, −1 when it misses
 */
export function traceRay(
  geometry: PlacedGeometry,
  x: number,
  y: number,
  z: number,
  ux: number,
  uy: number,
  uz: number,
  path: RayPath,
): number {
  path.ionizesOnly = false;
  return kernels.traceCrystals(geometry.place, x, y, z, ux, uy, uz, path.address);
}
