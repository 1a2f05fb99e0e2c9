import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import {
  hourglass,
  minRows,
  pyramid,
  rowsHit,
  type SegmentShape,
} from '../../../triggers/cdc/layout.js';
import {
  innerAddresses,
  outerAddresses,
  packTable,
  undecidedTables,
  unpackTable,
} from '../../../triggers/cdc/left-right.js';
import { leftRightTables } from '../../../triggers/cdc/tables/left-right.js';

/**
 * The address of a hit pattern seen in a mirror: wires of a row in reverse order, right and left
 * exchanged.
 */
function mirrored(address: number, { rows, rowStart, priority, left }: SegmentShape): number {
  let pattern = 0;
  for (const [row, cells] of rows.entries()) {
    for (let place = 0; place < cells.length; place++) {
      if ((address >>> (1 + rowStart[row]! + place)) & 1)
        pattern |= 1 << (rowStart[row + 1]! - 1 - place);
    }
  }
  // With both second-priority wires hit, the position bit says which was earlier; with one, which
  // it is.
  const second = ((pattern >>> priority) & 1) === 0;
  return (
    2 * pattern + (second && ((address & 1) === 0 ? ((pattern >>> left) & 1) === 1 : false) ? 1 : 0)
  );
}

describe('left/right tables', () => {
  it('have 2¹² and 2¹⁶ entries, non-zero exactly where four rows are hit', () => {
    for (const { inner, outer } of [leftRightTables, undecidedTables()]) {
      expect(outer).toHaveLength(outerAddresses);
      expect(inner).toHaveLength(innerAddresses);
      outer.forEach((value, address) =>
        expect(value !== 0).toBe(rowsHit(address >>> 1, hourglass) >= minRows),
      );
      for (let address = 0; address < innerAddresses; address++) {
        if ((inner[address] !== 0) !== rowsHit(address >>> 1, pyramid) >= minRows)
          throw new Error(`address ${address}`);
      }
    }
  });

  it('give sides to a minority of patterns, as many right as left', () => {
    for (const table of [leftRightTables.inner, leftRightTables.outer]) {
      const count = [0, 0, 0, 0];
      for (const value of table) count[value]!++;
      expect(count[1]! + count[2]!).toBeLessThan(count[3]!);
      // Patterns decided on either side differ by statistics of the rare ones only.
      expect(Math.abs(count[1]! - count[2]!)).toBeLessThan(0.1 * (count[1]! + count[2]!));
    }
  });

  // Patterns seen only a few times may have either side by chance.
  it('give mirrored patterns opposite sides', () => {
    for (const [table, shape] of [
      [leftRightTables.inner, pyramid],
      [leftRightTables.outer, hourglass],
    ] as const) {
      const opposite = [0, 0, 0];
      table.forEach((value, address) => {
        if (value !== 1 && value !== 2) return;
        const image = table[mirrored(address, shape)]!;
        opposite[image === 3 ? 2 : image === 3 - value ? 0 : 1]!++;
      });
      expect(opposite[0]).toBeGreaterThan(100);
      expect(opposite[1]! / opposite[0]!).toBeLessThan(0.05);
    }
  });

  it('survive packing, four entries a byte', () => {
    const stream = new RandomStream().seed(1, 1, 0, 0, purpose.test);
    const table = Uint8Array.from({ length: outerAddresses }, () => stream.bits() & 3);
    expect(unpackTable(packTable(table))).toEqual(table);
    expect(packTable(table).length).toBeLessThan(outerAddresses / 2);
  });
});
