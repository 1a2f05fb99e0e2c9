import { type HitMerging, mergeTables } from '../merge-hits.js';
import {
  barrelLayerCount,
  barrelSectorCount,
  channelOf,
  endcapStripCount,
  planeCount,
  sectionCount,
} from './geometry.js';
import type { KlmHits } from './hits.js';

/** The earliest hit of each strip, as from deposits. */
export const klmHitMerging: HitMerging<KlmHits> = {
  merge: mergeTables({
    key:
      ({ section, sector, layer, plane, strip }) =>
      (row) =>
        channelOf(section[row], sector[row], layer[row], plane[row], strip[row]),
    isOrdered: true,
    add: ({ time }, at, from, row) => {
      time[at] = Math.min(time[at], from.time[row]);
    },
  }),
  limits: {
    section: sectionCount,
    sector: barrelSectorCount,
    layer: barrelLayerCount + 1,
    plane: planeCount,
    strip: endcapStripCount,
    time: 'finite',
  },
};
