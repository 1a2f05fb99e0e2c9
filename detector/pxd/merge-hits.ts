import { type HitMerging, mergeTables } from '../merge-hits.js';
import { maxCounts } from './digitize.js';
import { columnCount, pixelOf, pxdSensorCount, rowCount } from './geometry.js';
import type { PxdHits } from './hits.js';

/** Charges of pixels, summed where both were over threshold. */
export const pxdHitMerging: HitMerging<PxdHits> = {
  merge: mergeTables({
    key:
      ({ sensor, column, row: rows }) =>
      (row) =>
        pixelOf(sensor[row], column[row], rows[row]),
    isOrdered: false,
    add: ({ charge }, at, from, row) => {
      charge[at] = Math.min(maxCounts, charge[at] + from.charge[row]);
    },
  }),
  limits: { sensor: pxdSensorCount, column: columnCount, row: rowCount, charge: maxCounts + 1 },
};
