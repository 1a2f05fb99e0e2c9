import { arichVolume } from './arich/volume.js';
import type { ArichHits } from './arich/hits.js';
import type { ConfigOf } from './base/config.js';
import type { Addresses, RunContext } from './event.js';
import type { PxdHits } from './pxd/hits.js';
import { pxdLayerCounts } from './pxd/layer-counts.js';
import type { pxdSchema } from './pxd/schema.js';
import { pxdBytes } from './pxd/volume.js';
import type { LayerCount } from './silicon/layer-counts.js';
import type { SvdHits } from './svd/hits.js';
import { svdLayerCounts } from './svd/layer-counts.js';
import { samplingOf } from './svd/readout.js';
import type { svdSchema } from './svd/schema.js';
import { svdBytes } from './svd/volume.js';
import type { TopHits } from './top/hits.js';
import { topBytes } from './top/volume.js';

/** Raw data that a detector sends of one event. */
interface DataVolume {
  readonly detector: 'PXD' | 'SVD' | 'TOP' | 'ARICH';
  /** Channels that are sent, those of background included. */
  readonly channels: number;
  readonly bytes: number;
}

interface Configs {
  readonly pxd: ConfigOf<typeof pxdSchema>;
  readonly svd: ConfigOf<typeof svdSchema>;
}

interface Hits {
  readonly pxd: PxdHits;
  readonly svd: SvdHits;
  readonly top: TopHits;
  readonly arich: ArichHits;
}

/**
 * Raw data of an event, detector by detector; of those whose volume is known. Background of PXD and
 * SVD is drawn when this is asked. Only `explain` asks so far: this is meant for an event builder,
 * which does not exist yet.
 */
export function dataVolumes({ pxd, svd }: Configs, context: RunContext) {
  const pixelLayers = pxdLayerCounts(pxd, context);
  const stripLayers = svdLayerCounts(svd, context);
  const sampling = samplingOf(svd, context);
  return (hits: Hits, addresses: Addresses, event: number): readonly DataVolume[] => {
    const pixels = fired(pixelLayers(hits.pxd, addresses, event));
    const strips = fired(stripLayers(hits.svd, addresses, event));
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

const fired = (layers: readonly LayerCount[]): number =>
  layers.reduce((sum, { hits, background }) => sum + hits + background, 0);
const rowsOf = ({ offsets }: { readonly offsets: Uint32Array }, event: number): number =>
  offsets[event + 1] - offsets[event];
