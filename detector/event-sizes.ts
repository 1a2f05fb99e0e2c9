// kernel: every event that a line may accept goes through here
import { arichVolume } from './arich/volume.js';
import { cdcBytes } from './cdc/volume.js';
import { eclBytes } from './ecl/volume.js';
import type { DetectorHits } from './index.js';
import { klmBytes } from './klm/volume.js';
import { pxdBytes } from './pxd/volume.js';
import { svdBytes } from './svd/volume.js';
import { topBytes } from './top/volume.js';

/** Subdetectors that are read out, in the order in which sizes of events are given. */
export const readOutSubdetectors = ['pxd', 'svd', 'cdc', 'top', 'arich', 'ecl', 'klm'] as const;

/** Name of a subdetector that is read out. */
export type ReadOutSubdetector = (typeof readOutSubdetectors)[number];

/** Data are sent in words of so many bytes. */
const bytesPerWord = 4;
/** Samples that sizes of the strips are given for. */
const samplesOfStrips = 6;

type Sizes = (hits: DetectorHits[ReadOutSubdetector], event: number) => number;
type Rows = { readonly offsets: Uint32Array };

const rowsOf = ({ offsets }: Rows, event: number): number => offsets[event + 1] - offsets[event];

/** Bytes that each sends of an event, headers of its own included. */
const bytesOf: {
  readonly [D in ReadOutSubdetector]: (hits: DetectorHits[D], event: number) => number;
} = {
  pxd: (hits, event) => pxdBytes(rowsOf(hits, event)),
  svd: (hits, event) => svdBytes(rowsOf(hits, event), samplesOfStrips),
  cdc: cdcBytes,
  top: (hits, event) => topBytes(rowsOf(hits, event)),
  arich: (hits, event) => arichVolume({ offsets: hits.offsets.subarray(event, event + 2) })[0],
  ecl: eclBytes,
  klm: (hits, event) => klmBytes(rowsOf(hits, event)),
};

/**
 * Raw data that the front ends send of each event of a batch [bytes]: a row of
 * `readOutSubdetectors` each, in whole words; 0 of a subdetector without hits in the record. Strips
 * have six samples, see `withSamples`. What is put around them behind the links is not among them.
 */
export function eventSizes(hits: Partial<DetectorHits>, eventCount: number): Uint32Array {
  const width = readOutSubdetectors.length;
  const sizes = new Uint32Array(eventCount * width);
  for (const [place, name] of readOutSubdetectors.entries()) {
    const own = hits[name];
    if (own === undefined) continue;
    const bytes = bytesOf[name] as Sizes;
    for (let event = 0; event < eventCount; event++)
      sizes[event * width + place] = inWords(bytes(own, event));
  }
  return sizes;
}

/** Bytes in whole words. */
export const inWords = (bytes: number): number => bytesPerWord * Math.ceil(bytes / bytesPerWord);

/** Bytes of strips with other than the six samples that `eventSizes` counts. */
export const withSamples = (bytes: number, samples: number): number =>
  inWords((bytes * svdBytes(1, samples)) / svdBytes(1, samplesOfStrips));
