import { describe, expect, it } from 'vitest';
import {
  cellCount,
  cellAt,
  phiIdOfCell,
  thetaIdOfCell,
} from '../../../detector/ecl/cells-layout.js';
import {
  cellOfCrystal,
  crystalAt,
  crystalCount,
  crystalsOfCell,
  firstOfRing,
  phiCountOfRing,
  phiOfCrystal,
  ringOfCrystal,
} from '../../../detector/ecl/crystals.js';
import { regions, ringCount } from '../../../detector/ecl/rings.js';

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe('ECL crystals', () => {
  it('number 8736: 1152 in 13 rings forward, 6624 in 46 of the barrel, 960 in 10 backward', () => {
    expect(ringCount).toBe(69);
    expect(crystalCount).toBe(8736);
    const counts = regions.map(({ first, last }) => sum(phiCountOfRing.slice(first, last + 1)));
    expect(counts).toEqual([1152, 6624, 960]);
    expect(regions.map(({ first, last }) => last - first + 1)).toEqual([13, 46, 10]);
  });

  it('stand 48 to 144 in a ring as in the experiment', () => {
    const expected = [
      48,
      48,
      64,
      64,
      64,
      96,
      96,
      96,
      96,
      96,
      96,
      144,
      144,
      ...Array(46).fill(144),
      144,
      144,
      96,
      96,
      96,
      96,
      96,
      64,
      64,
      64,
    ];
    expect([...phiCountOfRing]).toEqual(expected);
  });

  it('are numbered ring by ring from forward to backward, azimuth ascending', () => {
    for (let crystal = 0; crystal < crystalCount; crystal++) {
      expect(crystalAt(ringOfCrystal[crystal] ?? -1, phiOfCrystal[crystal] ?? -1)).toBe(crystal);
    }
    expect(firstOfRing[13]).toBe(1152);
    expect(firstOfRing[59]).toBe(7776);
  });
});

describe('trigger cells of the crystals', () => {
  it('are all 576, each crystal in one', () => {
    expect(new Set(cellOfCrystal).size).toBe(cellCount);
    expect(sum(crystalsOfCell)).toBe(crystalCount);
  });

  it('hold 14 crystals in thetaId 1, 2; 16 or 14 in 3, 16; 16 in 4–14; 8 in 15; 15 in 17', () => {
    for (let cell = 1; cell <= cellCount; cell++) {
      const count = crystalsOfCell[cell - 1];
      const thetaId = thetaIdOfCell(cell);
      const expected =
        thetaId <= 2
          ? [14]
          : thetaId === 3 || thetaId === 16
            ? [16, 14]
            : thetaId === 15
              ? [8]
              : thetaId === 17
                ? [15]
                : [16];
      expect(expected, `cell ${cell}`).toContain(count);
    }
  });

  it('of the barrel are 4 by 4 crystals: TC = 81 + 12·((b/4) % 36) + b/576', () => {
    for (let b = 0; b < 6624; b++) {
      expect((cellOfCrystal[1152 + b] ?? 0) + 1).toBe(
        81 + 12 * (Math.floor(b / 4) % 36) + Math.floor(b / 576),
      );
    }
  });

  it('of the forward endcap follow the ring rules', () => {
    for (let crystal = 0; crystal < 1152; crystal++) {
      const ring = (ringOfCrystal[crystal] ?? 0) + 1;
      const p = phiOfCrystal[crystal] ?? 0;
      const cell = (cellOfCrystal[crystal] ?? 0) + 1;
      if (ring <= 4) expect(cell).toBe(5 * Math.floor(p / (ring <= 2 ? 3 : 4)) + 1);
      else if (ring <= 9)
        expect([thetaIdOfCell(cell), phiIdOfCell(cell)]).toEqual([
          2,
          1 + Math.floor(p / (ring === 5 ? 2 : 3)),
        ]);
      else if (ring <= 11)
        expect([thetaIdOfCell(cell), phiIdOfCell(cell)]).toEqual([3, 1 + Math.floor(p / 3)]);
      else
        expect([thetaIdOfCell(cell), phiIdOfCell(cell)]).toEqual([
          3,
          1 + 2 * Math.floor(p / 9) + (p % 9 < 5 ? 0 : 1),
        ]);
    }
  });

  it('of the backward endcap follow the ring rules', () => {
    for (let crystal = 7776; crystal < 8736; crystal++) {
      const ring = (ringOfCrystal[crystal] ?? 0) + 1;
      const p = phiOfCrystal[crystal] ?? 0;
      const q =
        ring <= 61
          ? 2 * Math.floor(p / 9) + (p % 9 < 5 ? 0 : 1)
          : ring <= 66
            ? Math.floor(p / 3)
            : Math.floor(p / 2);
      expect((cellOfCrystal[crystal] ?? 0) + 1).toBe(cellAt(ring <= 63 ? 16 : 17, q + 1));
    }
  });
});
