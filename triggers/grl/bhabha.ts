import type { EclObjects } from '../ecl/objects.js';
import type { InTimeClusters } from './clusters.js';
import { type EndcapBins, endcapOfRing, forward } from './endcaps.js';
import type { GrlObjects } from './objects.js';
import type { FullTracks } from './tracks.js';

/** Columns by event that this step writes. */
type BhabhaColumns = Pick<
  GrlObjects,
  'fwdsb' | 'bwdsb' | 'fwdnb' | 'bwdnb' | 'brlfb' | 'brlnb' | 'trkbha'
>;

/** A full track this many bins from a cluster is its track, as for isolated photons. */
const fullReach = 1;

/**
 * Sorts the clusters of a 3-D Bhabha pair by region and by whether a track goes there: in the
 * barrel a full track within one bin, in the endcaps a short track that points at the bin. Full
 * tracks close to an endcap keep its clusters from counting as neutral, because the segments of
 * full tracks are taken away before short tracks are looked for.
 * @see basf2 trg/grl/dataobjects/include/TRGGRLInfo.h names the classes; no source defines them,
 * this is our reading
 */
export function classifyBhabha(
  { clusters, bhabha3dClusters }: EclObjects,
  event: number,
  full: FullTracks,
  endcaps: EndcapBins,
  inTime: InTimeClusters,
  out: BhabhaColumns,
): void {
  if (bhabha3dClusters[event] === 0) return;
  for (let place = 0; place < inTime.count; place++) {
    const row = inTime.row[place];
    if (((bhabha3dClusters[event] >>> row) & 1) === 0) continue;
    const bin = inTime.bin[place];
    const endcap = endcapOfRing(clusters.thetaId[clusters.offsets[event] + row]);
    const hasFull = full.calorimeter.hasNear(bin, fullReach);
    const hasShort =
      endcap !== 0 && (endcap === forward ? endcaps.shortForward : endcaps.shortBackward).has(bin);
    if (hasFull || hasShort) out.trkbha[event]++;
    if (endcap === 0) {
      if (hasFull) out.brlfb[event]++;
      else out.brlnb[event]++;
    } else {
      if (hasShort) (endcap === forward ? out.fwdsb : out.bwdsb)[event] = 1;
      else if (!hasFull) (endcap === forward ? out.fwdnb : out.bwdnb)[event] = 1;
    }
  }
}
