import { describe, expect, it } from 'vitest';
import { readOutWindow, sampleSpacing, weightAt } from '../../../detector/ecl/waveform.js';
import { fittedAmplitude } from './waveforms.js';

describe('the weight of a deposit in the fit of a waveform', () => {
  it('is 1 in time and changes by 2e-4 at most over 20 ns', () => {
    expect(weightAt(0)).toBeCloseTo(1, 12);
    for (const time of [-20, -10, 10, 20]) expect(Math.abs(weightAt(time) - 1)).toBeLessThan(2e-4);
  });

  it('is what a fit of 31 samples written out gives, at any time', () => {
    for (let time = -17_500; time < 8500; time += 37)
      expect(Math.abs(weightAt(time) - fittedAmplitude([[1, time]]))).toBeLessThan(1e-4);
  });

  it('is under 3 % for what is 3 µs early, in the pedestal, and 5 % for 3 µs late', () => {
    expect(weightAt(-3000)).toBeLessThan(0.03);
    expect(weightAt(-3000)).toBeCloseTo(-0.18, 2);
    expect(weightAt(3000)).toBeCloseTo(0.049, 3);
  });

  it('is nothing outside of the read-out window, −17.6 to 8.5 µs', () => {
    expect(readOutWindow).toEqual({ start: -17_600, end: 8500 });
    expect(weightAt(-17_700)).toBe(0);
    expect(weightAt(8600)).toBe(0);
    expect(weightAt(Number.NaN)).toBe(0);
    expect(Math.abs(weightAt(-17_590))).toBeLessThan(0.004);
    expect(weightAt(7600)).not.toBe(0);
  });

  it('adds up to nothing over all times: a steady background shifts no energy', () => {
    let sum = 0;
    for (let time = -17_600; time < 8500; time += 10) sum += 0.01 * weightAt(time);
    // 0.02 µs of 2: the undershoot is cut off where the window begins.
    expect(Math.abs(sum)).toBeLessThan(0.025);
  });

  it('is sampled every 566 ns', () => {
    expect(sampleSpacing).toBeCloseTo(565.94, 2);
  });
});
