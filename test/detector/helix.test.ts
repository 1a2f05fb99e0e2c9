import { describe, expect, it } from 'vitest';
import { bendingRadius } from '../../detector/field.js';
import { chordOf, Helix } from '../../detector/helix.js';

describe('a helix in the solenoid', () => {
  const helix = new Helix();

  it('bends a 1 GeV/c track at 90° to a radius of 222.4 cm in 1.5 T', () => {
    expect(bendingRadius(1, 1.5)).toBeCloseTo(222.4, 1);
    helix.set(0, 0, 0, 1, 0, 0, 1, 1.5);
    expect(helix.radius).toBeCloseTo(222.4, 1);
  });

  it('turns a positive charge clockwise seen from +z', () => {
    helix.set(0, 0, 0, 1, 0, 0, 1, 1.5);
    helix.moveTo(50);
    expect(helix.y).toBeLessThan(0);
    helix.set(0, 0, 0, 1, 0, 0, -1, 1.5);
    helix.moveTo(50);
    expect(helix.y).toBeGreaterThan(0);
  });

  it('needs pt of 0.281 GeV/c to reach the calorimeter at 125 cm', () => {
    helix.set(0, 0, 0, 0.28, 0, 0.1, 1, 1.5);
    expect(helix.lengthToCylinder(125.16)).toBe(Number.POSITIVE_INFINITY);
    helix.set(0, 0, 0, 0.283, 0, 0.1, 1, 1.5);
    expect(helix.lengthToCylinder(125.16)).toBeLessThan(Math.PI * helix.radius);
  });

  it('meets the cylinder where it says, first crossing, from any start inside', () => {
    for (let trial = 0; trial < 500; trial++) {
      const angle = trial * 0.7;
      const start = (trial % 100) + 5;
      helix.set(
        start * Math.cos(angle),
        start * Math.sin(angle),
        3,
        0.9 * Math.cos(trial),
        0.9 * Math.sin(trial),
        0.2,
        trial % 2 === 0 ? 1 : -1,
        1.5,
      );
      const length = helix.lengthToCylinder(125.16);
      helix.moveTo(length);
      expect(Math.hypot(helix.x, helix.y)).toBeCloseTo(125.16, 6);
      expect(helix.z).toBeCloseTo(3 + (0.2 / 0.9) * length, 9);
      expect(Math.hypot(helix.ux, helix.uy, helix.uz)).toBeCloseTo(1, 12);
      for (let step = 1; step < 20; step++) {
        helix.moveTo((length * step) / 20);
        expect(Math.hypot(helix.x, helix.y)).toBeLessThan(125.16);
      }
    }
  });

  it('has moved by its direction over any small step, forward and back', () => {
    helix.begin(2, -1, 5, 0.6, -0.8, 0.7, 0.01);
    for (const length of [-80, -3, 0, 40, 500]) {
      helix.moveTo(length - 1e-4);
      const { x, y, z } = helix;
      helix.moveTo(length + 1e-4);
      const [dx, dy, dz] = [helix.x - x, helix.y - y, helix.z - z];
      helix.moveTo(length);
      const path = 2e-4 * helix.stretch;
      expect(dx / path).toBeCloseTo(helix.ux, 8);
      expect(dy / path).toBeCloseTo(helix.uy, 8);
      expect(dz / path).toBeCloseTo(helix.uz, 8);
    }
    expect(helix.stretch).toBeCloseTo(Math.sqrt(1.49), 12);
  });

  it('has the chord 2R sin(length/2R), and for no turn the length', () => {
    expect(chordOf(30, 30 / 200, Math.sin(30 / 200))).toBeCloseTo(200 * Math.sin(30 / 200), 12);
    expect(chordOf(30, 0, 0)).toBe(30);
  });

  it('reaches a plane ahead of or behind its start', () => {
    helix.begin(0, 0, 10, 1, 0, 0.5, 0.002);
    helix.moveToPlane(30);
    const { x, y } = helix;
    helix.moveTo(40);
    expect([helix.x, helix.y, helix.z]).toEqual([x, y, 30]);
    helix.moveToPlane(-10);
    expect(helix.x).toBeLessThan(0);
    expect(helix.z).toBe(-10);
  });

  it('is a straight line for a neutral particle or without a field', () => {
    helix.set(1, 2, 3, 3, 4, 5, 0, 1.5);
    helix.moveTo(10);
    expect([helix.x, helix.y, helix.z]).toEqual([1 + 6, 2 + 8, 3 + 10]);
    expect(helix.lengthToCylinder(100)).toBeCloseTo(-11 / 5 + Math.sqrt(121 / 25 + 10_000 - 5), 9);
    expect(helix.lengthToPlane(13)).toBe(10);
    expect(helix.lengthToPlane(-1)).toBe(Number.POSITIVE_INFINITY);
  });
});
