import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../monitor/ports.js';
import type { DeadCause } from './back-pressure.js';
import type { Course } from './course.js';
import type { LiveJob, Program } from './program.js';
import { PullPlace, slicesPerSecond } from './pull-place.js';

/**
 * How far emulated time may fall behind the wall clock before slices are given up [s]: the host may
 * catch up.
 */
const tolerableLag = 1;
/** The same while others are waited for: time goes by [s]. */
export const heldLag = 0.1;

/**
 * As long as a host may be slower than the beam before that begins [ms]: its workers are not warm
 * yet; one that still is then is too slow.
 */
const longestWarmUp = 4000;

/** Which events a run plays, how fast, and whom it tells. */
export interface LiveJobsOptions {
  readonly program: Program;
  /** What is played in which slice, where commands may change it; else all is `program`. */
  readonly course?: Course;
  /** Where the loop stands: others may give up slices between two pulls. */
  readonly place?: PullPlace;
  /** Jobs that go along with a slice. */
  readonly beside: (slice: number) => readonly LiveJob[];
  readonly pace: 'real' | 'max';
  /** Events in a batch at most; no result depends on it. */
  readonly batchEvents?: number;
  /** Slices of the whole run; without it the run is stopped from outside. */
  readonly slices?: number;
  readonly clock: Clock;
  /** True once the run shall end; the slice in hand is finished. */
  readonly stopped: () => boolean;
  /** A slice begins, with so many events. */
  readonly onSlice: (slice: number, events: number) => void;
  /** A stretch of slices whose events the host could not take, with the number of events. */
  readonly onBusy: (firstSlice: number, slices: number, events: number, cause: DeadCause) => void;
  /** Who has made the run late by so much [ms]. */
  readonly causeOf?: (lagMs: number) => DeadCause;
  /** The run is less than two slices late. */
  readonly onTime?: () => void;
  /** A slice passes in which the run is paused. */
  readonly onPaused?: (slice: number) => void;
}

/**
 * The pull loop of live emulation: each `next()` is a credit. With `real` pace a slice is made once
 * the wall clock has passed its end; when the host falls behind by more than a second, the slices
 * it missed are busy: counted, reported and never made. Where workers start cold the clock starts
 * behind the first slice that took no longer than its beam: none before it is missed.
 */
export async function* liveJobs(options: LiveJobsOptions): AsyncGenerator<LiveJob> {
  const { place = new PullPlace() } = options;
  for await (const job of jobsAt(place, options)) {
    place.isHeld = true;
    yield job;
    place.isHeld = false;
  }
}

// long: what becomes of a slice, from top to bottom.
async function* jobsAt(place: PullPlace, options: LiveJobsOptions): AsyncGenerator<LiveJob> {
  const { course, beside, pace, stopped, slices = Number.POSITIVE_INFINITY } = options;
  const { clock, batchEvents = options.program.batchEvents } = options;
  const start = clock.now();
  const isColdStart = options.program.firstBatch !== undefined;
  if (pace === 'real' && !isColdStart) place.began = start;
  place.isCold = pace === 'real' && isColdStart;
  for (let slice = 0; slice < slices && !stopped(); slice = place.next) {
    if (pace === 'real') slice += await giveUpMissed(slice, place, options);
    if (slice >= slices || stopped()) return;
    course?.handOut(slice + 1);
    place.next = slice + 1;
    if (course?.isPausedAt(slice) === true) {
      course.skip(slice, slice + 1);
      options.onPaused?.(slice);
      if (place.isCold) place.begin(clock.now());
      await passPaused(slice, place, options);
      continue;
    }
    const program = course?.programAt(slice) ?? options.program;
    const leg = course?.legAt(slice).number ?? 0;
    const ofLeg = leg === 0 ? {} : { leg };
    const count = program.count(slice);
    options.onSlice(slice, count);
    const isFirst = slice === 0 && isColdStart;
    const sliceStart = place.isCold ? clock.now() : start;
    // What is beside the first slice shall be seen before the slice itself.
    const [soonest, ...later] = isFirst && count > 0 ? besideOf(slice, ofLeg, beside) : [];
    if (soonest !== undefined) yield soonest;
    const { batchEnd = () => Number.POSITIVE_INFINITY } = program;
    // Of the first slice each is as large as all before it: results come as workers grow warm.
    const sizeOf = (first: number): number =>
      slice === 0 && first < batchEnd(0, 0)
        ? Math.min(batchEvents, Math.max(program.firstBatch ?? batchEvents, first))
        : batchEvents;
    for (let first = 0, next = 0; first < count; first = next) {
      next = Math.min(first + sizeOf(first), batchEnd(slice, first), count);
      const until = program.until(slice, next);
      const job = program.fetch
        ? await program.fetch(slice, first, next - first)
        : program.job(slice, first, next - first);
      yield { ...job, ...ofLeg, until };
      if (first === 0) yield* later;
    }
    if (!isFirst || count === 0) yield* besideOf(slice, ofLeg, beside);
    if (place.isCold) beginIfWarm(place, start, sliceStart, clock.now());
    await untilSliceEnds(slice, place, options);
  }
}

/** The beam begins at `now` if the slice kept up with it, or has waited long enough. */
function beginIfWarm(place: PullPlace, start: number, sliceStart: number, now: number): void {
  const keepsUp = (now - sliceStart) * slicesPerSecond <= 1000;
  if (keepsUp || now - start > longestWarmUp) place.begin(now);
}

const besideOf = (
  slice: number,
  ofLeg: Pick<LiveJob, 'leg'>,
  beside: LiveJobsOptions['beside'],
): readonly LiveJob[] => beside(slice).map((job) => ({ ...job, ...ofLeg }));

/**
 * At full speed there is no wall clock: a pause lasts as many slices as are asked for, or while
 * nobody has resumed as fit into its wall time.
 */
async function passPaused(
  slice: number,
  place: PullPlace,
  options: LiveJobsOptions,
): Promise<void> {
  const { pace, course, clock } = options;
  if (pace === 'real' || course?.isEndKnown(slice) === true)
    return untilSliceEnds(slice, place, options);
  return sleepUntil(clock.now() + 1000 / slicesPerSecond, options);
}

/** After so many lost slices the event loop turns, and so many are reported at once. */
const [lostAtATime, reportedAtATime] = [16, 1024];

/**
 * Slices behind the wall clock beyond the tolerance are reported busy; returns how many. After a
 * pause of an hour there are seventy thousand: the server stays awake meanwhile. A run that is
 * stopped meanwhile has those that are counted by then; what comes behind is not of it.
 * @see D-516
 */
async function giveUpMissed(
  slice: number,
  place: PullPlace,
  options: LiveJobsOptions,
): Promise<number> {
  const { program, course, slices = Number.POSITIVE_INFINITY, clock, onBusy } = options;
  const { causeOf, onTime, stopped } = options;
  // A slice in which no beam is played costs nothing.
  if (course?.isPausedAt(slice) === true) return 0;
  const due = place.dueAt(clock.now());
  if (due - slice < 2) onTime?.();
  const cause = causeOf?.(1000 * ((due - slice) / slicesPerSecond)) ?? 'host';
  const tolerable = cause === 'host' ? tolerableLag : heldLag;
  if (due - slice < tolerable * slicesPerSecond) return 0;
  const end = Math.min(Math.floor(due), slices, course?.markAfter(slice) ?? slices);
  course?.skip(slice, end);
  const { lost: lostIn } = course?.programAt(slice) ?? program;
  let [first, lost, events] = [slice, slice, 0];
  const tell = (): void => {
    if (lost > first) onBusy(first, lost - first, events, cause);
    [first, events] = [lost, 0];
  };
  place.tellMissed = tell;
  while (lost < end && !stopped()) {
    events += lostIn(lost++);
    if (lost - first === reportedAtATime) tell();
    if ((lost - slice) % lostAtATime === 0) await nextTurn();
  }
  place.tellMissed = undefined;
  if (!stopped()) tell();
  return end - slice;
}

/** Where no clock leads, or not yet, the event loop turns. */
async function untilSliceEnds(
  slice: number,
  { began }: PullPlace,
  options: LiveJobsOptions,
): Promise<void> {
  if (began === undefined) return nextTurn();
  return sleepUntil(began + ((slice + 1) / slicesPerSecond) * 1000, options);
}

/** Short sleeps, so that a stop is seen at once. */
async function sleepUntil(end: number, { clock, stopped }: LiveJobsOptions): Promise<void> {
  for (let left = end - clock.now(); left > 0 && !stopped(); left = end - clock.now())
    await sleep(Math.min(left, 50));
}
