import { hourglass, minRows, pyramid, rowsHit, type SegmentShape } from './layout.js';

/**
 * Look-up tables of the segment finder: on which side of the priority wire the track passed.
 * Address 2 · hit pattern + 1 when the priority wire is the left one of second priority; 2¹²
 * entries for the hourglass, 2¹⁶ for the pyramid. Values: 0 no segment, 1 right (the track is at
 * smaller azimuth than the wire), 2 left, 3 undetermined.
 * @see basf2 trg/cdc/src/Segment.cc; sign as in trg/cdc/src/Fitter3DUtility.cc (right: azimuth of
 * the wire less the drift)
 */
export interface LeftRightTables {
  readonly inner: Uint8Array;
  readonly outer: Uint8Array;
}

/** Entries of the table of super-layer 0. */
export const innerAddresses = 1 << 16;
/** Entries of the table of the other super-layers. */
export const outerAddresses = 1 << 12;

/** Table that knows no side: 3 where four rows are hit. */
function undecidedTable(shape: SegmentShape): Uint8Array {
  const length = shape === pyramid ? innerAddresses : outerAddresses;
  return Uint8Array.from({ length }, (_, address) =>
    rowsHit(address >>> 1, shape) >= minRows ? 3 : 0,
  );
}

/**
 * Tables that know no side, for a finder whose tables are yet to be derived.
 * @see D-071
 */
export const undecidedTables = (): LeftRightTables => ({
  inner: undecidedTable(pyramid),
  outer: undecidedTable(hourglass),
});

/** Four entries a byte, lowest bits first, as base64. */
export function packTable(table: Uint8Array): string {
  const bytes = new Uint8Array(table.length / 4);
  for (let address = 0; address < table.length; address++)
    bytes[address >>> 2] |= table[address] << (2 * (address & 3));
  return Buffer.from(bytes).toString('base64');
}

/** A table from its text. */
export function unpackTable(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  const table = new Uint8Array(4 * bytes.length);
  // Every thread does this once, cold: no function an entry.
  for (let at = 0, address = 0; at < bytes.length; at++) {
    const entries = bytes[at];
    table[address++] = entries & 3;
    table[address++] = (entries >>> 2) & 3;
    table[address++] = (entries >>> 4) & 3;
    table[address++] = entries >>> 6;
  }
  return table;
}
