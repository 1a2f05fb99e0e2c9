import { expect, it } from 'vitest';
import { hadronRatio, pionRatio } from '../../../emulator/generators/hadron-ratio.js';

const at = (ratio: (s: number) => number, energy: number): number => ratio(energy * energy);

it('R of two pions is 8 at the ρ, as its width to electrons says, and 1/4 β³ far below', () => {
  // 9Γee/α²Γ with 7.04 keV and 147.4 MeV.
  const peak = (9 * 7.04e-6 * 137.036 ** 2) / 0.1474;
  expect(Math.abs(at(pionRatio, 0.77526) / peak - 1)).toBeLessThan(0.03);
  const velocity = Math.sqrt(1 - (2 * 0.13957039) ** 2 / 0.3 ** 2);
  expect(at(pionRatio, 0.3)).toBeGreaterThan(0.25 * velocity ** 3);
  expect(at(pionRatio, 0.3)).toBeLessThan(0.4 * velocity ** 3);
  expect(at(pionRatio, 0.27)).toBe(0);
});

it('R is nothing below two pions, has the peaks of ω and φ, 2.2 below charm, 3.6 above', () => {
  expect(at(hadronRatio, 0.27)).toBe(0);
  expect(at(hadronRatio, 0.2792)).toBeGreaterThan(0);
  const omega = at(hadronRatio, 0.78266) - at(pionRatio, 0.78266);
  expect(omega).toBeCloseTo((9 * 0.6e-6 * 137.036 ** 2) / 8.68e-3, 0);
  expect(at(hadronRatio, 1.01946)).toBeGreaterThan(40);
  expect(at(hadronRatio, 0.9)).toBeLessThan(3);
  expect(at(hadronRatio, 2.5)).toBeCloseTo(2.2, 6);
  expect(at(hadronRatio, 3.72)).toBeCloseTo(2.2, 6);
  expect(at(hadronRatio, 3.74)).toBeCloseTo(3.57, 2);
  expect(at(hadronRatio, 10.57) - at(hadronRatio, 10.55)).toBeCloseTo(0.357, 3);
});

it('R grows without a step from single states to quarks', () => {
  for (let energy = 1.05; energy < 2; energy += 0.001)
    expect(Math.abs(at(hadronRatio, energy + 0.001) - at(hadronRatio, energy))).toBeLessThan(0.05);
});
