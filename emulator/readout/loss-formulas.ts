import { exp } from '../../detector/base/elementary.js';

/**
 * Share of random triggers lost to a fixed dead time after each accept, which triggers do not make
 * longer.
 * @param rate of triggers [1/ns]. @param deadTime after each accept [ns].
 */
export function fixedLoss(rate: number, deadTime: number): number {
  return (rate * deadTime) / (1 + rate * deadTime);
}

/**
 * Share of random triggers that find a buffer full which is read one event after the other, each
 * for the same time: the queue M/D/1/K. The chance that a read event leaves an empty buffer, from
 * the chain of departures, gives the share of time in which nothing is read.
 * @param load rate of triggers times the time that one is read.
 * @param capacity events that it holds, the one being read included.
 * @see L. Kleinrock, Queueing Systems I (1975), chapter 5
 */
export function queueLoss(load: number, capacity: number): number {
  const comes = [exp(-load)];
  for (let events = 1; events < capacity; events++)
    comes.push((comes[events - 1]! * load) / events);
  // Relative chances that a read event leaves so many.
  const left = [1];
  for (let events = 0; events + 1 < capacity; events++) {
    let sum = left[events]! - left[0]! * comes[events]!;
    for (let before = 1; before <= events; before++)
      sum -= left[before]! * comes[events - before + 1]!;
    left.push(sum / comes[0]!);
  }
  const empty = 1 / left.reduce((sum, chance) => sum + chance, 0);
  return 1 - 1 / (empty + load);
}
