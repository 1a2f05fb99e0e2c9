import { standingTable } from '../base/standing-table.js';
import { cellAt, cellCount } from './cells-layout.js';
import { ringCount, ringTable } from './rings.js';

/**
 * Numbering of the 8736 crystals: index = cellId − 1 of the experiment, ring by ring from forward
 * to backward, azimuth ascending within a ring. Rings count from 0 here.
 */

/** First crystal of each ring, then the crystal count; length ringCount + 1. */
export const firstOfRing = cumulate(ringTable.map(([phiCount]) => phiCount));
/** Crystals of the calorimeter: 8736. */
export const crystalCount = firstOfRing[ringCount];
/** Crystals in azimuth, by ring. */
export const phiCountOfRing = Uint16Array.from(ringTable, ([phiCount]) => phiCount);

const table = standingTable('ecl/crystals', [], () => ({
  rings: byCrystal(Uint8Array, (ring) => ring),
  phis: byCrystal(Uint8Array, (_, phi) => phi),
  cells: byCrystal(Uint16Array, (ring, phi) => cellId(ring, phi) - 1),
}));

/** Ring (from 0) of each crystal. */
export const ringOfCrystal = table.rings;
/** Azimuth index within its ring (from 0) of each crystal. */
export const phiOfCrystal = table.phis;

/** Crystal index at a ring and azimuth index, both from 0. */
export function crystalAt(ring: number, phi: number): number {
  return firstOfRing[ring] + phi;
}

/** Trigger cell index (TC id − 1) of each crystal. @see basf2 trg/ecl/src/TrgEclMapping.cc */
export const cellOfCrystal = table.cells;
/** Number of crystals of each trigger cell, by TC id − 1. */
export const crystalsOfCell = countCells();

function cellId(ring: number, phi: number): number {
  if (ring < 13) return forwardCell(ring, phi);
  if (ring < 59) return cellAt(4 + Math.floor((ring - 13) / 4), 1 + Math.floor(phi / 4));
  return backwardCell(ring, phi);
}

function forwardCell(ring: number, phi: number): number {
  // A cell of the innermost four rings spans two azimuth indices; it is named by the odd one.
  if (ring < 2) return cellAt(1, 1 + 2 * Math.floor(phi / 3));
  if (ring < 4) return cellAt(1, 1 + 2 * Math.floor(phi / 4));
  if (ring === 4) return cellAt(2, 1 + Math.floor(phi / 2));
  if (ring < 9) return cellAt(2, 1 + Math.floor(phi / 3));
  if (ring < 11) return cellAt(3, 1 + Math.floor(phi / 3));
  return cellAt(3, 1 + fiveAndFour(phi));
}

function backwardCell(ring: number, phi: number): number {
  if (ring < 61) return cellAt(16, 1 + fiveAndFour(phi));
  if (ring < 63) return cellAt(16, 1 + Math.floor(phi / 3));
  if (ring < 66) return cellAt(17, 1 + Math.floor(phi / 3));
  return cellAt(17, 1 + Math.floor(phi / 2));
}

/** Nine crystals make two cells: five, then four. */
function fiveAndFour(phi: number): number {
  return 2 * Math.floor(phi / 9) + (phi % 9 < 5 ? 0 : 1);
}

function countCells(): Uint8Array {
  const count = new Uint8Array(cellCount);
  for (const cell of cellOfCrystal) count[cell]++;
  return count;
}

function cumulate(counts: readonly number[]): Uint16Array {
  const first = new Uint16Array(counts.length + 1);
  for (let ring = 0; ring < counts.length; ring++) first[ring + 1] = first[ring] + counts[ring];
  return first;
}

function byCrystal<A extends Uint8Array | Uint16Array>(
  make: new (length: number) => A,
  value: (ring: number, phi: number) => number,
): A {
  const table = new make(crystalCount);
  for (let ring = 0; ring < ringCount; ring++) {
    for (let phi = 0; phi < phiCountOfRing[ring]; phi++)
      table[crystalAt(ring, phi)] = value(ring, phi);
  }
  return table;
}
