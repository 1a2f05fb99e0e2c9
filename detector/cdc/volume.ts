import { wireCount } from './geometry.js';
import type { CdcHits } from './hits.js';

/** Channels of a front-end board. */
const channelsPerBoard = 48;
/** Boards, one link each; 299, the number that the wires ask for. */
const boardCount = Math.ceil(wireCount / channelsPerBoard);
/** Header of a board. */
const boardHeaderBytes = 12;
/** A wire: its channel with the length, time over threshold, charge and first time. */
const bytesPerWire = 8;
/** The time of a second hit; later ones are not sent. */
const bytesOfSecondHit = 2;

/**
 * Raw data of an event [bytes], zero suppressed: boards without a hit send their header alone.
 * @see basf2 cdc/modules/cdcUnpacker/src/CDCUnpackerModule.cc (three words of header, four or five
 * half-words a wire)
 */
export function cdcBytes({ wire, offsets }: Pick<CdcHits, 'wire' | 'offsets'>, event: number) {
  let bytes = boardCount * boardHeaderBytes;
  let hitsOfWire = 0;
  for (let row = offsets[event]; row < offsets[event + 1]; row++) {
    hitsOfWire = row > offsets[event] && wire[row] === wire[row - 1] ? hitsOfWire + 1 : 1;
    if (hitsOfWire === 1) bytes += bytesPerWire;
    else if (hitsOfWire === 2) bytes += bytesOfSecondHit;
  }
  return bytes;
}
