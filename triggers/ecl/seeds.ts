import { standingTable } from '../../detector/base/standing-table.js';
import { cellCount } from '../../detector/ecl/cells-layout.js';
import { cellPhiId, cellThetaId, neighbourAt } from './layout.js';

/**
 * The isolated-cluster rule: a fired cell counts when it is the corner of its blob, that is fired
 *   AND NOT [previous in φ OR behind] AND NOT [next in φ AND behind the next]. "Behind" is one ring
 *   backward. φ wraps within a region; beyond a region there are no neighbours. A cell of the wide
 *   ring 1 has two cells behind it. The table has the five TC ids of each cell that this takes:
 *   previous, behind, second behind, next, behind the next; 0 where there is none.
 * @see basf2 trg/ecl/src/TrgEclCluster.cc
 */
export const seedTable = seedNeighbours();

function seedNeighbours(): Uint16Array {
  const table = new Uint16Array(5 * (cellCount + 1));
  for (let cell = 1; cell <= cellCount; cell++) {
    const ring = cellThetaId[cell];
    const phi = cellPhiId[cell];
    const width = ring === 1 ? 2 : 1;
    table[5 * cell] = neighbourAt(cell, ring, phi - width);
    table[5 * cell + 1] = neighbourAt(cell, ring + 1, phi);
    table[5 * cell + 2] = ring === 1 ? neighbourAt(cell, ring + 1, phi + 1) : 0;
    table[5 * cell + 3] = neighbourAt(cell, ring, phi + width);
    table[5 * cell + 4] = neighbourAt(cell, ring + 1, phi + width);
  }
  return table;
}

const around: readonly (readonly [thetaStep: number, phiStep: number])[] = [
  [0, -1],
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
  [1, 0],
  [1, -1],
];

/**
 * Cells of the 3×3 block around a cell, without itself and in the order in which equal energies are
 * resolved: eight TC ids per cell, 0 where there is none. A wide cell of ring 1 has up to four
 * cells behind it; two columns share one wide cell in front.
 */
export const blockTable = standingTable('ecl/blocks', [], () => ({
  cells: blockNeighbours(),
})).cells;

function blockNeighbours(): Uint16Array {
  const table = new Uint16Array(8 * (cellCount + 1));
  for (let cell = 1; cell <= cellCount; cell++) table.set(blockOf(cell), 8 * cell);
  return table;
}

function blockOf(cell: number): number[] {
  const ring = cellThetaId[cell];
  const phi = cellPhiId[cell];
  if (ring === 1) {
    const sides = [neighbourAt(cell, 1, phi - 2), neighbourAt(cell, 1, phi + 2)];
    return [...sides, ...[2, 1, 0, -1].map((step) => neighbourAt(cell, 2, phi + step))];
  }
  const cells = around.map(([thetaStep, phiStep]) =>
    neighbourAt(cell, ring + thetaStep, phi + phiStep),
  );
  return [...new Set(cells)].filter((neighbour) => neighbour !== 0);
}
