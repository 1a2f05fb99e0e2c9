import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { RandomStream } from '../../../detector/base/random.js';
import { MeV } from '../../../detector/base/units.js';
import { crystalsOfCell } from '../../../detector/ecl/crystals.js';
import { ecl } from '../../../detector/ecl/ecl.js';
import { regionNoise } from '../../../detector/ecl/pile-up.js';
import { readOutWindow, weightAt } from '../../../detector/ecl/waveform.js';
import { sliceAddresses } from '../../../detector/event.js';

const configOf = (given: Readonly<Record<string, unknown>>) =>
  parseConfig(ecl.schema, { calibration: 1, ...given }, 'test');
const noiseOf = (given: Readonly<Record<string, unknown>>) =>
  regionNoise(configOf({ noise: 0, ...given })).map(({ crystal }) => crystal / MeV);

/** Spread of some numbers. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(square / (values.length - 1));
}

describe('pile-up of soft photons', () => {
  it('of 1 MeV at 1 MHz makes 1.59 ± 0.1 MeV in a crystal, photon by photon', () => {
    const random = new RandomStream().seed(5, 0, 0, 0, 255);
    const { start, end } = readOutWindow;
    const readings = Array.from({ length: 10_000 }, () => {
      let sum = 0;
      for (let photons = random.poisson((end - start) * 1e-3); photons > 0; photons--)
        sum += weightAt(start + (end - start) * random.uniform());
      return sum;
    });
    const spread = spreadOf(readings);
    expect(Math.abs(spread - 1.59)).toBeLessThan(0.1);
    // What is added to every crystal instead; the spread of 10⁴ is known to 0.7 %.
    const [, barrel] = noiseOf({ pileUp: { barrel: '1 MHz' } });
    expect(Math.abs(barrel! / spread - 1)).toBeLessThan(0.03);
  });

  it('goes with the root of the rate and with their energy, in each region for itself', () => {
    const [forward, barrel, backward] = noiseOf({
      pileUp: { forward: '4 MHz', barrel: '1 MHz', backward: 0, energy: '2 MeV' },
    });
    expect(forward! / barrel!).toBeCloseTo(2, 9);
    expect(backward).toBe(0);
    expect(barrel! / noiseOf({ pileUp: { barrel: '1 MHz' } })[1]!).toBeCloseTo(2, 9);
    const [quiet, both] = regionNoise(configOf({ pileUp: { barrel: '1 MHz' } }));
    expect(quiet!.crystal).toBe(0.3 * MeV);
    expect(quiet!.cellShare).toBe(1);
    const alone = noiseOf({ pileUp: { barrel: '1 MHz' } })[1]!;
    expect((both!.crystal / MeV) ** 2).toBeCloseTo(alone ** 2 + 0.09, 9);
  });

  it('is in what crystals read and, by the faster shaper, in the sums of trigger cells', () => {
    const events = 2000;
    // One crystal of each region, which is read and makes a pulse.
    const crystals = [600, 4000, 8200];
    const offsets = Uint32Array.from({ length: events + 1 }, (_, event) => 3 * event);
    const deposits = {
      offsets,
      crystal: Uint16Array.from({ length: 3 * events }, (_, row) => crystals[row % 3]!),
      energy: new Float32Array(3 * events).fill(0.2),
      time: new Float32Array(3 * events),
    };
    const pileUp = { forward: '3 MHz', barrel: '1 MHz', backward: '0.3 MHz' };
    const config = configOf({ pileUp });
    const hits = ecl.digitize(config, { seed: 2 })([deposits], sliceAddresses(0, 0, 0, events));
    const expected = regionNoise(config);
    // A spread of 2000 is known to 1.6 %.
    for (const [region, crystal] of crystals.entries()) {
      const read = [...hits.crystals.energy].filter(
        (_, row) => hits.crystals.crystal[row] === crystal,
      );
      expect(read).toHaveLength(events);
      expect(Math.abs(spreadOf(read) / expected[region]!.crystal - 1)).toBeLessThan(0.07);
      const cells = [...new Set(hits.cellPulses.cell)].toSorted((a, b) => a - b);
      const cell = cells[region]!;
      const sums = [...hits.cellPulses.amplitude].filter(
        (_, row) => hits.cellPulses.cell[row] === cell,
      );
      const rate = [3, 1, 0.3][region]!;
      const each = Math.sqrt(0.09 + rate * 0.5) * MeV;
      const inCell = each * Math.sqrt(crystalsOfCell[cell]!);
      expect(Math.abs(spreadOf(sums) / inCell - 1)).toBeLessThan(0.07);
    }
  });

  it('has levels of its own in each event: the root of them, beside the electronics', () => {
    const events = 3000;
    const deposits = {
      offsets: Uint32Array.from({ length: events + 1 }, (_, event) => event),
      crystal: new Uint16Array(events).fill(4000),
      energy: new Float32Array(events).fill(0.2),
      time: new Float32Array(events),
    };
    const config = configOf({ pileUp: { barrel: '1 MHz' } });
    const digitize = ecl.digitize(config, { seed: 2 });
    const addresses = sliceAddresses(0, 0, 0, events);
    const barrel = Float64Array.from({ length: events }, (_, event) => [1, 16, 16][event % 3]!);
    const other = new Float64Array(events).fill(1000);
    const read = (levels?: readonly Float64Array[]): readonly number[] => [
      ...digitize([deposits], addresses, levels).crystals.energy,
    ];
    const plain = read();
    const leveled = read([other, barrel, other]);
    const spreadIn = (rest: number): number =>
      spreadOf(leveled.filter((_, event) => event % 3 === rest)) / MeV;
    const square = regionNoise(config)[1]!.crystal ** 2 / MeV ** 2 - 0.09;
    // A spread of 1000 is known to 2.2 %.
    for (const rest of [1, 2])
      expect(Math.abs(spreadIn(rest) / Math.sqrt(0.09 + 16 * square) - 1)).toBeLessThan(0.09);
    expect(leveled.filter((_, event) => event % 3 === 0)).toStrictEqual(
      plain.filter((_, event) => event % 3 === 0),
    );
    // And the next batch is as the conditions say again.
    expect(read()).toStrictEqual(plain);
  });

  it('has a level of its own in each region', () => {
    const noiseAt = (forward: string, barrel: string, backward: string) =>
      configOf({ pileUp: { forward, barrel, backward } });
    const leveled = regionNoise(noiseAt('1 MHz', '1 MHz', '1 MHz'), [4, 2, 16]);
    expect(leveled).toEqual(regionNoise(noiseAt('4 MHz', '2 MHz', '16 MHz')));
  });

  it('of 16 crystals at 1 MHz is 2.8 MeV in a trigger cell: far below its 100 MeV', () => {
    const [, barrel] = regionNoise(configOf({ noise: 0, pileUp: { barrel: '1 MHz' } }));
    expect((4 * barrel!.crystal * barrel!.cellShare) / MeV).toBeCloseTo(2.83, 2);
  });
});
