import { describe, expect, it } from 'vitest';
import { muonMass, pionMass } from '../../detector/base/constants.js';
import { cherenkovAngle, cherenkovSinSquare, cherenkovThreshold, photonsPerLengthAndEnergy, velocity } from '../../detector/cherenkov.js';
import { eV, mrad } from '../../detector/base/units.js';

const kaonMass = 0.493677;
const protonMass = 0.938272;

describe('Cherenkov light', () => {
  it('starts in quartz at 0.13, 0.46 and 0.87 GeV for pions, kaons and protons', () => {
    const thresholds = [pionMass, kaonMass, protonMass].map((mass) => cherenkovThreshold(mass, 1.47));
    expect(thresholds[0]).toBeCloseTo(0.13, 2);
    expect(thresholds[1]).toBeCloseTo(0.46, 2);
    expect(thresholds[2]).toBeCloseTo(0.87, 2);
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

  it('is none below threshold and at rest', () => {
    expect(cherenkovAngle(0.99 * cherenkovThreshold(muonMass, 1.47), muonMass, 1.47)).toBe(0);
    expect(cherenkovSinSquare(0, muonMass, 1.47)).toBe(0);
  });

  it('is about 1180 photons of 270–770 nm in 2 cm of quartz', () => {
    const energies = (1239.84 / 270 - 1239.84 / 770) * eV;
    const photons = photonsPerLengthAndEnergy * cherenkovSinSquare(100, pionMass, 1.47) * 2 * energies;
    expect(photons / 1180).toBeCloseTo(1, 1);
  });

  it('belongs to a velocity: a pion of 1 GeV has β = 0.990', () => {
    expect(velocity(1, pionMass)).toBeCloseTo(0.9904, 4);
  });
});
