import { speedOfLight } from '../../detector/base/constants.js';
import { cos, hypot, sin } from '../../detector/base/elementary.js';
import { degree } from '../../detector/base/units.js';
import {
  cellAt,
  cellCount,
  lastBarrelCell,
  lastForwardCell,
  phiIdOfCell,
  phiIdsOfRing,
  thetaIdOfCell,
} from '../../detector/ecl/cells-layout.js';
import { isEndcapRing, isPhysicsRing } from './rings.js';

/** Tables of the trigger cells, by TC id 1–576 (element 0 is unused). */

/** Polar ring of each cell, 1 forward to 17 backward. */
export const cellThetaId = byCell(Uint8Array, thetaIdOfCell);
/** Azimuth index of each cell, 1–36 in the barrel, 1–32 in the endcaps. */
export const cellPhiId = byCell(Uint8Array, phiIdOfCell);
/** Region in the code of the timing source: 1 forward, 2 barrel, 4 backward. */
export const cellRegion = byCell(Uint8Array, (cell) =>
  cell <= lastForwardCell ? 1 : cell <= lastBarrelCell ? 2 : 4,
);

/** 1 for each cell in the rings that decide. */
export const isPhysicsCell = byCell(Uint8Array, (cell) =>
  isPhysicsRing(thetaIdOfCell(cell)) ? 1 : 0,
);

interface RingCentre {
  /** [cm] */
  readonly r: number;
  readonly z: number;
  /** Pitch in azimuth [degrees]. */
  readonly pitch: number;
  /** Offset of the tabulated from the geometric centre in azimuth, in pitches. */
  readonly shift: number;
}

/**
 * Centres of the cells by ring (element 0 unused), as the trigger's own table has them.
 *
 * The table of the experiment is turned by one crystal against the real cells (2.5° in the barrel),
 * as if crystal ids from 1 had been read as from 0; `shift` is that one crystal as the mean over
 * the crystals of a cell. It is kept because the look-up table of the hardware was made from it. In
 * the last barrel cell of each ring a quarter of the crystals then belongs to the next crystal
 * ring, which moves it backward (`lastColumnStep`); the same in the endcaps changes nothing in the
 * table beyond rounding and is left out.
 * @see basf2 trg/ecl/src/TrgEclMapping.cc (r of the endcaps, z); barrel r derived from the photon
 * flight times in trg/ecl/src/TrgEclDataBase.cc; shifts derived from the crystals per cell.
 */
const ringCentres: readonly RingCentre[] = [
  { r: 0, z: 0, pitch: 0, shift: 0 },
  { r: 55.1, z: 197.05, pitch: 22.5, shift: 2 / 7 },
  { r: 81.7, z: 197.32, pitch: 11.25, shift: 5 / 14 },
  { r: 109.9, z: 197.54, pitch: 11.25, shift: 4 / 15 },
  { r: 127.54, z: 183.29, pitch: 10, shift: 1 / 4 },
  { r: 127.39, z: 147.75, pitch: 10, shift: 1 / 4 },
  { r: 127.2, z: 116.42, pitch: 10, shift: 1 / 4 },
  { r: 126.93, z: 88.42, pitch: 10, shift: 1 / 4 },
  { r: 126.6, z: 62.94, pitch: 10, shift: 1 / 4 },
  { r: 126.2, z: 39.24, pitch: 10, shift: 1 / 4 },
  { r: 125.75, z: 16.62, pitch: 10, shift: 1 / 4 },
  { r: 125.59, z: -5.53, pitch: 10, shift: 1 / 4 },
  { r: 125.98, z: -27.84, pitch: 10, shift: 1 / 4 },
  { r: 126.41, z: -50.91, pitch: 10, shift: 1 / 4 },
  { r: 126.77, z: -75.42, pitch: 10, shift: 1 / 4 },
  { r: 127.02, z: -95.04, pitch: 10, shift: 1 / 4 },
  { r: 107.2, z: -103.8, pitch: 11.25, shift: 4 / 15 },
  { r: 70.1, z: -103.5, pitch: 11.25, shift: 2 / 5 },
];

/** Azimuth of the tabulated centre [rad]. */
function centrePhi(cell: number): number {
  const { pitch, shift } = ringCentres[thetaIdOfCell(cell)];
  const column = thetaIdOfCell(cell) === 1 ? (phiIdOfCell(cell) - 1) / 2 : phiIdOfCell(cell) - 1;
  return (column + 0.5 + shift) * pitch * degree;
}

/**
 * Shift of z of the last cell in a barrel ring [cm]: a quarter of the way to the next crystal ring.
 */
function lastColumnStep(thetaId: number): number {
  const from = Math.min(thetaId, 14);
  // Centres of cell rings are four crystal rings apart, three between ring 14 and the half-length
  // ring 15.
  const crystalRings = from === 14 ? 3 : 4;
  return (ringCentres[from + 1].z - ringCentres[from].z) / crystalRings / 4;
}

function centreZ(cell: number): number {
  const thetaId = thetaIdOfCell(cell);
  const lastInBarrel = !isEndcapRing(thetaId) && phiIdOfCell(cell) === 36;
  return ringCentres[thetaId].z + (lastInBarrel ? lastColumnStep(thetaId) : 0);
}

/** x of the tabulated centre of a cell [cm]. */
export const cellX = byCell(
  Float64Array,
  (cell) => ringCentres[thetaIdOfCell(cell)].r * cos(centrePhi(cell)),
);
/** y of the tabulated centre of a cell [cm]. */
export const cellY = byCell(
  Float64Array,
  (cell) => ringCentres[thetaIdOfCell(cell)].r * sin(centrePhi(cell)),
);
/** z of the tabulated centre of a cell [cm]. */
export const cellZ = byCell(Float64Array, centreZ);

/**
 * What the FAM adds to the time of a cell so that photons of one collision have one time: flight
 * time to the farthest cell minus its own [ns], 0 to 3.37.
 * @see basf2 trg/ecl/src/TrgEclDataBase.cc, which lists 0.716, 0.417, 0.0 forward, 0.092 … 3.347 …
 * 2.249 barrel, 2.57, 3.37 backward
 */
export const cellFlightCorrection = flightCorrections();

function flightCorrections(): Float64Array {
  const flight = ringCentres.map(({ r, z }) => hypot(r, z) / speedOfLight);
  const longest = Math.max(...flight);
  return byCell(Float64Array, (cell) => longest - flight[thetaIdOfCell(cell)]);
}

/**
 * The cell at `thetaId`, `phiId` when it is in the region of `home`, φ wrapped; else 0, "no such
 * cell".
 */
export function neighbourAt(home: number, thetaId: number, phiId: number): number {
  if (thetaId < 1 || thetaId > 17) return 0;
  const columns = phiIdsOfRing(thetaId);
  const cell = cellAt(thetaId, ((phiId - 1 + columns) % columns) + 1);
  return cellRegion[cell] === cellRegion[home] ? cell : 0;
}

function byCell<A extends Uint8Array | Float64Array>(
  make: new (length: number) => A,
  value: (cell: number) => number,
): A {
  const table = new make(cellCount + 1);
  for (let cell = 1; cell <= cellCount; cell++) table[cell] = value(cell);
  return table;
}
