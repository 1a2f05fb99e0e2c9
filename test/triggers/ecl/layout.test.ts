import { describe, expect, it } from 'vitest';
import { cellAt, cellCount, thetaIdOfCell } from '../../../detector/ecl/cells-layout.js';
import {
  cellFlightCorrection,
  cellPhiId,
  cellRegion,
  cellX,
  cellY,
  cellZ,
  neighbourAt,
} from '../../../triggers/ecl/layout.js';

const cells = Array.from({ length: cellCount }, (_, index) => index + 1);

describe('the table of trigger cells', () => {
  it.each([
    [1, 15.4],
    [2, 22.2],
    [3, 28.7],
    [4, 34.9],
    [8, 63.7],
    [11, 92.5],
    [15, 126.7],
    [16, 135],
    [17, 147.2],
  ])('has ring %i at the polar angle %f° of its middle', (ring, centre) => {
    // The hardware's table is the mean of the crystals' front faces, not the middle between the
    // edges: up to 1.4° apart.
    const cell = cellAt(ring, 1);
    const theta =
      (Math.atan2(Math.hypot(cellX[cell] as number, cellY[cell] as number), cellZ[cell] as number) *
        180) /
      Math.PI;
    expect(Math.abs(theta - centre)).toBeLessThan(1.4);
  });

  it('puts the first barrel cell at 7.5°, the next 10° further, as the hardware does', () => {
    const phi = (cell: number) =>
      (Math.atan2(cellY[cell] as number, cellX[cell] as number) * 180) / Math.PI;
    expect(phi(81)).toBeCloseTo(7.5, 9);
    expect(phi(93)).toBeCloseTo(17.5, 9);
  });

  it.each([
    [1, 0.716],
    [2, 0.417],
    [3, 0],
    [4, 0.092],
    [5, 1.033],
    [11, 3.347],
    [15, 2.249],
    [16, 2.575],
    [17, 3.372],
  ])('delays ring %i by %f ns, so that photons of one collision have one time', (ring, delay) => {
    // 0.015 ns: the experiment lists two values in ring 16, and its centres are rounded to 0.1 cm
    expect(Math.abs((cellFlightCorrection[cellAt(ring, 1)] as number) - delay)).toBeLessThan(0.015);
  });

  it('knows neighbours only inside a region, φ wrapped', () => {
    expect(neighbourAt(81, 4, 0)).toBe(cellAt(4, 36));
    expect(neighbourAt(cellAt(16, 32), 16, 33)).toBe(cellAt(16, 1));
    expect(neighbourAt(cellAt(4, 1), 3, 1)).toBe(0);
    expect(neighbourAt(cellAt(15, 1), 16, 1)).toBe(0);
    expect(neighbourAt(cellAt(17, 1), 18, 1)).toBe(0);
    expect(neighbourAt(cellAt(1, 1), 0, 1)).toBe(0);
    for (const cell of cells)
      expect(neighbourAt(cell, thetaIdOfCell(cell), cellPhiId[cell] as number)).toBe(cell);
  });

  it('codes the regions as the timing source does', () => {
    expect([1, 80, 81, 512, 513, 576].map((cell) => cellRegion[cell])).toEqual([1, 1, 2, 2, 4, 4]);
  });
});
