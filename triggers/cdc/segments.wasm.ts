// kernel: the track segment finder; AssemblyScript. Cells are bits, 32 of them at a time, so that a
// coincidence of rows is a few operations on words; times are looked up for segments that fire. The
// chamber's numbers come in tables that TypeScript has placed.

const wires = 14336;
const superLayers = 9;
/** Later than any time: no hit. */
const never: i32 = 0x7fff;
const minRows = 4;
const quadrants = 4;
/** Wires that a segment has room for, in powers of two. */
const wiresShift = 4;

// Of a super-layer, 32 bits each: word of its first row, words of a row, word of the wires of first
// priority, first segment.
const rowWord = 0;
const rowWords = 4;
const priorityWord = 8;
const firstSegment = 12;
const layerBytes = 16;

// Of a shape, 32 bits each: first wire of each of five rows and their end, then the wires of first
// priority, and of second priority right and left.
const shapeBytes = 36;
const priorityWire = 24;
const rightWire = 28;
const leftWire = 32;

/** Earliest tick of each wire, 16 bits. */
const ticks = memory.data(2 * wires, 16);
/** Wires with a hit, one bit each. */
const bits = memory.data(wires >> 3, 16);
/** Segments that fire, and those of them with a hit on the wire of first priority, one bit each. */
const fired = memory.data(48, 16);
const first = memory.data(48, 16);
/** Segments sent, by data clock and quadrant. */
const sent = memory.data(quadrants * 33, 16);

function wordAt(words: usize, word: i32): i32 {
  return load<i32>(words + ((<usize>word) << 2));
}

/** Bit j of the word as seen from the cell one below, two below, one above, two above. */
function below(word: i32, previous: i32): i32 {
  return (word << 1) | (previous >>> 31);
}
function below2(word: i32, previous: i32): i32 {
  return (word << 2) | (previous >>> 30);
}
function above(word: i32, next: i32): i32 {
  return (word >>> 1) | (next << 31);
}
function above2(word: i32, next: i32): i32 {
  return (word >>> 2) | (next << 30);
}

/** Bits set in at least four of five words. */
function fourOfFive(a: i32, b: i32, c: i32, d: i32, e: i32): i32 {
  return (a & b & c & d) | (e & ((a & b & (c | d)) | (c & d & (a | b))));
}

/** Marks hourglasses with four of five rows hit; returns whether there are any. */
function markHourglasses(row0: usize, words: i32): bool {
  const stride = (<usize>words) << 2;
  const row1 = row0 + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  const row4 = row3 + stride;
  let any = 0;
  for (let word = 0; word < words; word++) {
    const previous = word === 0 ? words - 1 : word - 1;
    const next = word === words - 1 ? 0 : word + 1;
    const a = wordAt(row0, word);
    const b = wordAt(row1, word);
    const d = wordAt(row3, word);
    const e = wordAt(row4, word);
    const four = fourOfFive(
      below(a, wordAt(row0, previous)) | a | above(a, wordAt(row0, next)),
      below(b, wordAt(row1, previous)) | b,
      wordAt(row2, word),
      below(d, wordAt(row3, previous)) | d,
      below(e, wordAt(row4, previous)) | e | above(e, wordAt(row4, next)),
    );
    store<i32>(fired + ((<usize>word) << 2), four);
    any |= four;
  }
  return any !== 0;
}

/** Marks pyramids with four of five rows hit; returns whether there are any. */
function markPyramids(row0: usize, words: i32): bool {
  const stride = (<usize>words) << 2;
  const row1 = row0 + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  const row4 = row3 + stride;
  let any = 0;
  for (let word = 0; word < words; word++) {
    const previous = word === 0 ? words - 1 : word - 1;
    const next = word === words - 1 ? 0 : word + 1;
    const b = wordAt(row1, word);
    const c = wordAt(row2, word);
    const d = wordAt(row3, word);
    const dBefore = wordAt(row3, previous);
    const e = wordAt(row4, word);
    const eBefore = wordAt(row4, previous);
    const eAfter = wordAt(row4, next);
    const four = fourOfFive(
      wordAt(row0, word),
      below(b, wordAt(row1, previous)) | b,
      below(c, wordAt(row2, previous)) | c | above(c, wordAt(row2, next)),
      below2(d, dBefore) | below(d, dBefore) | d | above(d, wordAt(row3, next)),
      below2(e, eBefore) | below(e, eBefore) | e | above(e, eAfter) | above2(e, eAfter),
    );
    store<i32>(fired + ((<usize>word) << 2), four);
    any |= four;
  }
  return any !== 0;
}

/** Drops fired segments of second priority beside one of first priority. */
function dropNeighbours(priority: usize, words: i32): void {
  for (let word = 0; word < words; word++)
    store<i32>(first + ((<usize>word) << 2), wordAt(fired, word) & wordAt(priority, word));
  for (let word = 0; word < words; word++) {
    const own = wordAt(first, word);
    const beside =
      below(own, wordAt(first, word === 0 ? words - 1 : word - 1)) |
      above(own, wordAt(first, word === words - 1 ? 0 : word + 1));
    store<i32>(fired + ((<usize>word) << 2), wordAt(fired, word) & (own | ~beside));
  }
}

function tickOf(place: usize, wire: i32): i32 {
  return load<i16>(ticks + ((<usize>load<u16>(place + ((<usize>wire) << 1))) << 1));
}

/** Marks the hits of an event that lie within the window. */
function markHits(wire: usize, tdc: usize, row: i32, end: i32, earliest: i32, latest: i32): void {
  for (; row < end; row++) {
    const at = (<usize>row) << 1;
    const tick = <i32>load<i16>(tdc + at) >> 1;
    if (tick < earliest || tick >= latest) continue;
    const w = <i32>load<u16>(wire + at);
    const word = bits + ((<usize>(w >> 5)) << 2);
    store<i32>(word, load<i32>(word) | (1 << (w & 31)));
    const place = ticks + ((<usize>w) << 1);
    if (tick < <i32>load<i16>(place)) store<i16>(place, <i16>tick);
  }
}

/** Forgets the hits of an event. */
function clearHits(wire: usize, row: i32, end: i32): void {
  memory.fill(bits, 0, wires >> 3);
  for (; row < end; row++)
    store<i16>(ticks + ((<usize>load<u16>(wire + ((<usize>row) << 1))) << 1), <i16>never);
}

/**
 * Track segments of a batch: at least four of five rows hit within the window, earliest hit per
 * wire. A segment of second priority beside one of first priority is dropped where `suppress` is
 * set, and of each data clock the first `perClock` of a quadrant are sent. Hits come as columns;
 * segments are written as columns, with the row at which each event begins, and within it those at
 * which each super-layer begins and the last one ends: ten numbers an event. Returns the number of
 * segments.
 */
export function findTrackSegments(
  eventCount: i32,
  hitOffsets: usize,
  wire: usize,
  tdc: usize,
  windowStart: i32,
  windowEnd: i32,
  clockShift: i32,
  perClock: i32,
  suppress: bool,
  layers: usize,
  shapes: usize,
  segmentWires: usize,
  innerTable: usize,
  outerTable: usize,
  offsets: usize,
  layerRows: usize,
  segment: usize,
  superLayer: usize,
  position: usize,
  leftRight: usize,
  priorityTime: usize,
  fastestTime: usize,
  foundTime: usize,
  pattern: usize,
): i32 {
  const firstClock = windowStart >> clockShift;
  let row = 0;
  for (let wireNumber = 0; wireNumber < wires; wireNumber++)
    store<i16>(ticks + ((<usize>wireNumber) << 1), <i16>never);
  for (let event = 0; event < eventCount; event++) {
    const at = (<usize>event) << 2;
    const start = load<i32>(hitOffsets + at);
    const end = load<i32>(hitOffsets + at, 4);
    const layerStart = layerRows + <usize>event * ((superLayers + 1) << 2);
    store<i32>(offsets + at, row);
    // Four rows need four hits.
    const enough = end - start >= minRows;
    if (enough) markHits(wire, tdc, start, end, windowStart, windowEnd);
    for (let layer = 0; layer < superLayers; layer++) {
      store<i32>(layerStart + ((<usize>layer) << 2), row);
      if (!enough) continue;
      const own = layers + <usize>layer * layerBytes;
      const words = load<i32>(own, rowWords);
      const row0 = bits + ((<usize>load<i32>(own, rowWord)) << 2);
      if (!(layer === 0 ? markPyramids(row0, words) : markHourglasses(row0, words))) continue;
      if (suppress) dropNeighbours(bits + ((<usize>load<i32>(own, priorityWord)) << 2), words);
      const shape = shapes + (layer === 0 ? 0 : shapeBytes);
      const table = layer === 0 ? innerTable : outerTable;
      const perQuadrant = (words << 5) / quadrants;
      memory.fill(sent, 0, quadrants * 33);
      for (let word = 0; word < words; word++) {
        for (let rest = wordAt(fired, word); rest !== 0; rest &= rest - 1) {
          const number = (word << 5) + ctz(rest);
          const found = writeSegment(
            load<i32>(own, firstSegment) + number,
            layer,
            row,
            shape,
            table,
            segmentWires,
            segment,
            superLayer,
            position,
            leftRight,
            priorityTime,
            fastestTime,
            foundTime,
            pattern,
          );
          const clock = (found >> clockShift) - firstClock;
          const count = sent + clock * quadrants + number / perQuadrant;
          const before = <i32>load<u8>(count);
          store<u8>(count, <u8>(before + 1));
          row += before < perClock ? 1 : 0;
        }
      }
    }
    store<i32>(layerStart + (superLayers << 2), row);
    if (enough) clearHits(wire, start, end);
  }
  store<i32>(offsets + ((<usize>eventCount) << 2), row);
  return row;
}

/** Writes a segment: pattern, priority, times and side; returns when its fourth row was hit. */
function writeSegment(
  number: i32,
  layer: i32,
  row: usize,
  shape: usize,
  table: usize,
  segmentWires: usize,
  segment: usize,
  superLayer: usize,
  position: usize,
  leftRight: usize,
  priorityTime: usize,
  fastestTime: usize,
  foundTime: usize,
  pattern: usize,
): i32 {
  const place = segmentWires + ((<usize>number) << (wiresShift + 1));
  let hits = 0;
  let fastest = never;
  let latest = -never;
  let found = -never;
  let wire = 0;
  for (let line: usize = 0; line < 20; line += 4) {
    const end = load<i32>(shape + line, 4);
    let earliest = never;
    for (; wire < end; wire++) {
      const time = tickOf(place, wire);
      hits |= ((time - never) >>> 31) << wire;
      earliest = min(earliest, time);
    }
    fastest = min(fastest, earliest);
    // The second-latest of the five rows is the fourth to be hit.
    found = max(found, min(earliest, latest));
    latest = max(latest, earliest);
  }
  const right = tickOf(place, load<i32>(shape, rightWire));
  const left = tickOf(place, load<i32>(shape, leftWire));
  const centre = tickOf(place, load<i32>(shape, priorityWire));
  // Equal times of the second-priority wires count as right.
  const which =
    centre !== never ? 3 : right === never && left === never ? 0 : right <= left ? 1 : 2;
  const side = load<u8>(table + (hits << 1) + (which === 2 ? 1 : 0));
  const word = row << 1;
  store<u16>(segment + word, <u16>number);
  store<u8>(superLayer + row, <u8>layer);
  store<u8>(position + row, <u8>which);
  store<u8>(leftRight + row, side);
  store<i16>(priorityTime + word, <i16>(which === 3 ? centre : which === 1 ? right : left));
  store<i16>(fastestTime + word, <i16>fastest);
  store<i16>(foundTime + word, <i16>found);
  store<u16>(pattern + word, <u16>hits);
  return found;
}
