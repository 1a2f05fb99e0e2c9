import type { CdcObjects, ShortPatterns } from '../cdc/objects.js';
import type { EclObjects } from '../ecl/objects.js';
import { isEndcapRing, isForwardRing } from '../ecl/rings.js';
import { BinSet, fineBinCount, shifted } from './bins.js';
import type { InTimeClusters } from './clusters.js';

/**
 * Bins between an inner track and an endcap cluster that still match: 40°.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
const innerReach = 4;

/** Endcaps in the code of `ShortPatterns`. */
export const forward = 1;
const backward = 2;

/**
 * Endcap of a polar ring of clusters, 0 for the barrel. The GRL compares clusters of the endcaps
 * with short and inner tracks; against the KLM the same source takes one ring of the barrel more at
 * either end (`klm-matching.ts`).
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc
 */
export const endcapOfRing = (ring: number): number =>
  isForwardRing(ring) ? forward : isEndcapRing(ring) ? backward : 0;

/**
 * Short and inner tracks of one event on 10° bins of super-layer 0, and the bins of the endcaps
 * that they and the clusters are in.
 */
export class EndcapBins {
  readonly short = new BinSet();
  readonly inner = new BinSet();
  readonly shortForward = new BinSet();
  readonly shortBackward = new BinSet();
  readonly #clusters = new BinSet();
  readonly #clustersForward = new BinSet();
  readonly #clustersBackward = new BinSet();

  load(
    { shortPatterns, innerTracks }: CdcObjects,
    { clusters }: EclObjects,
    event: number,
    inTime: InTimeClusters,
  ): void {
    this.clear();
    for (let row = shortPatterns.offsets[event]; row < shortPatterns.offsets[event + 1]; row++)
      this.#addShort(shortPatterns, row);
    for (let row = innerTracks.offsets[event]; row < innerTracks.offsets[event + 1]; row++)
      this.inner.addFine(innerTracks.bin[row]);
    for (let place = 0; place < inTime.count; place++) {
      const endcap = endcapOfRing(clusters.thetaId[clusters.offsets[event] + inTime.row[place]]);
      if (endcap === 0) continue;
      (endcap === forward ? this.#clustersForward : this.#clustersBackward).add(inTime.bin[place]);
      this.#clusters.add(inTime.bin[place]);
    }
  }

  /** As in an event without tracks. */
  clear(): void {
    this.short.clear();
    this.inner.clear();
    this.shortForward.clear();
    this.shortBackward.clear();
    this.#clusters.clear();
    this.#clustersForward.clear();
    this.#clustersBackward.clear();
  }

  /** Bins in which a short track points at a cluster, both endcaps together. */
  get matchedShort(): number {
    return (
      common(this.#clustersForward, this.shortForward) +
      common(this.#clustersBackward, this.shortBackward)
    );
  }

  /** Bins with a cluster, forward or backward, near an inner track. */
  get matchedInner(): number {
    let count = 0;
    for (let place = 0; place < this.#clusters.count; place++) {
      if (this.inner.hasNear(this.#clusters.bins[place], innerReach)) count++;
    }
    return count;
  }

  #addShort({ bin, endcap, first, last }: ShortPatterns, row: number): void {
    this.short.addFine(bin[row]);
    if (endcap[row] !== forward && endcap[row] !== backward) return;
    const target = endcap[row] === forward ? this.shortForward : this.shortBackward;
    for (let step = first[row]; step <= last[row]; step++)
      target.addFine(shifted(bin[row], step, fineBinCount));
  }
}

function common(left: BinSet, right: BinSet): number {
  let count = 0;
  for (let place = 0; place < left.count; place++) if (right.has(left.bins[place])) count++;
  return count;
}
