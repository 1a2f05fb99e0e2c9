import { lastValueFrom, map, reduce } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { readoutSums } from '../../../emulator/derive/calorimeter-scale.js';
import { hits$ } from '../../../emulator/library.js';

/** Sums of the crystals of single particles of a momentum [GeV] at 40–120°, ascending. */
async function sums(pdg: number, momentum: number): Promise<number[]> {
  const config = {
    pdg,
    frame: 'lab',
    variable: 'momentum',
    minimum: momentum,
    maximum: momentum,
    thetaMin: '40 deg',
    thetaMax: '120 deg',
  } as const;
  const all = await lastValueFrom(
    hits$({ generator: 'gun', config, events: 1500, seed: 3, subdetectors: ['ecl'] }).pipe(
      map(({ hits }) => readoutSums(hits.ecl)),
      reduce((before, batch) => [...before, ...batch], [] as number[]),
    ),
  );
  return all.sort((a, b) => a - b);
}

const share = (values: readonly number[], least: number) =>
  values.filter((value) => value > least).length / values.length;

describe('annihilation in the calorimeter', () => {
  it('of stopping antiprotons reads 0.9–1.4 GeV, over 0.4 in 95 %, never 1.9', async () => {
    const read = await sums(-2212, 0.4);
    expect(read[750]).toBeGreaterThan(0.9);
    expect(read[750]).toBeLessThan(1.4);
    expect(share(read, 0.4)).toBeGreaterThan(0.95);
    expect(share(read, 1.9)).toBe(0);
  });

  it('of antiprotons that stop before it, 0.2 GeV/c, reads over 0.4 GeV in 95 % too', async () => {
    const read = await sums(-2212, 0.2);
    expect(read[750]).toBeGreaterThan(0.9);
    expect(read[750]).toBeLessThan(1.4);
    expect(share(read, 0.4)).toBeGreaterThanOrEqual(0.95);
    expect(share(read, 1.9)).toBe(0);
  });

  it('of antineutrons of 50 MeV of kinetic energy misses the eighth that passes', async () => {
    // 0.31 GeV/c: e^−(30/15.4 + 0.18) pass the crystals, half of these end in the coil.
    const seen = share(await sums(-2112, 0.31), 0.3);
    expect(seen).toBeGreaterThan(0.87);
    expect(seen).toBeLessThan(0.93);
  });

  it('of antineutrons of 0.05 GeV leaves more than 0.3 GeV in 90 %', async () => {
    expect(share(await sums(-2112, 0.05), 0.3)).toBeGreaterThan(0.95);
  });

  it('of antineutrons of 1 GeV leaves nothing in a fifth, which pass', async () => {
    const seen = share(await sums(-2112, 1), 0.01);
    // e^−(30/38 + 0.1) · 1.66: 0.23.
    expect(seen).toBeGreaterThan(0.72);
    expect(seen).toBeLessThan(0.84);
  });

  it('does not befall protons: at 0.4 GeV they leave their kinetic energy', async () => {
    expect((await sums(2212, 0.4)).at(-1)).toBeLessThan(0.1);
  });
});
