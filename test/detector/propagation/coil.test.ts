import { describe, expect, it } from 'vitest';
import { coilInward, lengthIntoCoil } from '../../../detector/propagation/coil.js';

/** At the middle of the coil's length, along x. */
const outward = { x: 100, y: 0, z: 47, ux: 1, uy: 0, uz: 0 };
const inward = (x: number, y = 0) => ({ x, y, z: 47, ux: -1, uy: 0, uz: 0 });

describe('coil and cryostat on a straight line', () => {
  it('end what comes outward in a wall of 0.036, a coil of 0.16, a wall of 0.12 lengths', () => {
    expect(lengthIntoCoil(outward, 0.03)).toBeCloseTo(70.3, 6);
    expect(lengthIntoCoil(outward, 0.05)).toBeCloseTo(81.2, 6);
    expect(lengthIntoCoil(outward, 0.19)).toBeCloseTo(81.2, 6);
    expect(lengthIntoCoil(outward, 0.21)).toBeCloseTo(99, 6);
    expect(lengthIntoCoil(outward, 0.33)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are thicker by the cosine, and end at 267 cm forward, −174 cm backward', () => {
    const slanted = { ...outward, ux: 0.6, uz: 0.8 };
    expect(lengthIntoCoil(slanted, 0.33)).toBeCloseTo(99 / 0.6, 6);
    for (const z of [268, -174]) expect(lengthIntoCoil({ ...outward, z }, 0)).toBe(Infinity);
    for (const z of [267, -173]) expect(lengthIntoCoil({ ...outward, z }, 0)).toBeLessThan(100);
  });

  it('are 1.05 radiation lengths, and 34 MeV, inward from the coil, 2.2 and 57 from behind', () => {
    expect(coilInward(inward(185)).depth).toBeCloseTo(1.05, 2);
    expect(coilInward(inward(185)).ionization).toBeCloseTo(0.0343, 4);
    expect(coilInward(inward(200)).depth).toBeCloseTo(2.19, 2);
    expect(coilInward(inward(200)).ionization).toBeCloseTo(0.0572, 4);
  });

  it('are not between the crystals and them, nor outward, nor where a line passes by', () => {
    expect(coilInward(inward(165)).depth).toBe(0);
    expect(coilInward({ ...outward, x: 200 }).depth).toBe(0);
    expect(coilInward(inward(100, 200)).depth).toBe(0);
  });
});
