import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../monitor/ports.js';
import { sliceEventCount, slicePeriod } from '../chain/slices.js';
import type { GenerateJob } from '../chain/jobs.js';

/** Events in a live batch, at most; a batch also never spans two slices (50 ms of beam). */
export const liveBatchEvents = 1024;

/** Events of the warm-up, shared among the source points. */
const warmUpEvents = 256;

/** How far emulated time may fall behind the wall clock before slices are given up as busy [s]. */
const tolerableLag = 1;

/** Which events a run plays, how fast, and whom it tells. */
export interface LiveJobsOptions {
  readonly seed: number;
  readonly run: number;
  /** Mean events per emulated second. */
  readonly rate: number;
  readonly pace: 'real' | 'max';
  /** Index of the source point for each slice, repeated cyclically. */
  readonly schedule: readonly number[];
  /** Slices of the whole run; without it the run is stopped from outside. */
  readonly slices?: number;
  readonly clock: Clock;
  /** True once the run shall end; the slice in hand is finished. */
  readonly stopped: () => boolean;
  /** A slice begins, with so many events. */
  readonly onSlice: (slice: number, events: number) => void;
  /** A stretch of slices whose events the host could not take, with the number of events. */
  readonly onBusy: (firstSlice: number, slices: number, events: number) => void;
}

/**
 * What each worker does before the beam starts, so that its first slices are no slower than all
 * others: some of the run's own events, which come again when their time has come.
 * @see D-249
 */
export function warmUpJobs({
  schedule,
}: Pick<LiveJobsOptions, 'schedule'>): readonly GenerateJob[] {
  const points = [...new Set(schedule)];
  const count = Math.ceil(warmUpEvents / points.length);
  return points.map((point) => ({ kind: 'generate', slice: 0, first: 0, count, point }));
}

const slicesPerSecond = 1e9 / slicePeriod;

/**
 * The pull loop of live emulation: each `next()` is a credit. With `real` pace a slice is made once
 * the wall clock has passed its end; when the host falls behind by more than a second, the slices
 * it missed are busy: counted, reported and never made.
 */
export async function* liveJobs(options: LiveJobsOptions): AsyncGenerator<GenerateJob> {
  const { seed, run, rate, pace, schedule, stopped, slices = Number.POSITIVE_INFINITY } = options;
  const began = options.clock.now();
  for (let slice = 0; slice < slices && !stopped(); slice++) {
    if (pace === 'real') slice += giveUpMissed(slice, began, options);
    if (slice >= slices) return;
    const point = schedule[slice % schedule.length]!;
    const count = sliceEventCount(seed, run, slice, rate);
    options.onSlice(slice, count);
    for (let first = 0; first < count; first += liveBatchEvents) {
      yield {
        kind: 'generate',
        slice,
        first,
        count: Math.min(liveBatchEvents, count - first),
        point,
      };
    }
    await (pace === 'real' ? untilSliceEnds(slice, began, options) : nextTurn());
  }
}

/** Slices behind the wall clock beyond the tolerance are reported busy; returns how many. */
function giveUpMissed(
  slice: number,
  began: number,
  { seed, run, rate, slices = Number.POSITIVE_INFINITY, clock, onBusy }: LiveJobsOptions,
): number {
  const due = ((clock.now() - began) / 1000) * slicesPerSecond;
  if (due - slice < tolerableLag * slicesPerSecond) return 0;
  const missed = Math.min(Math.floor(due), slices) - slice;
  let events = 0;
  for (let lost = slice; lost < slice + missed; lost++)
    events += sliceEventCount(seed, run, lost, rate);
  onBusy(slice, missed, events);
  return missed;
}

async function untilSliceEnds(
  slice: number,
  began: number,
  { clock, stopped }: LiveJobsOptions,
): Promise<void> {
  const end = began + ((slice + 1) / slicesPerSecond) * 1000;
  // Short sleeps, so that a stop is seen at once.
  for (let left = end - clock.now(); left > 0 && !stopped(); left = end - clock.now())
    await sleep(Math.min(left, 50));
}
