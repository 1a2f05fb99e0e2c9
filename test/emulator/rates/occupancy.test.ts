import { describe, expect, it } from 'vitest';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { measureOccupancy } from '../../../emulator/rates/occupancy.js';
import { withDiffuse } from '../../../emulator/settings/diffuse-conditions.js';
import { loadMachine } from '../../../emulator/settings/machine.js';
import { quietPixels } from '../../support/quiet-pixels.js';

const windows = 300;
const rows = measureOccupancy(
  quietPixels(withDiffuse(nominalConfig(), loadMachine('2022-peak'))),
  windows,
  1,
);
const of = (what: string) => rows.find((row) => row.what === what)!;

describe('windows of diffuse hits alone at 2022-peak', () => {
  it('have 154.9 hits in the chamber, few of them merged, on 153.8 wires if uncorrelated', () => {
    const { hits, error, reported, wires, segments } = of('cdc, uncorrelated');
    expect(error).toBeCloseTo(Math.sqrt(154.9 / windows), 1);
    expect(Math.abs(hits - 154.9)).toBeLessThan(4 * error);
    expect(hits - reported).toBeLessThan(1);
    expect(Math.abs(reported - wires! - 0.8)).toBeLessThan(0.5);
    expect(segments).toBeLessThan(0.2);
  });

  it('have as many in patterns on fewer wires, and fake segments', () => {
    const { reported, error, wires, segments } = of('cdc');
    expect(Math.abs(reported - 154.4)).toBeLessThan(3 * error);
    expect(wires).toBeLessThan(0.6 * reported);
    expect(segments).toBeGreaterThan(1);
  });

  it('have those of all other subdetectors, without a segment to tell', () => {
    expect(Math.abs(of('top').hits - 570.9)).toBeLessThan(4 * of('top').error);
    expect(Math.abs(of('arich').hits - 420 * 0.125)).toBeLessThan(4 * of('arich').error);
    expect(of('pxd').hits).toBe(0);
    expect(of('klm').hits).toBeGreaterThan(10);
    expect(of('top').segments).toBeUndefined();
    expect(rows).toHaveLength(7);
    const still = measureOccupancy(quietPixels(nominalConfig()), 2, 1);
    expect(still.map(({ hits, reported }) => hits + reported)).toStrictEqual([0, 0, 0, 0, 0, 0]);
  });
});
