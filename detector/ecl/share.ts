// kernel: shares one shower among the 5 × 5 crystals around it, about 25 rows per photon
import type { TableBuilder } from '../base/columns.js';
import { firstOfRing } from './crystals.js';
import type { EclGeometry } from './geometry.js';
import type { eclDepositSchema } from './hits.js';
import { lateralRadius, lineFactor, quadrant } from './lateral.js';
import { regionOfRing, regions } from './rings.js';

/** Shares below this are left out [GeV]: a fiftieth of the electronics noise. */
const smallestShare = 0.00001;
const inverseRadius = 1 / lateralRadius;

// Distances of the grid's lines in azimuth from the shower, their factors, and the integral at one line between rings.
const across = new Float64Array(6);
const acrossFactor = new Float64Array(6);
const corners = new Float64Array(6);
const ringCorners = new Float64Array(6);

/** A line so far away that all of the profile lies before it [lateral radii]. */
const farAway = 1e4;

/** Rows and columns of crystals on each side of the one at the shower's centre. */
const reach = 2;

/**
 * Shares `energy` [GeV], centred at (x, y, z), among the crystals of the ring there and two on each side: the lateral profile integrated
 * over the tiles seen from the shower's centre. What falls beyond 5 × 5 (0.9 %) is given to its outer crystals, so that sums of trigger
 * cells miss nothing; what falls beyond the edge of the region is lost.
 * @param near a ring of the region where the shower is, best the one itself
 * @returns the energy given to crystals
 */
export function shareShower(
  geometry: EclGeometry,
  near: number,
  x: number,
  y: number,
  z: number,
  energy: number,
  time: number,
  deposits: TableBuilder<typeof eclDepositSchema>,
): number {
  const { a, b, c } = geometry.walls;
  const { first, last } = regions[regionOfRing(near)];
  const rho = Math.sqrt(x * x + y * y);
  let centre = near;
  while (centre > first && a[2 * centre] * rho + b[2 * centre] * z + c[2 * centre] < 0) centre--;
  while (centre < last && a[2 * centre + 1] * rho + b[2 * centre + 1] * z + c[2 * centre + 1] < 0) centre++;
  const phi = Math.atan2(y, x);

  deposits.reserve((2 * reach + 1) * (2 * reach + 1));
  const { crystal, energy: energies, time: times } = deposits.columns;
  let row = deposits.rowCount;
  let given = 0;
  let columns = 0;
  let column = 0;
  const from = Math.max(first, centre - reach);
  const to = Math.min(last, centre + reach);
  let cornersAt = -1;
  for (let ring = from; ring <= to; ring++) {
    const walls = geometry.phiWalls[ring];
    if (walls.count !== columns) {
      columns = walls.count;
      column = Math.floor((phi + walls.miss / rho - walls.firstPhi) / walls.pitch) % columns;
      if (column < 0) column += columns;
      for (let line = 0; line < 6; line++) {
        const wall = (column - reach + line + columns) % columns;
        // Positive beyond the shower in φ: minus the shower's own distance from the wall.
        const distance = -(y * walls.cos[wall] - x * walls.sin[wall] + walls.miss) * inverseRadius;
        across[line] = line === 0 ? -farAway : line === 5 ? farAway : distance;
        acrossFactor[line] = lineFactor(across[line]);
      }
      cornersAt = -1;
    }
    if (cornersAt !== ring) {
      const open = ring === from && from > first;
      const forward = open ? -farAway : -(a[2 * ring] * rho + b[2 * ring] * z + c[2 * ring]) * inverseRadius;
      const factor = lineFactor(forward);
      for (let line = 0; line < 6; line++) corners[line] = quadrant(forward, factor, across[line], acrossFactor[line]);
    }
    const closing = ring === to && to < last;
    const backward = closing ? farAway : (a[2 * ring + 1] * rho + b[2 * ring + 1] * z + c[2 * ring + 1]) * inverseRadius;
    const factor = lineFactor(backward);
    for (let line = 0; line < 6; line++) ringCorners[line] = quadrant(backward, factor, across[line], acrossFactor[line]);
    for (let line = 0; line < 5; line++) {
      const share = energy * (ringCorners[line + 1] - ringCorners[line] - corners[line + 1] + corners[line]);
      if (share < smallestShare) continue;
      crystal[row] = firstOfRing[ring] + ((column - reach + line + columns) % columns);
      energies[row] = share;
      times[row] = time;
      row++;
      given += share;
    }
    corners.set(ringCorners);
    cornersAt = ring + 1;
  }
  deposits.rowCount = row;
  return given;
}
