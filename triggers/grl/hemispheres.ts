import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { atan2 } from '../../detector/base/elementary.js';
import { degree, wrapAngle } from '../../detector/base/units.js';
import type { CdcObjects } from '../cdc/objects.js';
import { cellX, cellY, cellZ } from '../ecl/layout.js';
import type { EclObjects } from '../ecl/objects.js';
import type { InTimeClusters } from './clusters.js';

/** @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc */
export const hemisphereSchema = {
  deltaPhi: quantity(
    80 * degree,
    'deg',
    'Azimuth difference that separates the same from the opposite hemisphere',
    { min: 0 },
  ),
  minDeltaCot: quantity(
    -0.8,
    '',
    'Same hemisphere: cot θ of the track less that of the cluster is below this',
  ),
  maxDeltaCot: quantity(0.6, '', 'or above this, so that it is not the cluster of the track'),
} as const;

/** Bit: a cluster on the side of the track that is not its own. */
export const sameHemisphere = 1;
/** Bit: a cluster on the other side. */
export const oppositeHemisphere = 2;

/**
 * Where the clusters of an event lie that has exactly one fitted track. Both are looked at from the
 * origin: the track by φ0, the cluster by the tabulated centre of its highest cell.
 */
export function hemispheres({
  deltaPhi,
  minDeltaCot,
  maxDeltaCot,
}: ConfigOf<typeof hemisphereSchema>) {
  return (
    { tracks2d, tracks3d }: CdcObjects,
    { clusters }: EclObjects,
    event: number,
    inTime: InTimeClusters,
  ): number => {
    const fit = tracks3d.offsets[event];
    if (tracks3d.offsets[event + 1] - fit !== 1) return 0;
    const phi = tracks2d.phi[tracks2d.offsets[event] + tracks3d.track[fit]];
    let found = 0;
    for (let place = 0; place < inTime.count; place++) {
      const cell = clusters.cell[clusters.offsets[event] + inTime.row[place]];
      const apart = Math.abs(wrapAngle(phi - atan2(cellY[cell], cellX[cell])));
      const deltaCot =
        tracks3d.cotTheta[fit] - cellZ[cell] / Math.sqrt(cellX[cell] ** 2 + cellY[cell] ** 2);
      if (apart > deltaPhi) found |= oppositeHemisphere;
      if (apart < deltaPhi && (deltaCot < minDeltaCot || deltaCot > maxDeltaCot))
        found |= sameHemisphere;
    }
    return found;
  };
}
