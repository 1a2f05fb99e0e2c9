import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bendingRadius } from '../../../detector/field.js';
import { Helix } from '../../../detector/helix.js';
import { GeV } from '../../../detector/base/units.js';
import { arcLengthTo, azimuthAt, barrelRadius } from '../../../triggers/grl/extrapolate.js';

/**
 * Where a circle through the origin that starts at azimuth `phi` meets a cylinder first: circles
 * intersected by their equations.
 */
function intersection(
  phi: number,
  signedRadius: number,
  radius: number,
): { readonly x: number; readonly y: number } | undefined {
  const centreX = signedRadius * Math.sin(phi);
  const centreY = -signedRadius * Math.cos(phi);
  // The chord common to x² + y² = R² and (x − cx)² + (y − cy)² = r² is cx x + cy y = R²/2.
  const distance = Math.hypot(centreX, centreY);
  const along = radius ** 2 / (2 * distance);
  if (along > radius) return undefined;
  const across = Math.sqrt(radius ** 2 - along ** 2);
  const [ux, uy] = [centreX / distance, centreY / distance];
  const candidates = [
    { x: along * ux - across * uy, y: along * uy + across * ux },
    { x: along * ux + across * uy, y: along * uy - across * ux },
  ];
  // The first crossing is on the side towards which the track starts.
  return candidates.find(({ x, y }) => x * Math.cos(phi) + y * Math.sin(phi) > 0);
}

const anyPhi = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });

describe('a full track extrapolated to the calorimeter', () => {
  it('meets it where the circle meets the cylinder of 126 cm', () => {
    fc.assert(
      fc.property(
        anyPhi,
        fc.double({ min: 63.5, max: 5000, noNaN: true }),
        fc.boolean(),
        (phi, r, positive) => {
          const signed = positive ? r : -r;
          const found = azimuthAt(barrelRadius, phi, 1 / signed);
          const point = intersection(phi, signed, barrelRadius);
          expect(barrelRadius * Math.cos(found)).toBeCloseTo(point?.x ?? NaN, 6);
          expect(barrelRadius * Math.sin(found)).toBeCloseTo(point?.y ?? NaN, 6);
        },
      ),
    );
  });

  it('goes where the helix of a particle of that charge goes', () => {
    for (const charge of [-1, 1]) {
      const helix = new Helix();
      helix.set(0, 0, 0, 0.3, 0.4, 0.2, charge, 1.5);
      helix.moveTo(helix.lengthToCylinder(barrelRadius));
      const omega = charge / bendingRadius(0.5 * GeV, 1.5);
      const phi = azimuthAt(barrelRadius, Math.atan2(0.4, 0.3), omega);
      expect(Math.atan2(helix.y, helix.x)).toBeCloseTo(phi, 9);
      expect(helix.z).toBeCloseTo((0.2 / 0.5) * arcLengthTo(barrelRadius, omega), 6);
    }
  });

  it('is not there when the track turns before: below 0.283 GeV in 1.5 T', () => {
    const lowest = (barrelRadius / 2) * 0.00299792458 * 1.5;
    expect(lowest).toBeCloseTo(0.283, 3);
    for (const charge of [-1, 1]) {
      expect(azimuthAt(barrelRadius, 0, charge / bendingRadius(0.999 * lowest, 1.5))).toBeNaN();
      expect(azimuthAt(barrelRadius, 0, charge / bendingRadius(1.001 * lowest, 1.5))).not.toBeNaN();
    }
  });

  it('of infinite momentum goes straight', () => {
    expect(azimuthAt(barrelRadius, 1, 0)).toBe(1);
    expect(arcLengthTo(barrelRadius, 0)).toBe(barrelRadius);
  });
});
