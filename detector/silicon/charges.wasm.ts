// kernel: every list of charges of every event; AssemblyScript. They are in the memory of the
// kernels, where kernel-charges.ts puts them.
import { CrossingTable } from './crossings.wasm';

/** Charges of single channels. */
class ChargeTable {
  count: u32;
  room: u32;
  channel: usize;
  charge: usize;
  time: usize;
}

/**
 * Charges of a batch: a table, the row of it at which they would begin (less than 0 where it has
 * not the first ones), the offsets of events, and whether they are of single channels.
 */
export class ChargeList {
  table: usize;
  firstRow: i32;
  offsets: usize;
  isByChannel: u32;

  /** First row of an event; that of the next event is where its rows end. */
  rowOf(event: u32): u32 {
    return load<u32>(this.offsets + ((<usize>event) << 2)) + <u32>this.firstRow;
  }

  crossings(): CrossingTable {
    return changetype<CrossingTable>(this.table);
  }

  charges(): ChargeTable {
    return changetype<ChargeTable>(this.table);
  }
}

/** A list by its number among the records. */
export function chargeListAt(lists: usize, list: i32): ChargeList {
  return changetype<ChargeList>(lists + <usize>list * offsetof<ChargeList>());
}

/** Whether an event has a row in one of the lists; most events with photons have none. */
export function hasCharges(lists: usize, listCount: i32, event: u32): bool {
  for (let number = 0; number < listCount; number++) {
    const list = chargeListAt(lists, number);
    if (list.rowOf(event) < list.rowOf(event + 1)) return true;
  }
  return false;
}

/** Crossings of an event in all lists. */
export function crossingsOf(lists: usize, listCount: i32, event: u32): u32 {
  let count: u32 = 0;
  for (let number = 0; number < listCount; number++) {
    const list = chargeListAt(lists, number);
    if (list.isByChannel === 0) count += list.rowOf(event + 1) - list.rowOf(event);
  }
  return count;
}

/** A number of single precision in a column, by its row. */
export function columnValue(column: usize, row: u32): f64 {
  return f64(load<f32>(column + ((<usize>row) << 2)));
}
