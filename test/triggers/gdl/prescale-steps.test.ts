import { describe, expect, it } from 'vitest';
import { prescaleSteps } from '../../../triggers/gdl/prescale-steps.js';

describe('steps of a prescale', () => {
  it('are single ones of whole prescales, and a mask', () => {
    expect(prescaleSteps(20)).toEqual({ step: 1, full: 20 });
    expect(prescaleSteps(0)).toEqual({ step: 1, full: 0 });
    expect(prescaleSteps(0xffff_ffff)).toEqual({ step: 1, full: 0xffff_ffff });
  });

  it('are as fine as the decimals ask for', () => {
    expect(prescaleSteps(2.5)).toEqual({ step: 10, full: 25 });
    expect(prescaleSteps(1.25)).toEqual({ step: 100, full: 125 });
    expect(prescaleSteps(4.013)).toEqual({ step: 1000, full: 4013 });
  });

  it('are none of what cannot be kept: below 1, too fine, too large, no number', () => {
    const none = [0.999, -1, 1.0001, 4 / 3, 2 ** 32, 42_949_672.955, Number.NaN, Infinity];
    for (const prescale of none) expect(prescaleSteps(prescale)).toBeUndefined();
  });
});
