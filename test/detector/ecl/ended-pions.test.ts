import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { depositStoppedPion, isChargedPion } from '../../../detector/ecl/ended-pions.js';
import { eclDepositSchema } from '../../../detector/ecl/hits.js';

const stops = 20_000;

/** Deposits of pions that stop in crystal 7 at 30 ns, behind the deposit there. */
function stopped(pdg: number, share: number, count: number) {
  const random = new RandomStream().seed(1, 0, 0, 0, purpose.test);
  const builder = new TableBuilder(eclDepositSchema, 16);
  builder.reserve(1);
  builder.columns.crystal[0] = 7;
  builder.columns.energy[0] = 0.1;
  builder.columns.time[0] = 30;
  builder.rowCount = 1;
  const rows: { readonly crystal: number; readonly energy: number; readonly time: number }[] = [];
  for (let stop = 0; stop < count; stop++) {
    depositStoppedPion(pdg, share, random, builder);
    const { crystal, energy, time } = builder.columns;
    for (let row = 1; row < builder.rowCount; row++)
      rows.push({ crystal: crystal[row]!, energy: energy[row]!, time: time[row]! });
    builder.rowCount = 1;
  }
  return rows;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a charged pion that stops in the crystals', () => {
  it('as π⁻ leaves the share of its mass at once', () => {
    const rows = stopped(-211, 0.25, 1);
    expect(rows.map(({ crystal }) => crystal)).toEqual([7]);
    expect(rows[0]!.energy).toBeCloseTo(0.13957 / 4, 5);
    expect(rows[0]!.time).toBe(30);
  });

  it('as π⁺ leaves a muon of 4.1 MeV at once, 2.2 µs later a positron of Michel’s spectrum', () => {
    const rows = stopped(211, 0.25, stops);
    const muons = rows.filter((_, row) => row % 2 === 0);
    const positrons = rows.filter((_, row) => row % 2 === 1);
    expect(rows.every(({ crystal }) => crystal === 7)).toBe(true);
    expect(
      muons.every(({ energy, time }) => Math.abs(energy - 0.00412) < 1e-7 && time === 30),
    ).toBe(true);
    // 7/10 of the endpoint; 4 σ of the mean.
    expect(Math.abs(mean(positrons.map(({ energy }) => energy)) - 0.7 * 0.0528)).toBeLessThan(3e-4);
    expect(Math.max(...positrons.map(({ energy }) => energy))).toBeLessThanOrEqual(0.052801);
    expect(Math.abs(mean(positrons.map(({ time }) => time - 30)) / 2197 - 1)).toBeLessThan(0.03);
  });

  it('is no kaon, proton or π⁰', () => {
    expect([211, -211, 111, 321, 2212].map(isChargedPion)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
