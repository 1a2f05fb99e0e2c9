import { describe, expect, it } from 'vitest';
import { photonScale } from '../../../detector/ecl/photon-scale.js';
import { deriveCalorimeterScale, readoutSums } from '../../../emulator/derive/calorimeter-scale.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { hits$ } from '../../../emulator/library.js';
import { lastValueFrom, map, reduce } from 'rxjs';

function derived(count: number, raw: unknown): number {
  const derivation = deriveCalorimeterScale(count, emulatorConfig(raw), { seed: 2 });
  for (;;) {
    const step = derivation.next();
    if (step.done === true) return step.value;
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('the scale of the calorimeter', () => {
  it('makes the median photon of 1 GeV at 40–120° read 1 GeV within 0.3 %', async () => {
    const config = {
      frame: 'lab',
      minimum: '1 GeV',
      maximum: '1 GeV',
      thetaMin: '40 deg',
      thetaMax: '120 deg',
    } as const;
    const sums = await lastValueFrom(
      hits$({ generator: 'gun', config, events: 8192, seed: 3 }).pipe(
        map(({ hits }) => readoutSums(hits.ecl)),
        reduce((all, batch) => [...all, ...batch], [] as number[]),
      ),
    );
    expect(sums).toHaveLength(8192);
    // A half-width of 2.4 %: the median of 8192 is known to 3e-4.
    expect(Math.abs(median(sums) - 1)).toBeLessThan(0.0015);
  });

  it('is found again from other photons, whatever it was before', () => {
    // 4000 photons: known to 5e-4.
    expect(Math.abs(derived(4000, {}) - photonScale)).toBeLessThan(0.002);
    expect(derived(1000, { ecl: { calibration: 1.5 } })).toBe(derived(1000, {}));
  });

  it('makes up for crystals below the threshold: 1.5 % at 2 MeV', () => {
    const share = derived(2000, {}) / derived(2000, { ecl: { crystalThreshold: '0 MeV' } });
    expect(Math.abs(share - 1.015)).toBeLessThan(0.002);
  });
});
