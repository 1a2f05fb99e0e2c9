import { describe, expect, it } from 'vitest';
import { liveShareOfInjection } from '../../../emulator/settings/live-injection.js';
import { loadMachine } from '../../../emulator/settings/machine.js';

const shareOf = (...assignments: readonly string[]): number =>
  liveShareOfInjection(loadMachine('2022-peak', assignments).config);

describe('what injections bring outside of their veto', () => {
  it('is what comes after the last gate, 10 ms: 0.3 e⁻² of all', () => {
    // A turn is 0.2 % of the slow decay; gates are sixteen widths of a passage wide.
    expect(Math.abs(shareOf() / (0.3 * Math.exp(-2)) - 1)).toBeLessThan(0.01);
  });

  it('is all without a veto, and what follows 0.5 ms without gates', () => {
    expect(shareOf('veto.full=0 ms', 'veto.gate=0 ms')).toBeCloseTo(1, 6);
    const after = 0.7 * Math.exp(-0.5 / 0.3) + 0.3 * Math.exp(-0.1);
    expect(Math.abs(shareOf('veto.gate=0 ms') / after - 1)).toBeLessThan(0.03);
  });

  it('rises by the tails of passages that are wider than the gate', () => {
    const narrow = shareOf('backgrounds.injection.width=10 ns');
    expect(shareOf('backgrounds.injection.width=800 ns') - narrow).toBeGreaterThan(0.05);
  });
});
