import { type HitMerging, mergeTables } from '../merge-hits.js';
import { moduleCount, pmtCount } from './geometry.js';
import type { TopHits } from './hits.js';

/** All photons. */
export const topHitMerging: HitMerging<TopHits> = {
  merge: mergeTables({
    key:
      ({ module }) =>
      (row) =>
        module[row],
    isOrdered: true,
  }),
  limits: { module: moduleCount, pmt: pmtCount, time: 'finite' },
};
