// kernel: one pass over the seeds of a slice
import { artificialAnchor } from '../chain/windows.js';
import { bucketPeriod } from '../../detector/base/constants.js';
import type { Stretch } from './stretch.js';

/** Clocks of the system, of four buckets each, in which a trigger decision is made once. */
const joinedClocks = 24;
const clockPeriod = 4 * bucketPeriod;

/** How seeds become windows [ns]. */
export const windowTimes = {
  /** Anchors so long after the one that opened a window join it: 188.6 ns. */
  joined: joinedClocks * clockPeriod,
  /** A soft seed this close to another is taken as an anchor. */
  promoted: 512,
  /** Seeds so long before time zero, and so long after it, are laid over. */
  before: 1000,
  after: 300,
} as const;

/** What opens windows. */
export interface Opening {
  /** By place of the class: whether a seed alone is taken as an anchor (0: soft). */
  readonly isAnchor: Uint8Array;
  /** Whether a soft seed that is alone is the one of its kind that opens a window. */
  readonly isChosen: (place: number, index: number, shift: number) => boolean;
  /** How many that one stands for. */
  readonly thinning: number;
}

/** Windows that begin in a slice, in order of time; one element a window. */
export interface SliceWindows {
  readonly stretch: Stretch;
  /** After the slice began [ns]. */
  readonly zero: Float64Array;
  readonly lastMember: Float64Array;
  /** Class of what opened it; `artificialAnchor`. */
  readonly anchor: Uint8Array;
  /** How many alike it stands for. */
  readonly weight: Float64Array;
  /** Rows of the stretch that are laid over it: from one to another. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Row of what opened each. */
  readonly opener: Uint32Array;
  /** Whether nothing else comes near what opened it. */
  readonly isAlone: Uint8Array;
  /** Soft seeds of the slice that were taken as anchors, and that are alone. */
  readonly promoted: number;
  readonly alone: number;
}

/** What a seed does: nothing by itself, opens or joins a window, opens one that stands for many. */
const [idle, opening, standing] = [0, 1, 2];

/** What each seed of a stretch does, and whether another one is near it. */
interface Roles {
  readonly role: Uint8Array;
  readonly isNear: Uint8Array;
}

function rolesOf({ time, place, index, shift }: Stretch, rule: Opening): Roles {
  const count = time.length;
  const role = new Uint8Array(count);
  const isNear = new Uint8Array(count);
  for (let row = 1; row < count; row++) {
    if (time[row]! - time[row - 1]! > windowTimes.promoted) continue;
    isNear[row - 1] = 1;
    isNear[row] = 1;
  }
  for (let row = 0; row < count; row++) {
    const own = place[row]!;
    if (isNear[row] === 1 || own === artificialAnchor || rule.isAnchor[own] === 1)
      role[row] = opening;
    else role[row] = rule.isChosen(own, index[row]!, shift[row]!) ? standing : idle;
  }
  return { role, isNear };
}

/** Windows that begin in the slice in the middle of a stretch. */
export function windowsOf(stretch: Stretch, rule: Opening): SliceWindows {
  const { time, shift, place } = stretch;
  const { role, isNear } = rolesOf(stretch, rule);
  const opener = new Uint32Array(time.length);
  const last = new Float64Array(time.length);
  let count = 0;
  for (let row = 0; row < time.length; ) {
    const first = row++;
    if (role[first] === idle) continue;
    let member = first;
    for (; row < time.length && time[row]! - time[first]! <= windowTimes.joined; row++)
      if (role[row] !== idle) member = row;
    if (shift[first] !== 0) continue;
    last[count] = time[member]!;
    opener[count++] = first;
  }
  const columns = {
    zero: new Float64Array(count),
    anchor: new Uint8Array(count),
    weight: new Float64Array(count).fill(1),
    isAlone: new Uint8Array(count),
  };
  for (let window = 0; window < count; window++) {
    const row = opener[window]!;
    columns.zero[window] = time[row]!;
    columns.anchor[window] = place[row]!;
    columns.isAlone[window] = 1 - isNear[row]!;
    if (role[row] === standing) columns.weight[window] = rule.thinning;
  }
  return {
    ...columns,
    ...countSoft(stretch, rule, isNear),
    stretch,
    lastMember: last.slice(0, count),
    opener: opener.slice(0, count),
    from: edgesOf(time, columns.zero, -windowTimes.before),
    to: edgesOf(time, columns.zero, windowTimes.after),
  };
}

function countSoft(
  { place, shift }: Stretch,
  { isAnchor }: Opening,
  isNear: Uint8Array,
): Pick<SliceWindows, 'promoted' | 'alone'> {
  let [promoted, alone] = [0, 0];
  for (let row = 0; row < place.length; row++) {
    const own = place[row]!;
    if (shift[row] !== 0 || own === artificialAnchor || isAnchor[own] === 1) continue;
    if (isNear[row] === 1) promoted++;
    else alone++;
  }
  return { promoted, alone };
}

/** The first row of each window that comes so long after its time zero, or later. */
function edgesOf(time: Float64Array, zero: Float64Array, after: number): Uint32Array {
  const edges = new Uint32Array(zero.length);
  let row = 0;
  for (let window = 0; window < zero.length; window++) {
    while (row < time.length && time[row]! - zero[window]! < after) row++;
    edges[window] = row;
  }
  return edges;
}
