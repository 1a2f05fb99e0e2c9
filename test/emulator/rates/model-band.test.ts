import { describe, expect, it } from 'vitest';
import { bandOf, variationsOf } from '../../../emulator/rates/model-band.js';
import { foundClass } from './found.js';

const collision = foundClass('μμ', 1000, 0.8, { origin: 'collision', generator: 'mumu' });
const pairs = foundClass('pairs', 1000, 0.1, { generator: 'two-photon-ee', tier: 'soft' });
const touschek = foundClass('Touschek', 2000, 0.2);
const touschekSoft = foundClass('Touschek, soft', 9000, 0.01, {
  tier: 'soft',
  sender: 'Touschek',
});
const gas = foundClass('gas', 1000, 0.1);
const found = {
  classes: [collision, pairs, touschek, touschekSoft, gas],
  // Anchors alone are simulated with other spectra.
  softer: [foundClass('Touschek', 2000, 0.15), foundClass('gas', 1000, 0.05)],
  harder: [foundClass('Touschek', 2000, 0.3), foundClass('gas', 1000, 0.2)],
};

describe('the model', () => {
  it('leaves collisions and calculated pairs as they are: 900 Hz of 1490', () => {
    const { lowHz, highHz } = bandOf(found, 0);
    // Background is 590 Hz, 440 with softer and 890 with harder spectra.
    expect(lowHz).toBeCloseTo(900 + 0.5 * 440, 9);
    expect(highHz).toBeCloseTo(900 + 2 * 890, 9);
  });

  it('is varied by each source, all tiers of it, and by the spectra of all together', () => {
    const variations = variationsOf(found, 0);
    expect(variations.map(({ what, method }) => [what, method])).toStrictEqual([
      ['half and twice of Touschek', 'scaled'],
      ['half and twice of gas', 'scaled'],
      ['spectra softer and harder', 'simulated'],
    ]);
    const [ofTouschek, ofGas, spectra] = variations;
    expect(ofTouschek!.lowHz).toBeCloseTo(1490 - 245, 9);
    expect(ofTouschek!.highHz).toBeCloseTo(1490 + 490, 9);
    expect(ofGas!.highHz).toBeCloseTo(1490 + 100, 9);
    expect(spectra!.lowHz).toBeCloseTo(900 + 440, 9);
    expect(spectra!.highHz).toBeCloseTo(900 + 890, 9);
  });
});
