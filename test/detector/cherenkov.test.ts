import { describe, expect, it } from 'vitest';
import { pionMass } from '../../detector/base/constants.js';
import {
  cherenkovAngle,
  cherenkovSinSquare,
  photonsPerLengthAndEnergy,
  velocity,
} from '../../detector/cherenkov.js';
import { eV, mrad } from '../../detector/base/units.js';

const kaonMass = 0.493677;
const protonMass = 0.938272;

describe('Cherenkov light', () => {
  it.each([
    ['pions', 0.13, pionMass],
    ['kaons', 0.46, kaonMass],
    ['protons', 0.87, protonMass],
  ])('of %s starts in quartz at %d GeV', (_name, threshold, mass) => {
    // Published to 10 MeV.
    expect(cherenkovSinSquare(threshold - 0.005, mass, 1.47)).toBe(0);
    expect(cherenkovSinSquare(threshold + 0.005, mass, 1.47)).toBeGreaterThan(0);
  });

  // Published to whole milliradians.
  it.each([
    [1, pionMass, 1.47, 814],
    [4, pionMass, 1.47, 822],
    [1, kaonMass, 1.47, 710],
    [3, kaonMass, 1.47, 810],
    [2, pionMass, 1.045, 286],
    [2, kaonMass, 1.045, 170],
    [4, kaonMass, 1.045, 268],
  ])('at p = %d GeV, m = %d GeV, n = %d has an angle of %d mrad', (p, mass, index, angle) => {
    expect(Math.abs(cherenkovAngle(p, mass, index) / mrad - angle)).toBeLessThan(1);
  });

  it('is none at rest', () => {
    expect(cherenkovSinSquare(0, pionMass, 1.47)).toBe(0);
  });

  it('is about 1180 photons of 270–770 nm in 2 cm of quartz', () => {
    const energies = (1239.84 / 270 - 1239.84 / 770) * eV;
    const photons =
      photonsPerLengthAndEnergy * cherenkovSinSquare(100, pionMass, 1.47) * 2 * energies;
    expect(photons / 1180).toBeCloseTo(1, 1);
  });

  it('belongs to a velocity: a pion of 1 GeV has β = 0.990', () => {
    expect(velocity(1, pionMass)).toBeCloseTo(0.9904, 4);
  });
});
