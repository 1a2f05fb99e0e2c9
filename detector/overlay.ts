import type { ParticleList } from './truth.js';

/**
 * What particles or noise leave in a subdetector: a table with the time of each row after the
 * event, or after the seed that left it [ns].
 */
export interface DepositTable {
  readonly offsets: Uint32Array;
  readonly time: Float32Array;
}

/**
 * Deposits of seeds as deposits of the events over which they are laid: rows stay in their order,
 * times are those of the events. All columns but the times are shared with the table given.
 */
export function layOver<D extends DepositTable>(
  deposits: D,
  { event, time }: Pick<ParticleList, 'event' | 'time'>,
  eventCount: number,
): D {
  const offsets = new Uint32Array(eventCount + 1);
  const times = deposits.time.slice();
  for (let seed = 0; seed < event.length; seed++) {
    const end = deposits.offsets[seed + 1];
    for (let row = deposits.offsets[seed]; row < end; row++) times[row] += time[seed];
    offsets[event[seed] + 1] = end;
  }
  // Events without a seed end where the one before them does.
  for (let next = 1; next <= eventCount; next++)
    offsets[next] = Math.max(offsets[next], offsets[next - 1]);
  return { ...deposits, offsets, time: times };
}
