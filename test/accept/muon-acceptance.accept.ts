import { describe, expect, it } from 'vitest';
import {
  independentAzimuths,
  independentShares,
  muonAcceptance,
} from '../../emulator/validation/acceptance-rows.js';
import { sharp } from '../emulator/generators/machine.js';

describe('2·10⁶ muon pairs without radiation, boosted and crossing', () => {
  it('are in the ranges of the detector within 0.001, and as far from back to back', () => {
    const found = muonAcceptance(2_000_000, sharp);
    for (const [range, share] of Object.entries(independentShares.both)) {
      const ours = found.both(range as keyof typeof independentShares.both);
      expect(Math.abs(ours - share), range).toBeLessThan(0.001);
    }
    expect(Math.abs(found.one - independentShares.one['17–150'])).toBeLessThan(0.001);
    expect(Math.abs(found.mean - independentAzimuths.mean)).toBeLessThan(0.02);
    expect(Math.abs(found.share - independentAzimuths.share)).toBeLessThan(0.002);
  });
});
