import { acos, atan2, cos, hypot, sin } from '../../detector/base/elementary.js';
import { degree, mrad } from '../../detector/base/units.js';
import { cellCount } from '../../detector/ecl/cells-layout.js';
import { cellX, cellY, cellZ } from './layout.js';

/**
 * The boost for which the table of the hardware was made: 7 GeV electrons on 4 GeV positrons at
 * ±41.5 mrad. It is fixed with the firmware and does not follow the energies of a run. It
 * reproduces the table's energy units exactly and its angles to 1.5° (see the entries in the test).
 */
const electronEnergy = 7;
const positronEnergy = 4;
const halfCrossing = 41.5 * mrad;
const betaX = sin(halfCrossing);
const betaZ =
  ((electronEnergy - positronEnergy) / (electronEnergy + positronEnergy)) * cos(halfCrossing);

interface CmsEntry {
  /** Whole degrees, θ 0–180, φ 0–359. */
  readonly theta: number;
  readonly phi: number;
  /** Laboratory energy, in units of 0.1 GeV, of a photon with 1 GeV in the centre of mass. */
  readonly e10: number;
}

/**
 * Direction and energy ratio of a photon through the centre of a cell, seen from the centre of
 * mass, rounded to the table's integers.
 */
function boostCell(cell: number): CmsEntry {
  const distance = hypot(cellX[cell], cellY[cell], cellZ[cell]);
  const nx = cellX[cell] / distance;
  const ny = cellY[cell] / distance;
  const nz = cellZ[cell] / distance;
  const beta2 = betaX ** 2 + betaZ ** 2;
  const gamma = 1 / Math.sqrt(1 - beta2);
  const along = betaX * nx + betaZ * nz;
  const scale = ((gamma - 1) / beta2) * along - gamma;
  const energy = gamma * (1 - along);
  const theta = acos((nz + scale * betaZ) / energy) / degree;
  const phi = atan2(ny, nx + scale * betaX) / degree;
  return {
    theta: Math.round(theta),
    phi: (Math.round(phi) + 360) % 360,
    e10: Math.round(10 / energy),
  };
}

/**
 * The look-up table of the cluster logic by TC id 1–576 (element 0 unused): θ* << 13 | φ* << 4 |
 * E10.
 * @see basf2 trg/ecl/src/TrgEclDataBase.cc (layout of the word); values derived by the boost
 * @see D-040
 */
export const cmTable: Uint32Array = Uint32Array.from({ length: cellCount + 1 }, (_, cell) => {
  if (cell === 0) return 0;
  const { theta, phi, e10 } = boostCell(cell);
  return (theta << 13) | (phi << 4) | e10;
});

/** Polar angle θ* of an entry [whole degrees]. */
export const tableTheta = (entry: number): number => entry >>> 13;
/** Azimuth φ* of an entry [whole degrees, 0–359]. */
export const tablePhi = (entry: number): number => (entry >>> 4) & 0x1ff;
/** Laboratory energy of an entry, in units of 0.1 GeV, for 1 GeV in the centre of mass. */
export const tableE10 = (entry: number): number => entry & 0xf;
