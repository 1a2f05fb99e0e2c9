import { kernels } from '#kernels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KernelColumn, placeTable } from '../../../detector/base/kernel-column.js';
import {
  cellAt,
  cellCount,
  phiIdOfCell,
  thetaIdOfCell,
} from '../../../detector/ecl/cells-layout.js';
import { seedTable } from '../../../triggers/ecl/seeds.js';
import { objectsOf } from './pulses.js';

/**
 * The rule in plain words on a map of fired (ring, azimuth) places, one region at a time; slow and
 * without tables.
 */
function slowSeeds(fired: ReadonlySet<number>): Set<number> {
  const regions = [
    { rings: [1, 2, 3], columns: 32 },
    { rings: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], columns: 36 },
    { rings: [16, 17], columns: 32 },
  ];
  const seeds = new Set<number>();
  for (const { rings, columns } of regions) {
    const isFired = (ring: number, phi: number): boolean => {
      if (!rings.includes(ring)) return false;
      const wrapped = ((phi - 1 + columns) % columns) + 1;
      return [...fired].some((cell) => {
        const own = phiIdOfCell(cell);
        return (
          thetaIdOfCell(cell) === ring && (own === wrapped || (ring === 1 && own + 1 === wrapped))
        );
      });
    };
    for (const cell of fired) {
      const ring = thetaIdOfCell(cell);
      const phi = phiIdOfCell(cell);
      if (!rings.includes(ring)) continue;
      const blocked =
        ring === 1
          ? isFired(1, phi - 1) ||
            isFired(2, phi) ||
            isFired(2, phi + 1) ||
            (isFired(1, phi + 2) && isFired(2, phi + 2))
          : isFired(ring, phi - 1) ||
            isFired(ring + 1, phi) ||
            (isFired(ring, phi + 1) && isFired(ring + 1, phi + 1));
      if (!blocked) seeds.add(cell);
    }
  }
  return seeds;
}

const energies = new KernelColumn(Uint16Array, cellCount + 1);
const neighbours = placeTable(seedTable);
const fastSeeds = (fired: ReadonlySet<number>): Set<number> => {
  const counts = new Uint16Array(cellCount + 1);
  for (const cell of fired) counts[cell] = 20;
  const placed = energies.place(counts);
  return new Set([...fired].filter((cell) => kernels.isEclSeed(placed, neighbours, cell)));
};

const anyCell = fc.integer({ min: 1, max: cellCount });
/** Cells near one place, so that blobs touch; plus cells anywhere. */
const crowded = fc
  .tuple(
    fc.integer({ min: 1, max: 17 }),
    fc.integer({ min: 1, max: 36 }),
    fc.array(fc.tuple(fc.nat(3), fc.nat(4)), { maxLength: 14 }),
  )
  .map(([ring, phi, steps]) =>
    steps.map(([up, along]) => {
      const row = Math.min(17, ring + up);
      return cellAt(row, ((phi + along - 1) % (row >= 4 && row <= 15 ? 36 : 32)) + 1);
    }),
  );

describe('the isolated-cluster rule', () => {
  it('agrees with a slow statement of it on random patterns', () => {
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 60 }), crowded, (scattered, near) => {
        const fired = new Set([...scattered, ...near]);
        expect(fastSeeds(fired)).toEqual(slowSeeds(fired));
      }),
      { numRuns: 2000, seed: 17 },
    );
  });

  it('counts one corner of every filled rectangle in the barrel, wherever it lies', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 15 }),
        fc.integer({ min: 1, max: 36 }),
        fc.nat(3),
        fc.nat(5),
        (ring, phi, rings, columns) => {
          const fired = new Set<number>();
          for (let up = 0; up <= rings && ring + up <= 15; up++) {
            for (let along = 0; along <= columns; along++)
              fired.add(cellAt(ring + up, ((phi + along - 1) % 36) + 1));
          }
          expect(fastSeeds(fired).size).toBe(1);
        },
      ),
      { numRuns: 500, seed: 3 },
    );
  });

  it('counts one corner of an L and of a T, and each of two cells that touch diagonally', () => {
    const at = (...places: [number, number][]) =>
      fastSeeds(new Set(places.map(([ring, phi]) => cellAt(ring, phi)))).size;
    expect(at([8, 5], [9, 5], [9, 6])).toBe(1);
    expect(at([8, 5], [8, 6], [8, 7], [9, 6])).toBe(1);
    expect(at([9, 5], [9, 6], [9, 7], [8, 6])).toBe(1);
    expect(at([8, 5], [9, 6])).toBe(2);
    expect(at([8, 6], [9, 5])).toBe(2);
  });

  it('sees neighbours across φ = 0 but not across the gaps between the regions', () => {
    const at = (...cells: number[]) => fastSeeds(new Set(cells)).size;
    expect(at(cellAt(8, 36), cellAt(8, 1))).toBe(1);
    expect(at(cellAt(2, 32), cellAt(2, 1))).toBe(1);
    expect(at(cellAt(17, 32), cellAt(17, 1))).toBe(1);
    expect(at(cellAt(1, 31), cellAt(1, 1))).toBe(1);
    expect(at(cellAt(3, 1), cellAt(4, 1))).toBe(2);
    expect(at(cellAt(15, 1), cellAt(16, 1))).toBe(2);
  });

  it('joins a wide cell of ring 1 to both cells behind it', () => {
    const at = (...cells: number[]) => fastSeeds(new Set(cells));
    expect(at(cellAt(1, 5), cellAt(2, 5))).toEqual(new Set([cellAt(2, 5)]));
    expect(at(cellAt(1, 5), cellAt(2, 6))).toEqual(new Set([cellAt(2, 6)]));
    expect(at(cellAt(1, 5), cellAt(2, 7)).size).toBe(2);
  });

  it('counts rings 2 to 15 for the trigger: neither ring 1 nor the backward endcap', () => {
    const icn = (ring: number) => objectsOf([[{ cell: cellAt(ring, 3), counts: 200 }]]).icn[0];
    expect(Array.from({ length: 17 }, (_, index) => icn(index + 1))).toEqual([
      0,
      ...Array(14).fill(1),
      0,
      0,
    ]);
  });
});
