import { describe, expect, it } from 'vitest';
import { kHz } from '../../../detector/base/units.js';
import { fixedLoss, queueLoss } from '../../../emulator/readout/loss-formulas.js';

/** Six samples of 140 clocks of RF/16 [ns]. */
const six = 6 * 140 * 31.441;

describe('triggers lost by formula', () => {
  it('are Rτ/(1+Rτ) with a fixed dead time: 1.48 % of 30 kHz for 500 ns', () => {
    expect(fixedLoss(30 * kHz, 500)).toBeCloseTo(0.01478, 5);
    expect(fixedLoss(30 * kHz, 188.6)).toBeCloseTo(0.00563, 5);
  });

  it('are ρ/(1+ρ) of a queue of one', () => {
    expect(queueLoss(0.8, 1)).toBeCloseTo(0.8 / 1.8, 12);
  });

  it('of a queue of two leave what two equations give', () => {
    const load = 0.8;
    const empty = Math.exp(-load);
    expect(queueLoss(load, 2)).toBeCloseTo(1 - 1 / (empty + load), 12);
  });

  it('are 5.53, 3.25 and 1.97 % for four, five, six events of six samples at 29.83 kHz', () => {
    // What spacing leaves of 30 kHz.
    const rate = 30 * kHz * (1 - fixedLoss(30 * kHz, 188.6));
    const losses = [4, 5, 6].map((capacity) => queueLoss(rate * six, capacity));
    for (const [place, expected] of [0.0553, 0.0325, 0.0197].entries())
      expect(losses[place]).toBeCloseTo(expected, 4);
  });

  it('are what a saturated queue cannot take', () => {
    expect(queueLoss(4, 5)).toBeCloseTo(0.75, 3);
  });
});
