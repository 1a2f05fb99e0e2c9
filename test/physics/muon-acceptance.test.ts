import { describe, expect, it } from 'vitest';
import {
  independentAzimuths,
  independentShares,
  muonAcceptance,
} from '../../emulator/validation/acceptance-rows.js';
import { sharp } from '../emulator/generators/machine.js';

describe('40 000 muon pairs without radiation, boosted and crossing', () => {
  const count = 40_000;
  const found = muonAcceptance(count, sharp);
  /** Four standard deviations of a share. */
  const spread = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / count);

  it('have both muons in ranges of the polar angle as often as integrated', () => {
    for (const [range, share] of Object.entries(independentShares.both)) {
      const ours = found.both(range as keyof typeof independentShares.both);
      expect(Math.abs(ours - share), range).toBeLessThan(spread(share));
    }
    const { '17–150': one } = independentShares.one;
    expect(Math.abs(found.one - one)).toBeLessThan(spread(one));
  });

  it('are not back to back in azimuth: 180° − Δφ has a mean of 4.18°', () => {
    // Spread of 2.6° about the mean.
    expect(Math.abs(found.mean - independentAzimuths.mean)).toBeLessThan(0.06);
    expect(Math.abs(found.share - independentAzimuths.share)).toBeLessThan(spread(0.342));
  });
});
