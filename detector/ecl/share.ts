// kernel: shares one shower among the 5 × 5 crystals around it, about 25 rows per photon
import type { TableBuilder } from '../base/columns.js';
import { atan2 } from '../base/elementary.js';
import { firstOfRing } from './crystals.js';
import type { EclGeometry, PhiWalls } from './geometry.js';
import type { eclDepositSchema } from './hits.js';
import { halfPlane, lateralRadius, lineLength, quadrant } from './lateral.js';
import { regionOfRing, regions } from './rings.js';

/** Shares below this are left out [GeV]: a fiftieth of the electronics noise. */
const minShare = 0.00001;
const inverseRadius = 1 / lateralRadius;

// Distances of the grid's inner lines in azimuth from the shower [lateral radii], with what
// `quadrant` needs of them; and the integrals at the crossings of two lines between rings with all
// lines in azimuth, the outer ones far away.
const across = new Float64Array(6);
const acrossLength = new Float64Array(6);
const acrossSine = new Float64Array(6);
const corners = new Float64Array(12);

/** Rows and columns of crystals on each side of the one at the shower's centre. */
const reach = 2;

/**
 * Shares `energy` [GeV], centred at (x, y, z), among the crystals of the ring there and two on each
 * side: the lateral profile integrated over the tiles seen from the shower's centre. What falls
 * beyond 5 × 5 (0.9 %) is given to its outer crystals, so that sums of trigger cells miss nothing;
 * what falls beyond the edge of the region is lost.
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
  while (centre < last && a[2 * centre + 1] * rho + b[2 * centre + 1] * z + c[2 * centre + 1] < 0)
    centre++;
  const phi = atan2(y, x);

  deposits.reserve((2 * reach + 1) * (2 * reach + 1));
  const { crystal, energy: energies, time: times } = deposits.columns;
  const integrals = corners;
  let row = deposits.rowCount;
  let given = 0;
  let columns = 0;
  let left = 0;
  const from = Math.max(first, centre - reach);
  const to = Math.min(last, centre + reach);
  let low = 0;
  let fresh = true;
  for (let ring = from; ring <= to; ring++) {
    const walls = geometry.phiWalls[ring];
    if (walls.count !== columns) {
      columns = walls.count;
      left = Math.floor((phi + walls.miss / rho - walls.firstPhi) / walls.pitch) - reach;
      while (left < 0) left += columns;
      while (left >= columns) left -= columns;
      placeLines(walls, left, x, y);
      fresh = true;
    }
    // The line before a ring is the one behind the last ring, unless its crystals stand elsewhere
    // in azimuth.
    for (let side = fresh ? 0 : 1; side < 2; side++) {
      const plane = 2 * ring + side;
      const sign = 2 * side - 1;
      const far = side === 0 ? ring === from && from > first : ring === to && to < last;
      fillCorners(
        far,
        sign * (a[plane] * rho + b[plane] * z + c[plane]) * inverseRadius,
        sign,
        side === 0 ? low : 6 - low,
      );
    }
    fresh = false;
    const high = 6 - low;
    const firstCrystal = firstOfRing[ring];
    let column = left;
    for (let line = 0; line < 5; line++) {
      const share =
        energy *
        (integrals[high + line + 1] -
          integrals[high + line] -
          integrals[low + line + 1] +
          integrals[low + line]);
      crystal[row] = firstCrystal + column;
      energies[row] = share;
      times[row] = time;
      // Written over by the next one when it is left out: a branch here would not be predicted.
      row += share >= minShare ? 1 : 0;
      given += share;
      if (++column === columns) column = 0;
    }
    low = high;
  }
  deposits.rowCount = row;
  return given;
}

/** Distances of the four inner lines beyond the column `left`: positive beyond the shower in φ. */
function placeLines({ count, cos, sin, miss }: PhiWalls, left: number, x: number, y: number): void {
  let wall = left;
  for (let line = 1; line < 5; line++) {
    if (++wall === count) wall = 0;
    // Minus the shower's own distance from the wall.
    const distance = -(y * cos[wall] - x * sin[wall] + miss) * inverseRadius;
    const length = lineLength(distance);
    across[line] = distance;
    acrossLength[line] = length;
    acrossSine[line] = distance / length;
  }
}

/**
 * Integrals along one line between rings, at `distance` from the shower, or far away on the side
 * `sign`.
 */
function fillCorners(far: boolean, distance: number, sign: number, at: number): void {
  const length = far ? 1 : lineLength(distance);
  const sine = far ? sign : distance / length;
  corners[at] = -halfPlane(sine);
  for (let line = 1; line < 5; line++) {
    corners[at + line] = far
      ? sign * halfPlane(acrossSine[line])
      : quadrant(distance, length, sine, across[line], acrossLength[line], acrossSine[line]);
  }
  corners[at + 5] = halfPlane(sine);
}
