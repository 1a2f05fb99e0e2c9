import { arichVolume } from './arich/volume.js';
import type { ArichHits } from './arich/hits.js';
import type { Addresses, RunContext } from './event.js';
import type { PxdHits } from './pxd/hits.js';
import { pxdBytes } from './pxd/volume.js';
import type { SvdHits } from './svd/hits.js';
import { samplingOf } from './svd/readout.js';
import type { SvdConfig } from './svd/schema.js';
import { svdBytes } from './svd/volume.js';
import type { TopHits } from './top/hits.js';
import { topBytes } from './top/volume.js';

/** Raw data that a detector sends of one event. */
interface DataVolume {
  readonly detector: 'PXD' | 'SVD' | 'TOP' | 'ARICH';
  /** Channels that are sent. */
  readonly channels: number;
  readonly bytes: number;
}

interface Hits {
  readonly pxd: PxdHits;
  readonly svd: SvdHits;
  readonly top: TopHits;
  readonly arich: ArichHits;
}

/**
 * Raw data of an event with the samples that its strips were simulated with, for `explain`; the
 * read-out takes `eventSizes`.
 */
export function dataVolumes(svd: SvdConfig, context: RunContext) {
  const sampling = samplingOf(svd, context);
  return (hits: Hits, addresses: Addresses, event: number): readonly DataVolume[] => {
    const pixels = rowsOf(hits.pxd, event);
    const strips = rowsOf(hits.svd, event);
    const photons = rowsOf(hits.top, event);
    return [
      { detector: 'PXD', channels: pixels, bytes: pxdBytes(pixels) },
      {
        detector: 'SVD',
        channels: strips,
        bytes: svdBytes(strips, sampling(addresses, event).samples),
      },
      { detector: 'TOP', channels: photons, bytes: topBytes(photons) },
      {
        detector: 'ARICH',
        channels: rowsOf(hits.arich, event),
        bytes: arichVolume(hits.arich)[event],
      },
    ];
  };
}

const rowsOf = ({ offsets }: { readonly offsets: Uint32Array }, event: number): number =>
  offsets[event + 1] - offsets[event];
