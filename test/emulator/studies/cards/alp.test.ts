import { describe, expect, it } from 'vitest';
import { readingOf, runCard } from '../run-card.js';

describe('three photons of an ALP', async () => {
  const result = await runCard('alp', 9600);
  const reading = (name: string): number => readingOf(result, name);

  it('have more than 1 GeV in the calorimeter in nearly all events', () => {
    for (const mass of ['0.5', '3', '9'])
      expect(reading(`bhie, no Bhabha veto: m = ${mass} GeV`)).toBeGreaterThan(0.985);
  });

  it('look like a Bhabha pair when two of them are back to back: light and heavy ALPs most', () => {
    const share = (mass: number) => reading(`hie: m = ${mass} GeV`);
    expect(Math.abs(share(0.5) - 0.18)).toBeLessThan(0.06);
    expect(Math.abs(share(3) - 0.68)).toBeLessThan(0.06);
    expect(Math.abs(share(9) - 0.5)).toBeLessThan(0.08);
  });

  it('are kept by single-photon lines, which have no such veto', () => {
    for (const mass of ['0.5', '3', '9'])
      expect(reading(`single-photon lines: m = ${mass} GeV`)).toBeGreaterThan(0.84);
  });
});
