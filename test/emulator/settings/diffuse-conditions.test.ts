import { describe, expect, it } from 'vitest';
import { Hz, MHz } from '../../../detector/base/units.js';
import { klm } from '../../../detector/klm/klm.js';
import { sections } from '../../../detector/klm/geometry.js';
import { sliceAddresses } from '../../../detector/event.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { withDiffuse } from '../../../emulator/settings/diffuse-conditions.js';
import { loadMachine } from '../../../emulator/settings/machine.js';

const nominal = nominalConfig();
const peak = withDiffuse(nominal, loadMachine('2022-peak'));
const windows = 2000;

describe('conditions with the diffuse hits of 2022-peak', () => {
  it('have their rates in all subdetectors, and no other parameter changed', () => {
    expect(peak.cdc.noiseRate / Hz).toBeCloseTo(22_000, 6);
    expect(peak.top.noiseRate / MHz).toBeCloseTo(2.23, 3);
    // 0.5 MHz in 250 ns.
    expect(peak.arich.noiseHits).toBeCloseTo(0.125, 9);
    expect(peak.pxd.occupancy.layer1).toBeCloseTo(1e-3, 12);
    expect(peak.svd.occupancy.layer6).toBeCloseTo(1e-3, 12);
    const { forward, barrel, backward, energy } = peak.ecl.pileUp;
    expect([forward / MHz, barrel / MHz, backward / MHz, energy]).toStrictEqual(
      [0.5, 0.3, 0.5, 0.001].map((value) => expect.closeTo(value, 9)),
    );
    expect(peak.cdc.correlated).toBe(1);
    expect(peak.cdc.correlatedBy).toStrictEqual({ minMomentum: 0.002, maxMomentum: 0.015 });
    expect(peak.triggers).toBe(nominal.triggers);
    expect(peak.cdc.efficiency).toBe(nominal.cdc.efficiency);
  });

  it('follow the machine in time: without injection the LER has lost half after 350 s', () => {
    const ebbing = loadMachine('2022-peak', ['ler.injection.on=false']);
    const later = withDiffuse(nominal, ebbing, 350e9);
    expect(later.cdc.noiseRate).toBeLessThan(0.75 * peak.cdc.noiseRate);
    expect(withDiffuse(nominal, ebbing).cdc.noiseRate).toBeCloseTo(peak.cdc.noiseRate, 12);
  });

  it('leave 4 MHz in layer 3 of the barrel of the KLM, fewer behind, half in endcaps', () => {
    const draw = klm.noise!(peak.klm, { seed: 1 })!;
    const { section, layer, offsets } = draw(sliceAddresses(1, 0, 0, windows));
    const inLayer = (wanted: number, from: number, to: number): number => {
      let hits = 0;
      for (let row = 0; row < offsets[windows]!; row++)
        if (layer[row] === wanted && section[row]! >= from && section[row]! <= to) hits++;
      return hits / windows / peak.klm.windowLength / MHz;
    };
    const barrel = (wanted: number) =>
      inLayer(wanted, sections.barrelBackward, sections.barrelForward);
    const endcaps = (wanted: number) =>
      inLayer(wanted, sections.endcapBackward, sections.endcapForward);
    // 4000 hits: 1.6 %.
    expect(Math.abs(barrel(3) - 4)).toBeLessThan(0.25);
    expect(Math.abs(barrel(5) - 4 * 0.75 * 0.75)).toBeLessThan(0.2);
    // 1200 strips of the endcaps beside 1316 of the barrel, each at half.
    expect(Math.abs(endcaps(3) - 1.82)).toBeLessThan(0.15);
  });
});
