// kernel: runs over all hits of an event and, 32 cells at a time, over all segments; scratch arrays
// are reused
import type { TableBuilder } from '../../detector/base/columns.js';
import { type ConfigOf, flag, integer } from '../../detector/base/config.js';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  superLayerCount,
  wireCount,
} from '../../detector/cdc/geometry.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import { clockShift, never, ticksPerClock } from './clock.js';
import {
  firstSegment,
  minRows,
  priorityLayer,
  pyramid,
  type SegmentShape,
  segmentsIn,
  segmentWires,
  shapeOf,
  wiresPerSegment,
} from './layout.js';
import type { LeftRightTables } from './left-right.js';
import type { segmentSchema } from './objects.js';

/** Parameters of the track segment finder. */
export const segmentFinderSchema = {
  windowStart: integer(
    -51,
    'ticks of 1.965 ns',
    'First hit time accepted, after the nominal collision: −100 ns (basf2 ' +
      'cdc/modules/cdcDigitizer)',
    {
      min: -256,
      max: 256,
    },
  ),
  windowClocks: integer(
    16,
    'data clocks of 31.4 ns',
    'Length of the window in which hits of a segment coincide (basf2 trg/cdc/src/Segment.cc)',
    { min: 1, max: 32 },
  ),
  perClock: integer(
    10,
    'segments',
    'Segments sent per data clock, super-layer and quadrant (basf2 trg/cdc/data/nn.txt)',
    {
      min: 1,
      max: 96,
    },
  ),
  suppressNeighbours: flag(
    true,
    'Drop second-priority segments beside a first-priority one (basf2 ' +
      'trg/cdc/modules/trgcdc/src/CDCTriggerTSFModule.cc)',
  ),
} as const;

type Segments = TableBuilder<typeof segmentSchema>;

const quadrants = 4;

/**
 * Word of the bits of all wires at which row 0 of each super-layer's segments begins; rows follow
 * each other.
 */
const firstRowWord = Uint16Array.from(
  { length: superLayerCount },
  (_, superLayer) =>
    firstWireOfLayer[firstLayerOfSuperLayer[superLayer] + shapeOf(superLayer).firstLayer] >>> 5,
);

/** Bit j of the word as seen from the cell one below, two below, one above, two above. */
const below = (word: number, previous: number): number => (word << 1) | (previous >>> 31);
const below2 = (word: number, previous: number): number => (word << 2) | (previous >>> 30);
const above = (word: number, next: number): number => (word >>> 1) | (next << 31);
const above2 = (word: number, next: number): number => (word >>> 2) | (next << 30);

/** Bits set in at least four of five words. */
const fourOfFive = (a: number, b: number, c: number, d: number, e: number): number =>
  (a & b & c & d) | (e & ((a & b & (c | d)) | (c & d & (a | b))));

/**
 * Finds the track segments of an event: at least four of five rows hit within the window, earliest
 * hit per wire. A segment of second priority beside one of first priority is dropped, and of each
 * data clock the first ten of a quadrant are sent. `layerRows` gets the rows at which each
 * super-layer of the event begins, then their end.
 * @see basf2 trg/cdc/modules/trgcdc/src/CDCTriggerTSFModule.cc, trg/cdc/src/Segment.cc
 */
export function segmentFinder(
  config: ConfigOf<typeof segmentFinderSchema>,
  tables: LeftRightTables,
) {
  const { windowStart, windowClocks, suppressNeighbours } = config;
  const windowEnd = windowStart + windowClocks * ticksPerClock;
  const firstTick = new Int16Array(wireCount).fill(never);
  const bits = new Int32Array(wireCount >>> 5);
  const fired = new Int32Array(12);
  const first = new Int32Array(12);
  const write = segmentWriter(config, tables, firstTick);

  return (hits: CdcHits, event: number, segments: Segments, layerRows: Int32Array): void => {
    const { wire, tdc } = hits;
    // Into locals: what a closure holds is fetched and checked anew at each use in a loop.
    const ticks = firstTick;
    const hitBits = bits;
    const earliest = windowStart;
    const latest = windowEnd;
    const start = hits.offsets[event];
    const end = hits.offsets[event + 1];
    // Four rows need four hits.
    if (end - start < minRows) {
      layerRows.fill(segments.rowCount);
      return;
    }
    for (let row = start; row < end; row++) {
      const tick = tdc[row] >> 1;
      if (tick < earliest || tick >= latest) continue;
      const w = wire[row];
      hitBits[w >>> 5] |= 1 << (w & 31);
      if (tick < ticks[w]) ticks[w] = tick;
    }
    for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
      const words = segmentsIn[superLayer] >>> 5;
      layerRows[superLayer] = segments.rowCount;
      if (!markFired(bits, superLayer, words, fired)) continue;
      markFirst(bits, superLayer, words, fired, first);
      if (suppressNeighbours) dropNeighbours(words, fired, first);
      write(superLayer, words, fired, segments);
    }
    layerRows[superLayerCount] = segments.rowCount;
    const untouched = never;
    hitBits.fill(0);
    for (let row = start; row < end; row++) ticks[wire[row]] = untouched;
  };
}

/**
 * Segments with four of five rows hit, as bits by number in the super-layer; false when there are
 * none.
 */
function markFired(
  bits: Int32Array,
  superLayer: number,
  words: number,
  fired: Int32Array,
): boolean {
  const row0 = firstRowWord[superLayer];
  return shapeOf(superLayer) === pyramid
    ? markPyramids(bits, row0, words, fired)
    : markHourglasses(bits, row0, words, fired);
}

function markHourglasses(
  bits: Int32Array,
  row0: number,
  words: number,
  fired: Int32Array,
): boolean {
  const row1 = row0 + words;
  const row2 = row1 + words;
  const row3 = row2 + words;
  const row4 = row3 + words;
  let any = 0;
  for (let word = 0; word < words; word++) {
    const previous = word === 0 ? words - 1 : word - 1;
    const next = word === words - 1 ? 0 : word + 1;
    const a = bits[row0 + word];
    const b = bits[row1 + word];
    const d = bits[row3 + word];
    const e = bits[row4 + word];
    any |= fired[word] = fourOfFive(
      below(a, bits[row0 + previous]) | a | above(a, bits[row0 + next]),
      below(b, bits[row1 + previous]) | b,
      bits[row2 + word],
      below(d, bits[row3 + previous]) | d,
      below(e, bits[row4 + previous]) | e | above(e, bits[row4 + next]),
    );
  }
  return any !== 0;
}

function markPyramids(bits: Int32Array, row0: number, words: number, fired: Int32Array): boolean {
  const row1 = row0 + words;
  const row2 = row1 + words;
  const row3 = row2 + words;
  const row4 = row3 + words;
  let any = 0;
  for (let word = 0; word < words; word++) {
    const previous = word === 0 ? words - 1 : word - 1;
    const next = word === words - 1 ? 0 : word + 1;
    const b = bits[row1 + word];
    const c = bits[row2 + word];
    const d = bits[row3 + word];
    const dBefore = bits[row3 + previous];
    const e = bits[row4 + word];
    const eBefore = bits[row4 + previous];
    const eAfter = bits[row4 + next];
    any |= fired[word] = fourOfFive(
      bits[row0 + word],
      below(b, bits[row1 + previous]) | b,
      below(c, bits[row2 + previous]) | c | above(c, bits[row2 + next]),
      below2(d, dBefore) | below(d, dBefore) | d | above(d, bits[row3 + next]),
      below2(e, eBefore) | below(e, eBefore) | e | above(e, eAfter) | above2(e, eAfter),
    );
  }
  return any !== 0;
}

/** Fired segments whose wire of first priority is hit. */
function markFirst(
  bits: Int32Array,
  superLayer: number,
  words: number,
  fired: Int32Array,
  first: Int32Array,
): void {
  const waist = firstWireOfLayer[priorityLayer[superLayer]] >>> 5;
  for (let word = 0; word < words; word++) first[word] = fired[word] & bits[waist + word];
}

function dropNeighbours(words: number, fired: Int32Array, first: Int32Array): void {
  for (let word = 0; word < words; word++) {
    const beside =
      below(first[word], first[word === 0 ? words - 1 : word - 1]) |
      above(first[word], first[word === words - 1 ? 0 : word + 1]);
    fired[word] &= first[word] | ~beside;
  }
}

/**
 * Writes the fired segments of a super-layer with their times, up to the limit per data clock and
 * quadrant.
 */
function segmentWriter(
  { windowStart, windowClocks, perClock }: ConfigOf<typeof segmentFinderSchema>,
  tables: LeftRightTables,
  firstTick: Int16Array,
) {
  const sent = new Uint8Array(quadrants * (windowClocks + 1));
  const write = rowWriter(tables, firstTick);
  const firstClock = windowStart >> clockShift;
  return (superLayer: number, words: number, fired: Int32Array, segments: Segments): void => {
    const perQuadrant = segmentsIn[superLayer] / quadrants;
    const shape = shapeOf(superLayer);
    sent.fill(0);
    for (let word = 0; word < words; word++) {
      for (let rest = fired[word]; rest !== 0; rest &= rest - 1) {
        const number = 32 * word + 31 - Math.clz32(rest & -rest);
        segments.reserve(1);
        write(superLayer, number, shape, segments);
        const clock = (segments.columns.foundTime[segments.rowCount] >> clockShift) - firstClock;
        const quadrant =
          number < perQuadrant
            ? 0
            : number < 2 * perQuadrant
              ? 1
              : number < 3 * perQuadrant
                ? 2
                : 3;
        if (sent[clock * quadrants + quadrant]++ < perClock) segments.rowCount++;
      }
    }
  };
}

/** The smaller and the larger of two times, without a branch that could not be predicted. */
const earlier = (a: number, b: number): number => b + ((a - b) & ((a - b) >> 31));
const later = (a: number, b: number): number => a - ((a - b) & ((a - b) >> 31));

/** Fills the row behind the last one with a segment: pattern, priority, times and side. */
function rowWriter(tables: LeftRightTables, firstTick: Int16Array) {
  return (
    superLayer: number,
    number: number,
    shape: SegmentShape,
    { columns, rowCount: row }: Segments,
  ): void => {
    const segment = firstSegment[superLayer] + number;
    const place = segment * wiresPerSegment;
    const { rowStart } = shape;
    const ticks = firstTick;
    const wires = segmentWires;
    const missing = never;
    let pattern = 0;
    let fastest = missing;
    let latest = -missing;
    let found = -missing;
    for (let line = 0, wire = 0; line < 5; line++) {
      let earliest = missing;
      for (const end = rowStart[line + 1]; wire < end; wire++) {
        const time = ticks[wires[place + wire]];
        pattern |= ((time - missing) >>> 31) << wire;
        earliest = earlier(earliest, time);
      }
      fastest = earlier(fastest, earliest);
      // The second-latest of the five rows is the fourth to be hit.
      found = later(found, earlier(earliest, latest));
      latest = later(latest, earliest);
    }
    const right = ticks[wires[place + shape.right]];
    const left = ticks[wires[place + shape.left]];
    const centre = ticks[wires[place + shape.priority]];
    // Equal times of the second-priority wires count as right.
    const position =
      centre !== missing ? 3 : right === missing && left === missing ? 0 : right <= left ? 1 : 2;
    columns.segment[row] = segment;
    columns.superLayer[row] = superLayer;
    columns.position[row] = position;
    columns.leftRight[row] = (superLayer === 0 ? tables.inner : tables.outer)[
      2 * pattern + (position === 2 ? 1 : 0)
    ];
    columns.priorityTime[row] = position === 3 ? centre : position === 1 ? right : left;
    columns.fastestTime[row] = fastest;
    columns.foundTime[row] = found;
    columns.pattern[row] = pattern;
  };
}
