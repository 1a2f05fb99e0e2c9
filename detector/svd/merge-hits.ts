import { type HitMerging, mergeTables } from '../merge-hits.js';
import { maxCounts } from './digitize.js';
import { channelOf, maxStrips, sideCount, svdSensorCount } from './geometry.js';
import { sampleColumns, type SvdHits } from './hits.js';

/** Samples of strips, summed where both were over threshold. */
export const svdHitMerging: HitMerging<SvdHits> = {
  merge: mergeTables({
    key:
      ({ sensor, side, strip }) =>
      (row) =>
        channelOf(sensor[row], side[row], strip[row]),
    isOrdered: false,
    add: (into, at, from, row) => {
      for (const name of sampleColumns)
        into[name][at] = Math.min(maxCounts, into[name][at] + from[name][row]);
    },
  }),
  limits: {
    sensor: svdSensorCount,
    side: sideCount,
    strip: maxStrips,
    ...Object.fromEntries(sampleColumns.map((name) => [name, maxCounts + 1])),
  },
};
