import type { Clock, Log } from '../../monitor/ports.js';
import type { DeadCause } from './back-pressure.js';

/** Why slices were given up, in words. */
const reasons: Readonly<Record<DeadCause, string>> = {
  host: 'the host is slower than the beam',
  recorder: 'the disk takes less than the run brings',
  client: 'a client of topic decisions takes less than the run brings',
};

/** How often a host that stays too slow is told of [ms]. */
const againAfter = 60_000;

/**
 * Warns of stretches of slices that are given up: of the first at once, of those that follow once a
 * minute all together, so that a log of weeks stays short. The journal has each stretch.
 * @param what is in a slice: events or seeds.
 */
export function busyTeller(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  what: 'events' | 'seeds',
): (firstSlice: number, slices: number, events: number, cause?: DeadCause) => void {
  let told = Number.NEGATIVE_INFINITY;
  let [first, missed, lost] = [0, 0, 0];
  return (firstSlice, slices, events, cause = 'host') => {
    if (missed === 0) first = firstSlice;
    missed += slices;
    lost += events;
    const now = clock.now();
    if (now - told < againAfter) return;
    const last = firstSlice + slices - 1;
    const part = missed === last - first + 1 ? '' : `${missed} of `;
    log.warn(
      `busy: ${part}slices ${first} to ${last} with ${lost} ${what} were not taken; ` +
        reasons[cause],
    );
    told = now;
    [missed, lost] = [0, 0];
  };
}
