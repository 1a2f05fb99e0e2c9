import { type HitMerging, mergeTables } from '../merge-hits.js';
import { channelsPerHapd, hapdCount } from './geometry.js';
import type { ArichHits } from './hits.js';

/** Each channel once, as from deposits. */
export const arichHitMerging: HitMerging<ArichHits> = {
  merge: mergeTables({
    key:
      ({ hapd, channel }) =>
      (row) =>
        hapd[row] * channelsPerHapd + channel[row],
    isOrdered: true,
    add: () => {},
  }),
  limits: { hapd: hapdCount, channel: channelsPerHapd },
};
