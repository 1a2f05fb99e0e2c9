import { describe, expect, it } from 'vitest';
import { measureOccupancy } from '../../emulator/rates/occupancy.js';
import { withDiffuse } from '../../emulator/settings/diffuse-conditions.js';
import { emulatorConfig } from '../../emulator/settings/emulator-config.js';
import { nominalConfig } from '../../emulator/chain/parts.js';
import { loadMachine } from '../../emulator/settings/machine.js';
import { quietPixels } from '../support/quiet-pixels.js';

const windows = 10_000;

/** Of one subdetector; of the chamber also `cdc, uncorrelated`. */
function inWindows(config: ReturnType<typeof nominalConfig>, what: string) {
  return measureOccupancy(quietPixels(config), windows, 1).find((row) => row.what === what)!;
}

const peak = (...set: readonly string[]) =>
  withDiffuse(nominalConfig(), loadMachine('2022-peak', set));

describe(`diffuse hits of ${windows} windows`, () => {
  it('flat and uncorrelated are 154.9 ± 0.5 in the chamber, on 154.1 wires', () => {
    const flat = inWindows(emulatorConfig({ cdc: { noiseRate: '22 kHz' } }), 'cdc');
    expect(Math.abs(flat.hits - 154.9)).toBeLessThan(0.5);
    expect(Math.abs(flat.wires! - 154.1)).toBeLessThan(0.5);
    expect(flat.segments).toBeLessThan(0.02);
    const inner = inWindows(peak(), 'cdc, uncorrelated');
    expect(Math.abs(inner.hits - 154.9)).toBeLessThan(0.5);
    expect(Math.abs(inner.wires! - 153.8)).toBeLessThan(0.5);
  });

  it.each([
    ['1–4 MeV', '1 MeV', '4 MeV', [0.004, 0.06]],
    ['2–15 MeV', '2 MeV', '15 MeV', [0.8, 2.5]],
    ['10–50 MeV', '10 MeV', '50 MeV', [4, 9]],
  ] as const)(
    'in patterns of electrons of %s are as many, with fake segments',
    (_, minMomentum, maxMomentum, [fewest, most]) => {
      const cdc = {
        noiseRate: '22 kHz',
        correlated: 1,
        correlatedBy: { minMomentum, maxMomentum },
      };
      const { reported, error, segments } = inWindows(emulatorConfig({ cdc }), 'cdc');
      // Patterns that meet on a wire within 32 bins lose half a hit a window.
      expect(Math.abs(reported - 154.4)).toBeLessThan(3 * error);
      expect(segments).toBeGreaterThan(fewest);
      expect(segments).toBeLessThan(most);
    },
  );

  it('of the TOP are 460.8 ± 1 at 1.8 MHz a tube, with luminosity those of 2.23 MHz', () => {
    const byHand = inWindows(emulatorConfig({ top: { noiseRate: '1.8 MHz' } }), 'top');
    expect(Math.abs(byHand.hits - 460.8)).toBeLessThan(1);
    expect(Math.abs(inWindows(peak(), 'top').hits - 570.9)).toBeLessThan(1);
  });
});
