import { slicePeriod } from '../chain/slices.js';
import { artificialAnchor } from '../chain/windows.js';
import type { SeedColumns } from './schedule.js';

/**
 * Seeds of a stretch of time with those shortly before and after it. Times are after the slice in
 * the middle began.
 */
export interface Stretch extends SeedColumns {
  /** Slice of each, less that in the middle: −1, 0 or 1. */
  readonly shift: Int8Array;
  /** Rows that are in the stretch, not before or after it. */
  readonly own: RowRange;
}

/** Rows of a table, up to one that is outside. */
interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Windows of a part of a slice depend on what comes so long before and after it [ns]. */
const [lookBack, lookAhead] = [100_000, 2000];

/**
 * A slice is made in so many parts of equal length: its first windows do not wait for the particles
 * of all others.
 */
export const partsOfSlice = 8;
const partPeriod = slicePeriod / partsOfSlice;

/** Seeds with artificial anchors among them, which are named by their number in the slice. */
export function withAnchors(
  { time, place, index }: SeedColumns,
  anchors: Float64Array,
): SeedColumns {
  if (anchors.length === 0) return { time, place, index };
  const count = time.length + anchors.length;
  const merged = {
    time: new Float64Array(count),
    place: new Uint8Array(count),
    index: new Uint32Array(count),
  };
  for (let row = 0, seed = 0, anchor = 0; row < count; row++) {
    const isSeed = anchor === anchors.length || time[seed]! <= anchors[anchor]!;
    merged.time[row] = isSeed ? time[seed]! : anchors[anchor]!;
    merged.place[row] = isSeed ? place[seed]! : artificialAnchor;
    merged.index[row] = isSeed ? index[seed++]! : anchor++;
  }
  return merged;
}

/** A slice between its neighbours; the first has none before it. */
export function stretchOf(
  before: SeedColumns | undefined,
  middle: SeedColumns,
  after: SeedColumns,
): Stretch {
  const first = before?.time.findIndex((time) => time >= slicePeriod - lookBack) ?? -1;
  const end = after.time.findIndex((time) => time > lookAhead);
  const parts = [
    ...(before !== undefined && first >= 0
      ? [{ seeds: before, from: first, to: before.time.length, shift: -1 }]
      : []),
    { seeds: middle, from: 0, to: middle.time.length, shift: 0 },
    { seeds: after, from: 0, to: end < 0 ? after.time.length : end, shift: 1 },
  ];
  const count = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  const joined = {
    time: new Float64Array(count),
    place: new Uint8Array(count),
    index: new Uint32Array(count),
    shift: new Int8Array(count),
  };
  const own = { from: 0, to: 0 };
  let row = 0;
  for (const { seeds, from, to, shift } of parts) {
    if (shift === 0) own.from = row;
    joined.place.set(seeds.place.subarray(from, to), row);
    joined.index.set(seeds.index.subarray(from, to), row);
    for (let seed = from; seed < to; seed++) {
      joined.shift[row] = shift;
      joined.time[row++] = seeds.time[seed]! + shift * slicePeriod;
    }
    if (shift === 0) own.to = row;
  }
  return { ...joined, own };
}

/** A part of a slice, with what it depends on before and after it. */
interface Part extends Stretch {
  /** Of the first that is in it: its number in the slice. */
  readonly firstNumber: number;
}

/** A part of a slice. */
export function partOf(slice: Stretch, part: number): Part {
  const [start, end] = [part * partPeriod, (part + 1) * partPeriod];
  const [from, to] = [rowAt(slice, start - lookBack), rowAt(slice, end + lookAhead)];
  const first = part === 0 ? slice.own.from : rowAt(slice, start);
  const last = part === partsOfSlice - 1 ? slice.own.to : rowAt(slice, end);
  return {
    time: slice.time.subarray(from, to),
    place: slice.place.subarray(from, to),
    index: slice.index.subarray(from, to),
    shift: slice.shift.subarray(from, to),
    own: { from: first - from, to: last - from },
    firstNumber: first - slice.own.from,
  };
}

/** In which part of a slice something comes, by its time after the slice began. */
export function partAt(time: number): number {
  let part = 0;
  while (part < partsOfSlice - 1 && time >= (part + 1) * partPeriod) part++;
  return part;
}

/** The first row at a time or later. */
function rowAt({ time }: Stretch, least: number): number {
  let [low, high] = [0, time.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
