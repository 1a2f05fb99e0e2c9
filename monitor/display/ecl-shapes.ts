import { degree, GeV } from '../../detector/base/units.js';
import {
  cellOfCrystal,
  crystalCount,
  phiCountOfRing,
  phiOfCrystal,
  ringOfCrystal,
} from '../../detector/ecl/crystals.js';
import { crystalLength, regionOfRing, ringCount, ringTable } from '../../detector/ecl/rings.js';
import type { EventDisplay } from '../ports.js';

/**
 * Crystals as areas of the drawings, and energies summed over what a projection puts on top of each
 * other.
 */

/** Energy that fills a crystal's depth in the drawings. */
export const fullEnergy = 8 * GeV;

/**
 * Share of a crystal's depth that shows an energy: its square root, so that 200 MeV and 7 GeV are
 * both seen.
 */
export const depthOf = (energy: number): number =>
  Math.min(1, Math.sqrt(Math.max(0, energy) / fullEnergy));

/** Radius of the front of the barrel's crystals [cm]. */
export const barrelFront = Math.min(...ringTable.slice(13, 59).map(([, , r]) => r));
/** Radius of the back of the barrel's crystals [cm]. */
export const barrelRear = barrelFront + crystalLength;
/** Crystals around the barrel. */
export const barrelPhiCount = 144;

const isBarrelRing = (ring: number): boolean => regionOfRing(ring) === 1;

/**
 * Cross section [z, r] of the crystals of a ring (from 0), from the front down to a share of their
 * depth [cm].
 */
export function ringSection(ring: number, depth = 1): readonly (readonly [z: number, r: number])[] {
  const [, axis, r, z, frontHeight, rearHeight] = ringTable[ring]!;
  const cos = Math.cos(axis * degree);
  const sin = Math.sin(axis * degree);
  const corner = (along: number, side: number): readonly [number, number] => {
    const half = (side * (frontHeight + (rearHeight - frontHeight) * along)) / 2;
    return [
      z + along * crystalLength * cos - half * sin,
      r + along * crystalLength * sin + half * cos,
    ];
  };
  return [corner(0, -1), corner(0, 1), corner(depth, 1), corner(depth, -1)];
}

/**
 * Polar angle of the forward and backward edge of each ring's front, seen from the collision point
 * [degrees].
 */
export const ringEdges: readonly (readonly [forward: number, backward: number])[] = ringTable.map(
  (_, ring) => {
    const [one, other] = ringSection(ring);
    const [a, b] = [one!, other!].map(([z, r]) => Math.atan2(r, z) / degree);
    return [Math.min(a!, b!), Math.max(a!, b!)];
  },
);

/** Low edge of a crystal in azimuth and its extent [degrees, 0 to 360]. */
export function crystalPhi(crystal: number): readonly [low: number, extent: number] {
  const extent = 360 / phiCountOfRing[ringOfCrystal[crystal]!]!;
  return [phiOfCrystal[crystal]! * extent, extent];
}

/** Whether a crystal lies at 0° < φ < 180°, the upper half of the r–z view. */
const isUpper = (crystal: number): boolean =>
  2 * phiOfCrystal[crystal]! < phiCountOfRing[ringOfCrystal[crystal]!]!;

/** Energies summed over the rings of the barrel, by azimuth [GeV]. */
export function energyByPhi({ crystals: { crystal, energy } }: EventDisplay): Float64Array {
  const sum = new Float64Array(barrelPhiCount);
  for (let row = 0; row < crystal.length; row++) {
    const id = crystal[row]!;
    if (isBarrelRing(ringOfCrystal[id]!)) sum[phiOfCrystal[id]!]! += energy[row]!;
  }
  return sum;
}

/**
 * Energies summed over the crystals of a ring in its upper, then in its lower half [GeV]; length 2
 * · ringCount.
 */
export function energyByRing({ crystals: { crystal, energy } }: EventDisplay): Float64Array {
  const sum = new Float64Array(2 * ringCount);
  for (let row = 0; row < crystal.length; row++) sum[halfRing(crystal[row]!)]! += energy[row]!;
  return sum;
}

/** Index of a crystal's half ring: its ring, plus the number of rings in the lower half. */
const halfRing = (crystal: number): number =>
  ringOfCrystal[crystal]! + (isUpper(crystal) ? 0 : ringCount);

/** Crystals of the trigger cells over threshold. */
export function crystalsOfFiredCells({ cells: { cell } }: EventDisplay): readonly number[] {
  const fired = new Set(Array.from(cell, (id) => id - 1));
  if (fired.size === 0) return [];
  return Array.from({ length: crystalCount }, (_, crystal) => crystal).filter((crystal) =>
    fired.has(cellOfCrystal[crystal]!),
  );
}

/** Azimuth indices of the barrel, and half rings, that crystals of fired cells cover. */
export function firedAreas(display: EventDisplay): {
  readonly phis: ReadonlySet<number>;
  readonly halfRings: ReadonlySet<number>;
} {
  const crystals = crystalsOfFiredCells(display);
  const inBarrel = crystals.filter((crystal) => isBarrelRing(ringOfCrystal[crystal]!));
  return {
    phis: new Set(inBarrel.map((crystal) => phiOfCrystal[crystal]!)),
    halfRings: new Set(crystals.map(halfRing)),
  };
}
