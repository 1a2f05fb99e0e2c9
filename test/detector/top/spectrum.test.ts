import { describe, expect, it } from 'vitest';
import { speedOfLight } from '../../../detector/base/constants.js';
import { eV } from '../../../detector/base/units.js';
import { detectedSpectrum, quartzGroupIndex, quartzIndex } from '../../../detector/top/spectrum.js';

describe('quartz', () => {
  it('has n = 1.47 at 400 nm, 1.458 at 600 nm; group index 1.49–1.52 from 500 to 400 nm', () => {
    expect(quartzIndex(400)).toBeCloseTo(1.4701, 3);
    expect(quartzIndex(600)).toBeCloseTo(1.458, 3);
    expect(quartzGroupIndex(400)).toBeLessThan(1.52);
    expect(quartzGroupIndex(500)).toBeGreaterThan(1.48);
    expect(quartzGroupIndex(450)).toBeCloseTo(1.5, 2);
  });
});

describe('colours that the photocathodes see', () => {
  const spectrum = detectedSpectrum(340);

  it('make 0.32 eV of the 1.8 eV beyond the filter', () => {
    // By trapezoids over the efficiencies of 27–29 % at 340–400 nm, 21 % at 440, 10 % at 520, 2 %
    // at 680.
    expect(spectrum.energy / eV).toBeCloseTo(0.32, 1);
    expect(detectedSpectrum(280).energy).toBeGreaterThan(1.3 * spectrum.energy);
  });

  it('run from violet to red: index and slowness fall, the mean is that of 400–420 nm', () => {
    const { inverseIndex, slowness } = spectrum;
    for (let colour = 1; colour < inverseIndex.length; colour++) {
      expect(inverseIndex[colour]).toBeGreaterThanOrEqual(inverseIndex[colour - 1]!);
      expect(slowness[colour]).toBeLessThanOrEqual(slowness[colour - 1]!);
    }
    const mean = 1 / Math.sqrt(spectrum.meanInverseSquare);
    expect(mean).toBeLessThan(quartzIndex(400));
    expect(mean).toBeGreaterThan(quartzIndex(430));
    expect(slowness[128]! * speedOfLight).toBeCloseTo(1.5, 1);
  });
});
