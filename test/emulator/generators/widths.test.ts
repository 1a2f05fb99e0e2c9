import { describe, expect, it } from 'vitest';
import { particleInfo } from '../../../detector/pdg.js';
import {
  darkPhotonWidth,
  leptonWidth,
  leptophilicWidths,
  meanFlight,
  zPrimeWidths,
} from '../../../emulator/generators/widths.js';

const alpha = 1 / 137.035999;
const micrometre = 1e-4;

describe('a dark photon', () => {
  it('of 0.1 GeV that mixes by 10⁻⁴ flies 81 µm: it becomes ee alone', () => {
    const flight = meanFlight('test', -1, darkPhotonWidth(0.1, 1e-4));
    expect(flight / micrometre).toBeCloseTo(81.1, 0);
    expect(meanFlight('test', -1, darkPhotonWidth(0.1, 1e-3)) / flight).toBeCloseTo(0.01, 9);
  });

  it('has αε²m/3 √(1 − 4r)(1 + 2r) for each lepton, and R of hadrons', () => {
    const [mass, epsilon] = [3, 1e-3];
    const massless = (alpha * epsilon ** 2 * mass) / 3;
    const muon = (particleInfo(13)!.mass / mass) ** 2;
    const muons = massless * Math.sqrt(1 - 4 * muon) * (1 + 2 * muon);
    // Below charm R is 2.2, and no τ yet.
    expect(darkPhotonWidth(mass, epsilon) / (massless * (1 + 2.2) + muons)).toBeCloseTo(1, 6);
    const tau = (particleInfo(15)!.mass / 5) ** 2;
    const more = darkPhotonWidth(5, epsilon) / ((alpha * epsilon ** 2 * 5) / 3);
    expect(more).toBeCloseTo(2 + Math.sqrt(1 - 4 * tau) * (1 + 2 * tau) + (10 / 3) * 1.07, 4);
  });
});

describe('the Z′ of Lμ − Lτ', () => {
  it('has Γττ/Γμμ of 0.640, 0.881 and 0.973 at 4, 5 and 7 GeV', () => {
    for (const [mass, expected] of [
      [3.6, 0.238],
      [4, 0.64],
      [5, 0.881],
      [7, 0.973],
    ] as const) {
      const { mumu, tautau } = zPrimeWidths(mass, 1);
      expect(tautau / mumu, `${mass} GeV`).toBeCloseTo(expected, 3);
    }
  });

  it('is invisible always, every second and every third time below, between and far above', () => {
    for (const [mass, expected] of [
      [0.2, 1],
      [2, 1 / 2],
      [30, 1 / 3],
    ] as const) {
      const { invisible, mumu, tautau } = zPrimeWidths(mass, 0.3);
      expect(invisible / (invisible + mumu + tautau), `${mass} GeV`).toBeCloseTo(expected, 3);
    }
  });

  it('has a width g′²m/12π to massless muons', () => {
    expect(zPrimeWidths(9, 0.1).mumu / ((0.01 * 9) / (12 * Math.PI))).toBeCloseTo(1, 4);
  });
});

describe('a scalar', () => {
  it('has y²m/8π β³, a pseudoscalar β', () => {
    const beta2 = 1 - 4 * (particleInfo(13)!.mass / 0.3) ** 2;
    const massless = (1e-6 * 0.3) / (8 * Math.PI);
    expect(leptonWidth('scalar', 0.3, 1e-3, 13) / massless).toBeCloseTo(beta2 ** 1.5, 9);
    expect(leptonWidth('pseudoscalar', 0.3, 1e-3, 13) / massless).toBeCloseTo(Math.sqrt(beta2), 9);
    expect(leptonWidth('scalar', 0.2, 1e-3, 13)).toBe(0);
  });

  it('that couples by mass goes to electrons only below two muons, then hardly ever', () => {
    const light = leptophilicWidths('scalar', 0.1, 1e-3, 15);
    expect([light.mumu, light.tautau]).toEqual([0, 0]);
    const coupling = (1e-3 * particleInfo(11)!.mass) / particleInfo(15)!.mass;
    expect(light.ee / ((coupling ** 2 * 0.1) / (8 * Math.PI))).toBeCloseTo(1, 3);
    const { ee, mumu } = leptophilicWidths('pseudoscalar', 3, 1e-3, 13);
    const masses = particleInfo(13)!.mass / particleInfo(11)!.mass;
    expect(mumu / ee / masses ** 2).toBeCloseTo(1, 2);
  });
});

describe('a mean flight', () => {
  it('is what a user gives, 0 too, else ħc over the width', () => {
    expect(meanFlight('test', 0, 1)).toBe(0);
    expect(meanFlight('test', 2.5, 0)).toBe(2.5);
    expect(meanFlight('test', -1, 1)).toBeCloseTo(1.97327e-14, 18);
  });

  it('is asked for where nothing couples', () => {
    expect(() => meanFlight('dark-photon', -1, 0)).toThrow(/"dark-photon".*give flight/);
  });
});
