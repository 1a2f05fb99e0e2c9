import { slicePeriod } from '../chain/slices.js';
import { artificialAnchor } from '../chain/windows.js';
import type { SeedColumns } from './schedule.js';

/**
 * A slice's seeds with the end of those of the slice before and the begin of those after it. Times
 * are after the slice in the middle began.
 */
export interface Stretch extends SeedColumns {
  /** Slice of each, less that in the middle: −1, 0 or 1. */
  readonly shift: Int8Array;
}

/** Windows of a slice depend on what comes so long before and after it [ns]. */
const [lookBack, lookAhead] = [100_000, 2000];

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
  let row = 0;
  for (const { seeds, from, to, shift } of parts) {
    joined.place.set(seeds.place.subarray(from, to), row);
    joined.index.set(seeds.index.subarray(from, to), row);
    for (let seed = from; seed < to; seed++) {
      joined.shift[row] = shift;
      joined.time[row++] = seeds.time[seed]! + shift * slicePeriod;
    }
  }
  return joined;
}
