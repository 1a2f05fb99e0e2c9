// kernel: one pass over the seeds of a slice
import { clockPeriod } from '../../detector/base/constants.js';
import { roles } from './roles.js';
import type { Stretch } from './stretch.js';

/** Clocks of the system in which a trigger decision is made once. */
const joinedClocks = 24;

/** How seeds become windows [ns]. */
export const windowTimes = {
  /** What comes so long after the seed that opened a window joins it: 188.6 ns. */
  joined: joinedClocks * clockPeriod,
  /** Seeds so long before time zero, and so long after it, are laid over. */
  before: 1000,
  after: 300,
} as const;

/** Windows that begin in a stretch, in order of time; one element a window. */
export interface StretchWindows {
  /** Row of the stretch of the seed that opened it. */
  readonly opener: Uint32Array;
  /** Time of the last seed that joined it, after the slice began [ns]. */
  readonly lastMember: Float64Array;
  /** Rows of the stretch that are laid over it: from one to another. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Windows that begin in a stretch. */
export function windowsOf({ time, own }: Stretch, role: Uint8Array): StretchWindows {
  const opener = new Uint32Array(time.length);
  const last = new Float64Array(time.length);
  let count = 0;
  for (let row = 0; row < time.length; ) {
    const first = row++;
    if (role[first] === roles.idle) continue;
    let member = first;
    for (; row < time.length && time[row]! - time[first]! <= windowTimes.joined; row++)
      if (role[row] !== roles.idle) member = row;
    if (first < own.from || first >= own.to) continue;
    last[count] = time[member]!;
    opener[count++] = first;
  }
  const openers = opener.slice(0, count);
  return {
    opener: openers,
    lastMember: last.slice(0, count),
    from: edgesOf(time, openers, -windowTimes.before),
    to: edgesOf(time, openers, windowTimes.after),
  };
}

/** The first row of each window that comes so long after its time zero, or later. */
function edgesOf(time: Float64Array, openers: Uint32Array, after: number): Uint32Array {
  const edges = new Uint32Array(openers.length);
  let row = 0;
  for (let window = 0; window < openers.length; window++) {
    const zero = time[openers[window]!]!;
    while (row < time.length && time[row]! - zero < after) row++;
    edges[window] = row;
  }
  return edges;
}
