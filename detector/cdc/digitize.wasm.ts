// kernel: hits are ordered and merged through lists of the wires that were touched, never over all
// wires; AssemblyScript

/** Rows and columns of deposits, and of hits; tables as kernel-table.ts lays them out. */
class SignalTable {
  count: u32;
  room: u32;
  wire: usize;
  time: usize;
}

class HitTable {
  count: u32;
  room: u32;
  wire: usize;
  tdc: usize;
}

/** A hit in the list of its wire: its TDC bin, and the next one, or null. */
class Entry {
  bin: i32;
  next: usize;
}

let hits = changetype<HitTable>(0);
/** First entry of each touched wire; and the set of those wires, 64 in a word. */
let heads: usize;
let touched: usize;
let touchedEnd: usize;
/** Where the entries of an event begin, and where the next one goes. */
let entries: usize;
let nextEntry: usize;
// TDC bins: width [ns], the window of acceptance, and how many bits make a window of one hit.
let binWidth: f64;
let firstBin: f64;
let lastBin: f64;
let windowBits: i32;

/**
 * What the next events are digitized with: a table of hits, for which there is room;
 * scratch memory of zeros: 32 bits and one bit for each of the wires, 64 bits for each hit of an
 * event; width of a TDC bin, first bin accepted and the one after the last, bits of a window.
 */
export function setChamberDigitizer(
  hitTable: usize,
  firsts: usize,
  sets: usize,
  wireCount: i32,
  hitEntries: usize,
  tdcBin: f64,
  first: f64,
  end: f64,
  bits: i32,
): void {
  hits = changetype<HitTable>(hitTable);
  heads = firsts;
  touched = sets;
  touchedEnd = sets + (wireCount >> 3);
  entries = hitEntries;
  nextEntry = hitEntries;
  binWidth = tdcBin;
  firstBin = first;
  lastBin = end;
  windowBits = bits;
}

/** Adds the deposits of some rows of a table to the lists of their wires. */
export function addChamberDeposits(depositTable: usize, firstRow: u32, endRow: u32): void {
  const deposits = changetype<SignalTable>(depositTable);
  const wires = deposits.wire;
  const times = deposits.time;
  let entry = nextEntry;
  for (let row = firstRow; row < endRow; row++) {
    const bin = floor(f64(load<f32>(times + ((<usize>row) << 2))) / binWidth);
    if (!(bin >= firstBin && bin < lastBin)) continue;
    const wire: u32 = load<u16>(wires + ((<usize>row) << 1));
    insert(changetype<Entry>(entry), i32(bin), wire);
    entry += offsetof<Entry>();
  }
  nextEntry = entry;
}

/** Puts an entry into the list of its wire, in order of time, behind equal ones. */
function insert(entry: Entry, bin: i32, wire: u32): void {
  const word = touched + ((wire >> 6) << 3);
  const set = load<u64>(word);
  const bit = (<u64>1) << (wire & 63);
  let place = heads + (wire << 2);
  entry.bin = bin;
  if ((set & bit) === 0) {
    store<u64>(word, set | bit);
    entry.next = 0;
  } else {
    let after = load<usize>(place);
    while (after !== 0 && changetype<Entry>(after).bin <= bin) {
      place = after + offsetof<Entry>('next');
      after = load<usize>(place);
    }
    entry.next = after;
  }
  store<usize>(place, changetype<usize>(entry));
}

/** Writes the hits of the event in order of wire and time, and empties the lists. */
export function writeChamberHits(): void {
  if (nextEntry === entries) return;
  nextEntry = entries;
  const wires = hits.wire;
  const bins = hits.tdc;
  let row = hits.count;
  let firstWire: u32 = 0;
  for (let word = touched; word < touchedEnd; word += 8) {
    let set = load<u64>(word);
    if (set !== 0) store<u64>(word, 0);
    for (; set !== 0; set &= set - 1) {
      const wire = firstWire + u32(ctz(set));
      let window: i32 = i32.MIN_VALUE;
      for (let at = load<usize>(heads + (wire << 2)); at !== 0; ) {
        const entry = changetype<Entry>(at);
        at = entry.next;
        if (entry.bin >> windowBits === window) continue;
        window = entry.bin >> windowBits;
        store<u16>(wires + ((<usize>row) << 1), wire);
        store<i16>(bins + ((<usize>row) << 1), entry.bin);
        row++;
      }
    }
    firstWire += 64;
  }
  hits.count = row;
}
