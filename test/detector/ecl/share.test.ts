import { expect, it } from 'vitest';
import { KernelTable } from '../../../detector/base/kernel-table.js';
import {
  firstOfRing,
  phiCountOfRing,
  phiOfCrystal,
  ringOfCrystal,
} from '../../../detector/ecl/crystals.js';
import { eclDepositSchema } from '../../../detector/ecl/hits.js';
import { placedGeometry } from '../../../detector/ecl/placed-geometry.js';
import { ringCount, ringTable } from '../../../detector/ecl/rings.js';
import { shareShower } from '../../../detector/ecl/share.js';

const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;

const deposits = new KernelTable(eclDepositSchema, 64);

/**
 * Energy given to a crystal by a shower at the middle of its front, and columns of its ring
 * that share it.
 */
function columnsAround(ring: number, column: number): { energy: number; columns: number[] } {
  const [count, , r, z] = ringTable[ring]!;
  const phi = (2 * Math.PI * (column + 0.5)) / count;
  deposits.clear();
  // 1 TeV, so that no share is below what is left out.
  const [x, y] = [r * Math.cos(phi), r * Math.sin(phi)];
  shareShower(placedGeometry('offset'), ring, x, y, z, 1000, 0, deposits);
  deposits.endEvent();
  const { crystal, energy } = deposits.take();
  const own = at(firstOfRing, ring) + column;
  return {
    energy: at(energy, crystal.indexOf(own)),
    columns: [...crystal]
      .filter((row) => ringOfCrystal[row] === ring)
      .map((row) => at(phiOfCrystal, row)),
  };
}

it('a shower at the front of a crystal goes there, and to two columns on each side', () => {
  for (let ring = 0; ring < ringCount; ring++) {
    const count = at(phiCountOfRing, ring);
    for (let column = 0; column < count; column++) {
      const { energy, columns } = columnsAround(ring, column);
      const expected = [-2, -1, 0, 1, 2].map((step) => (column + step + count) % count);
      expect(columns, `ring ${ring}, column ${column}`).toEqual(expected);
      // The profile has 82 % of it within 5.5 cm; some fronts are narrower.
      expect(energy).toBeGreaterThan(700);
    }
  }
});
