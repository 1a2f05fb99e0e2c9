import { expect, it } from 'vitest';
import { hitsForShare } from '../../../detector/silicon/occupancy.js';

it('of Poisson hits of a channel the share with any is the occupancy', () => {
  for (const share of [0, 0.01, 0.9])
    expect(1 - Math.exp(-hitsForShare(share))).toBeCloseTo(share, 12);
});
