// kernel: full tracks against sectors or slots, in the few events that have some
import { wrapAngle } from '../../detector/base/units.js';
import type { Tracks2d } from '../cdc/objects.js';
import { azimuthAt } from './extrapolate.js';

/** Where tracks are compared with sectors [cm], and how near to its centre they must pass [rad]. */
interface SectorWindow {
  readonly radius: number;
  readonly window: number;
}

/**
 * Full tracks of an event whose nearest fired sector lies within the window and is not taken by an
 * earlier track; one that is taken leaves the track without a match, whatever else fired. Tracks
 * that turn before the radius find none.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 * @see D-205
 * @param fired bit s set when sector s fired.
 * @param centres azimuth of the middle of each sector [rad].
 */
export function countNearest(
  { offsets, phi, omega }: Tracks2d,
  event: number,
  fired: number,
  centres: Float64Array,
  { radius, window }: SectorWindow,
): number {
  let free = fired;
  let count = 0;
  for (let track = offsets[event]; track < offsets[event + 1]; track++) {
    const azimuth = azimuthAt(radius, phi[track], omega[track]);
    let nearest = -1;
    let least = window;
    for (let sector = 0; sector < centres.length; sector++) {
      if (((fired >> sector) & 1) === 0) continue;
      const distance = Math.abs(wrapAngle(azimuth - centres[sector]));
      if (!(distance < least)) continue;
      least = distance;
      nearest = sector;
    }
    if (nearest < 0 || ((free >> nearest) & 1) === 0) continue;
    free &= ~(1 << nearest);
    count++;
  }
  return count;
}
