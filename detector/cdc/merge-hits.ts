import { type HitMerging, mergeTables } from '../merge-hits.js';
import { bitsOfWindow } from './digitize.js';
import { wireCount } from './geometry.js';
import type { CdcHits } from './hits.js';

/** TDC bins are numbers of 16 bits with a sign: so many are added to make them positive. */
const lowestBin = 2 ** 15;
const windowsOfWire = (2 ** 16) >> bitsOfWindow;

/** The earliest hit of each wire and window, as from deposits. */
export const cdcHitMerging: HitMerging<CdcHits> = {
  merge: mergeTables({
    key:
      ({ wire, tdc }) =>
      (row) =>
        wire[row] * windowsOfWire + ((tdc[row] + lowestBin) >> bitsOfWindow),
    isOrdered: true,
    add: ({ tdc }, at, from, row) => {
      tdc[at] = Math.min(tdc[at], from.tdc[row]);
    },
  }),
  limits: { wire: wireCount, tdc: 'finite' },
};
