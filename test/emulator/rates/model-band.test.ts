import { describe, expect, it } from 'vitest';
import { factorOf } from '../../../emulator/rates/class-rates.js';
import { bandOf, halfAndTwice, variationsOf } from '../../../emulator/rates/model-band.js';
import { foundClass } from './found.js';

const collision = foundClass('μμ', 1000, 0.8, { origin: 'collision', generator: 'mumu' });
const pairs = foundClass('pairs', 1000, 0.1, { generator: 'two-photon-ee', tier: 'soft' });
const touschek = foundClass('Touschek', 2000, 0.2);
// A fifth of them fires alone, the others do in coincidences: half and twice as many.
const touschekSoft = foundClass('Touschek, soft', 9000, 0.01, {
  tier: 'soft',
  sender: 'Touschek',
  variedShares: [0.006, 0.018, 0.006, 0.018],
});
const gas = foundClass('gas', 1000, 0.1);
const classes = [collision, pairs, touschek, touschekSoft, gas];
const found = {
  otherRates: halfAndTwice(classes),
  classes,
  // Anchors alone are simulated with other spectra.
  softer: [foundClass('Touschek', 2000, 0.15), foundClass('gas', 1000, 0.05)],
  harder: [foundClass('Touschek', 2000, 0.3), foundClass('gas', 1000, 0.2)],
};

describe('the model', () => {
  it('has half and twice of all background, and of each sender but the calculated pairs', () => {
    expect(found.otherRates).toStrictEqual([
      { factor: 0.5 },
      { factor: 2 },
      { factor: 0.5, sender: 'Touschek' },
      { factor: 2, sender: 'Touschek' },
      { factor: 0.5, sender: 'gas' },
      { factor: 2, sender: 'gas' },
    ]);
    const factors = classes.map((each) => factorOf({ factor: 2, sender: 'Touschek' }, each));
    expect(factors).toStrictEqual([1, 1, 2, 2, 1]);
    expect(classes.map((each) => factorOf({ factor: 2 }, each))).toStrictEqual([1, 1, 2, 2, 2]);
  });

  it('leaves collisions and calculated pairs as they are: 900 Hz of 1490', () => {
    const { lowHz, highHz } = bandOf(found, 0);
    // Background that opens windows alone is 500 Hz, 350 with softer and 800 with harder spectra.
    expect(lowHz).toBeCloseTo(900 + 0.5 * (350 + 9000 * 0.006), 9);
    expect(highHz).toBeCloseTo(900 + 2 * (800 + 9000 * 0.018), 9);
  });

  it('is varied by each source, all tiers of it, and by the spectra of all together', () => {
    const variations = variationsOf(found, 0);
    expect(variations.map(({ what, method }) => [what, method])).toStrictEqual([
      ['half and twice of Touschek', 'weighted'],
      ['half and twice of gas', 'weighted'],
      ['spectra softer and harder', 'simulated'],
    ]);
    const [ofTouschek, ofGas, spectra] = variations;
    expect(ofTouschek!.lowHz).toBeCloseTo(1000 + 0.5 * (400 + 9000 * 0.006), 9);
    expect(ofTouschek!.highHz).toBeCloseTo(1000 + 2 * (400 + 9000 * 0.018), 9);
    expect(ofGas!.highHz).toBeCloseTo(1490 + 100, 9);
    expect(spectra!.lowHz).toBeCloseTo(900 + 440, 9);
    expect(spectra!.highHz).toBeCloseTo(900 + 890, 9);
  });
});
