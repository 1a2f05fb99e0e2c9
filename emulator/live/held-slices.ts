import type { DeadCause } from './back-pressure.js';
import { heldLag, type LiveJobsOptions } from './jobs.js';
import { slicesPerSecond } from './pull-place.js';

/** So many slices at once at most while a run is held, which may have slept. */
const mostAtOnce = 256;

/** So many when a run that has slept is stopped: what comes behind is not of it. */
const mostAtStop = 1024;

/** To do once a second while somebody is waited for; beam comes meanwhile. */
export function whileHeld(options: LiveJobsOptions): void {
  options.place?.begin(options.clock.now());
  giveUpHeld(options);
}

/**
 * Gives up the slices that pass while somebody is waited for and nobody pulls, so that dead time
 * shows while it lasts; the pull loop goes on behind them. Nothing is done at full speed, where no
 * beam is lost, nor for a host that may catch up.
 * @param most how many slices at most
 * @see D-482
 */
function giveUpHeld(options: LiveJobsOptions, most = mostAtOnce): void {
  const { pace, place, slices = Number.POSITIVE_INFINITY, clock, course, causeOf } = options;
  if (pace !== 'real' || place?.isHeld !== true) return;
  const due = place.dueAt(clock.now());
  const late = (due - place.next) / slicesPerSecond;
  const cause = causeOf?.(1000 * late) ?? 'host';
  if (cause === 'host' || late < heldLag) return;
  const end = Math.min(Math.floor(due), slices, place.next + most);
  while (place.next < end) {
    const first = place.next;
    place.next = Math.min(end, course?.markAfter(first) ?? end);
    giveUpAlike(first, place.next, cause, options);
  }
}

/**
 * A run is stopped: it ends behind the slices that have passed while it was held, or that are
 * counted of those that the host missed.
 * @see D-516
 */
export function giveUpAtStop(options: LiveJobsOptions): void {
  options.place?.tellMissed?.();
  giveUpHeld(options, mostAtStop);
}

/** Slices of one leg, all of them paused or none. */
function giveUpAlike(
  first: number,
  end: number,
  cause: DeadCause,
  { course, program, onBusy, onPaused }: LiveJobsOptions,
): void {
  const isPaused = course?.isPausedAt(first) === true;
  course?.skip(first, end);
  const { lost: lostIn } = course?.programAt(first) ?? program;
  let events = 0;
  for (let slice = first; slice < end; slice++) {
    if (isPaused) onPaused?.(slice);
    else events += lostIn(slice);
  }
  if (!isPaused) onBusy(first, end - first, events, cause);
}
