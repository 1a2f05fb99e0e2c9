import { describe, expect, it } from 'vitest';
import {
  cellAt,
  cellCount,
  lastBarrelCell,
  lastForwardCell,
  phiIdOfCell,
  phiIdsOfRing,
  ringCount,
  thetaIdOfCell,
} from '../../../detector/ecl/cells-layout.js';

const cells = Array.from({ length: cellCount }, (_, index) => index + 1);

describe('the trigger cells of the ECL', () => {
  it('number 80 forward, 432 in the barrel and 64 backward', () => {
    expect([lastForwardCell, lastBarrelCell - lastForwardCell, cellCount - lastBarrelCell]).toEqual(
      [80, 432, 64],
    );
  });

  it('fill ring 1 with 16, the other endcap rings with 32 and the barrel rings with 36', () => {
    const perRing = Array.from(
      { length: ringCount },
      (_, index) => cells.filter((cell) => thetaIdOfCell(cell) === index + 1).length,
    );
    expect(perRing).toEqual([16, 32, 32, ...Array(12).fill(36), 32, 32]);
  });

  it('are found again from ring and azimuth index', () => {
    for (const cell of cells) expect(cellAt(thetaIdOfCell(cell), phiIdOfCell(cell))).toBe(cell);
  });

  it('of ring 1 span two azimuth indices and carry the odd one', () => {
    for (let phiId = 1; phiId <= 32; phiId++) {
      expect(phiIdOfCell(cellAt(1, phiId))).toBe(phiId - ((phiId + 1) % 2));
    }
  });

  it('have azimuth indices up to the number of the ring', () => {
    for (const cell of cells) {
      expect(phiIdOfCell(cell)).toBeGreaterThanOrEqual(1);
      expect(phiIdOfCell(cell)).toBeLessThanOrEqual(phiIdsOfRing(thetaIdOfCell(cell)));
    }
  });

  it.each([
    [1, 1, 1],
    [2, 2, 1],
    [3, 3, 1],
    [4, 3, 2],
    [5, 2, 2],
    [80, 2, 32],
    [81, 4, 1],
    [92, 15, 1],
    [93, 4, 2],
    [512, 15, 36],
    [513, 17, 2],
    [514, 16, 2],
    [515, 16, 1],
    [516, 17, 1],
    [576, 17, 31],
  ])('number %i lies in ring %i at azimuth index %i', (cell, thetaId, phiId) => {
    expect([thetaIdOfCell(cell), phiIdOfCell(cell)]).toEqual([thetaId, phiId]);
  });
});
