import type { ArichHits } from './hits.js';
import { hapdCount } from './geometry.js';

/**
 * Blocks of a read-out event: a header for each merger and each front-end board (one per HAPD),
 * then two bytes per hit, channel and map of its four time bits.
 * @see basf2 arich/modules/arichPacker, arichUnpacker/include/ARICHRawDataHeader.h; 72 mergers:
 * recalled, not verified
 */
const mergerCount = 72;
const mergerHeaderBytes = 12;
const boardHeaderBytes = 10;
const bytesPerHit = 2;
/** Bytes of an event without a hit: the headers alone. */
export const emptyEventBytes = mergerCount * mergerHeaderBytes + hapdCount * boardHeaderBytes;

/** Bytes that each event of a batch sends to the data acquisition. */
export function arichVolume({ offsets }: Pick<ArichHits, 'offsets'>): Uint32Array {
  return Uint32Array.from(
    { length: offsets.length - 1 },
    (_, event) => emptyEventBytes + bytesPerHit * (offsets[event + 1] - offsets[event]),
  );
}
