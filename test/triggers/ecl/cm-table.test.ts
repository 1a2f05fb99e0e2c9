import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { cmTable, tableE10, tablePhi, tableTheta } from '../../../triggers/ecl/cm-table.js';

/**
 * Entries of the experiment's table: TC id, θ*, φ*, E10.
 * @see basf2 trg/ecl/src/TrgEclDataBase.cc
 */
const published = [
  [1, 18, 21, 13],
  [3, 35, 10, 13],
  [81, 43, 8, 13],
  [86, 88, 8, 11],
  [88, 108, 8, 10],
  [92, 140, 8, 9],
  [177, 45, 92, 12],
  [513, 155, 23, 8],
  // three of each ring, and the last column of the barrel, where the table of the experiment is
  // irregular
  [10, 27, 48, 13],
  [12, 28, 60, 13],
  [16, 21, 94, 13],
  [21, 22, 116, 13],
  [24, 39, 115, 13],
  [49, 40, 220, 12],
  [53, 39, 230, 12],
  [56, 21, 256, 13],
  [75, 27, 333, 13],
  [92, 140, 8, 9],
  [99, 98, 18, 10],
  [107, 59, 29, 12],
  [117, 43, 40, 13],
  [127, 134, 39, 9],
  [132, 68, 50, 12],
  [164, 139, 70, 8],
  [165, 45, 82, 12],
  [169, 78, 80, 11],
  [178, 52, 91, 12],
  [185, 117, 90, 9],
  [186, 126, 90, 9],
  [189, 45, 102, 12],
  [198, 126, 100, 9],
  [204, 70, 110, 11],
  [214, 53, 121, 12],
  [217, 79, 120, 11],
  [218, 89, 120, 10],
  [228, 70, 130, 11],
  [229, 79, 130, 11],
  [243, 99, 139, 10],
  [254, 89, 149, 10],
  [256, 108, 149, 9],
  [263, 62, 159, 11],
  [269, 117, 158, 9],
  [280, 108, 168, 9],
  [284, 137, 168, 8],
  [292, 108, 178, 9],
  [299, 62, 187, 11],
  [303, 99, 187, 10],
  [478, 50, 336, 13],
  [482, 88, 337, 11],
  [487, 134, 336, 9],
  [499, 134, 347, 9],
  [501, 43, 357, 13],
  [502, 51, 357, 13],
  [503, 59, 357, 12],
  [504, 68, 357, 12],
  [505, 78, 357, 11],
  [506, 88, 357, 11],
  [507, 99, 357, 10],
  [508, 109, 357, 10],
  [509, 119, 357, 9],
  [510, 127, 357, 9],
  [511, 135, 357, 9],
  [512, 140, 357, 8],
  [550, 144, 221, 8],
  [552, 153, 210, 8],
  [559, 144, 253, 8],
  [560, 154, 253, 8],
  [565, 155, 311, 8],
  [574, 147, 358, 8],
] as const;

/**
 * Laboratory energy of 1 GeV in the centre of mass by ring, least and most over φ; derived from the
 * ring edges and the boost.
 */
const energyFactors = [
  [1, 1.29, 1.32],
  [4, 1.2, 1.28],
  [7, 1.09, 1.19],
  [10, 0.96, 1.04],
  [13, 0.84, 0.9],
  [15, 0.8, 0.85],
  [17, 0.77, 0.8],
] as const;

describe('the centre-of-mass look-up table', () => {
  it.each(published)(
    'of cell %i has the energy unit of the hardware exactly, and its angles within 1.5°',
    (cell, theta, phi, e10) => {
      const entry = cmTable[cell] as number;
      expect(tableE10(entry)).toBe(e10);
      expect(Math.abs(tableTheta(entry) - theta)).toBeLessThanOrEqual(1.5);
      expect(Math.abs(tablePhi(entry) - phi)).toBeLessThanOrEqual(1.5);
    },
  );

  it.each(energyFactors)(
    'of ring %i stays within half a step of the boost, %f to %f',
    (ring, least, most) => {
      for (let phiId = 1; phiId <= 32; phiId++) {
        const e10 = tableE10(cmTable[cellAt(ring, phiId)] as number);
        // half a step of 0.1 by rounding, 0.02 for the centre that is not the middle of the ring
        expect(e10 / 10).toBeGreaterThanOrEqual(least - 0.07);
        expect(e10 / 10).toBeLessThanOrEqual(most + 0.07);
      }
    },
  );

  it('packs θ* above φ* above E10 and keeps φ* in 0 to 359', () => {
    for (let cell = 1; cell <= 576; cell++) {
      const entry = cmTable[cell] as number;
      expect((tableTheta(entry) << 13) | (tablePhi(entry) << 4) | tableE10(entry)).toBe(entry);
      expect(tablePhi(entry)).toBeLessThan(360);
      expect(tableTheta(entry)).toBeLessThan(180);
    }
  });

  it('sends opposite barrel cells back to back in φ*, up to the transverse boost', () => {
    const first = tablePhi(cmTable[cellAt(8, 10)] as number);
    const second = tablePhi(cmTable[cellAt(12, 28)] as number);
    // 2.4° of crossing angle turns each direction by less than 3°
    expect(Math.abs(Math.abs(first - second) - 180)).toBeLessThan(6);
  });
});
