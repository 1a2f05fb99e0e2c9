import { describe, expect, it } from 'vitest';
import { Stopping } from '../../../detector/propagation/ionization.js';
import {
  chamberGas,
  type Composition,
  stoppingMaterial,
} from '../../../detector/propagation/materials.js';

const MeV = 1e-3;

function least(perBetaGamma: (betaGamma: number) => number): number {
  return Math.min(...Array.from({ length: 80 }, (_, index) => perBetaGamma(2 + 0.05 * index)));
}

function muonLoss(composition: Composition, betaGamma: number): number {
  const stopping = new Stopping();
  stopping.set(0.1056583755, 0.1056583755 * betaGamma, 1);
  return stopping.per(stoppingMaterial(composition));
}

describe('ionization', () => {
  // Minimum ionization [MeV cm²/g] × radiation length [g/cm²]: PDG, atomic and nuclear properties
  // of materials.
  it.each([
    ['silicon', 1.664 * 21.82],
    ['carbon', 1.742 * 42.7],
    ['aluminium', 1.615 * 24.01],
    ['quartz', 1.699 * 27.05],
    ['iron', 1.451 * 13.84],
    ['csi', 1.243 * 8.39],
    ['beamPipe', 0.36 * 1.595 * 65.19 + 0.38 * 1.134 * 6.46 + 0.26 * 2.088 * 44.85],
  ] as const)(
    'of a minimum-ionizing muon in %s is the published one, to 1 percent',
    (composition, expected) => {
      expect(
        Math.abs(least((betaGamma) => muonLoss(composition, betaGamma)) / (expected * MeV) - 1),
      ).toBeLessThan(0.01);
    },
  );

  it('is minimal at βγ of 3 to 4 and grows as the logarithm beyond', () => {
    expect(muonLoss('silicon', 1)).toBeGreaterThan(1.4 * muonLoss('silicon', 3.5));
    expect(muonLoss('silicon', 100) / muonLoss('silicon', 3.5)).toBeGreaterThan(1.15);
    // The density effect stops half of the rise: without it, it would be 1.5.
    expect(muonLoss('silicon', 100) / muonLoss('silicon', 3.5)).toBeLessThan(1.4);
  });

  it('in helium–ethane is 1.4–1.8 keV/cm at the minimum', () => {
    const gas = chamberGas();
    const stopping = new Stopping();
    const minimum = least((betaGamma) => {
      stopping.set(0.13957, 0.13957 * betaGamma, 1);
      return stopping.per(gas);
    });
    // 0.7 mg/cm³ times 2.3 MeV cm²/g for ethane and 1.94 for helium.
    expect(minimum).toBeGreaterThan(1.4e-6);
    expect(minimum).toBeLessThan(1.8e-6);
  });

  it('grows with the square of the charge', () => {
    const one = new Stopping();
    const two = new Stopping();
    one.set(3.7, 5, 1);
    two.set(3.7, 5, 2);
    const silicon = stoppingMaterial('silicon');
    expect(two.per(silicon) / one.per(silicon)).toBeCloseTo(4, 9);
  });

  // Below the onset of the density effect in both gases, βγ of 32.
  it.each([1, 2, 3, 5])(
    'of electrons of %i MeV in helium–ethane is the formula of Berger and Seltzer',
    (kinetic) => {
      const electron = 0.51099895;
      const tau = kinetic / electron;
      const gamma2 = (tau + 1) ** 2;
      const beta2 = 1 - 1 / gamma2;
      // M. J. Berger and S. M. Seltzer, NASA SP-3012 (1964): 0.153536 MeV cm²/mol · Z/A / β² ·
      // (B0 − 2 ln(I / m c²)).
      const b0 =
        Math.log((tau ** 2 * (tau + 2)) / 2) +
        (1 + tau ** 2 / 8 - (2 * tau + 1) * Math.LN2) / gamma2;
      const half = (density: number, chargePerMass: number, excitationEv: number) =>
        0.5 * density * chargePerMass * (b0 - 2 * Math.log((excitationEv * 1e-6) / electron));
      const expected =
        (0.153536 / beta2) * (half(1.663e-4, 0.49967, 41.8) + half(1.263e-3, 0.59861, 45.4));
      const stopping = new Stopping();
      stopping.set(electron * MeV, Math.sqrt(kinetic * (kinetic + 2 * electron)) * MeV, -1);
      // The constant in front is half of 0.307075 to 1e-5.
      expect(Math.abs(stopping.per(chamberGas()) / (expected * MeV) - 1)).toBeLessThan(1e-4);
    },
  );

  it('of electrons of 10 MeV in carbon is the tabulated 1.73 MeV cm²/g', () => {
    const stopping = new Stopping();
    stopping.set(0.51099895e-3, 0.01, -1);
    // NIST ESTAR, collision stopping power of graphite at 10 MeV: 1.729 (recalled, not verified).
    expect(
      Math.abs(stopping.per(stoppingMaterial('carbon')) / (1.729 * 42.7 * MeV) - 1),
    ).toBeLessThan(0.02);
  });
});
