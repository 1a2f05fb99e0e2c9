import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cm,
  degree,
  GeV,
  Hz,
  MeV,
  MHz,
  m,
  mm,
  mrad,
  namedUnits,
  ns,
  rad,
  s,
  tesla,
  us,
  wrapAngle,
} from '../../../detector/base/units.js';

describe('units', () => {
  it('have cm, ns, GeV, rad and T as their base', () => {
    expect([cm, ns, GeV, rad, tesla]).toEqual([1, 1, 1, 1, 1]);
  });

  it('convert: 1 m is 1000 mm, 1 s is 10⁶ µs, 180° is π, 1 MHz is 10⁶ Hz', () => {
    expect(m / mm).toBeCloseTo(1000, 9);
    expect(s / us).toBe(1e6);
    expect(180 * degree).toBe(Math.PI);
    expect(1000 * mrad).toBe(rad);
    expect(MHz / Hz).toBeCloseTo(1e6, 6);
    expect(1000 * MeV).toBe(GeV);
  });

  it('in files have the factors of the code and one dimension each', () => {
    expect(namedUnits.MeV).toEqual({ factor: MeV, dimension: 'energy' });
    expect(new Set(Object.values(namedUnits).map(({ dimension }) => dimension))).toEqual(
      new Set(['length', 'time', 'energy', 'angle', 'field', 'frequency', 'current', 'charge']),
    );
  });
});

describe('wrapping an angle', () => {
  it('keeps the direction and lands in [−π, π)', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (angle) => {
        const wrapped = wrapAngle(angle);
        expect(wrapped).toBeGreaterThanOrEqual(-Math.PI);
        expect(wrapped).toBeLessThan(Math.PI);
        // Rounding of 10⁴ rad in double precision.
        expect(Math.cos(wrapped - angle)).toBeCloseTo(1, 10);
      }),
    );
  });

  it('takes π to −π, and leaves −π and 0', () => {
    expect([wrapAngle(Math.PI), wrapAngle(-Math.PI), wrapAngle(0), wrapAngle(3 * Math.PI)]).toEqual(
      [-Math.PI, -Math.PI, 0, -Math.PI],
    );
  });
});
