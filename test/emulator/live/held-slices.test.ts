import { describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { sliceEventCount, slicePeriod } from '../../../emulator/chain/slices.js';
import type { DeadCause } from '../../../emulator/live/back-pressure.js';
import { Course } from '../../../emulator/live/course.js';
import { giveUpAtStop, whileHeld } from '../../../emulator/live/held-slices.js';
import { liveJobs, type LiveJobsOptions } from '../../../emulator/live/jobs.js';
import { cardProgram } from '../../../emulator/live/program.js';
import { PullPlace } from '../../../emulator/live/pull-place.js';

/** Length of a slice [ms]. */
const period = slicePeriod / 1e6;
const rate = 1000;
const program = cardProgram({ seed: 5, run: 1, rate }, [0]);

/** A run of which nobody pulls, in a wall clock that is set by hand. */
function scene(changes: Partial<LiveJobsOptions> = {}) {
  const wall = { now: 0, cause: 'client' as DeadCause };
  const course = new Course({ seed: 5 } as unknown as ChainSetup, () => program);
  const busy: [first: number, slices: number, events: number, cause: DeadCause][] = [];
  const paused: number[] = [];
  const options: LiveJobsOptions = {
    program,
    course,
    place: new PullPlace(),
    beside: () => [],
    pace: 'real',
    // Several to a slice.
    batchEvents: 20,
    clock: { now: () => wall.now },
    stopped: () => false,
    onSlice: () => undefined,
    onBusy: (...stretch) => busy.push(stretch),
    onPaused: (slice) => paused.push(slice),
    causeOf: () => wall.cause,
    ...changes,
  };
  return { wall, course, busy, paused, options, jobs: liveJobs(options) };
}

const eventsIn = (first: number, end: number): number =>
  Array.from({ length: end - first }, (_, slice) =>
    sliceEventCount(5, 1, first + slice, rate),
  ).reduce((sum, events) => sum + events, 0);

describe('slices that pass while nobody pulls', () => {
  it('are given up behind the slice in hand, as they pass, and each once', async () => {
    const { wall, busy, course, options, jobs } = scene();
    await jobs.next();
    wall.now = 20.5 * period;
    giveUpAtStop(options);
    wall.now = 40.5 * period;
    giveUpAtStop(options);
    giveUpAtStop(options);
    expect(busy).toEqual([
      [1, 19, eventsIn(1, 20), 'client'],
      [20, 20, eventsIn(20, 40), 'client'],
    ]);
    expect(course.next).toBe(40);
    // The slice in hand is played whole, then comes what is due.
    let played = 1;
    for await (const { slice, count } of jobs) {
      if (slice > 0) {
        expect(slice).toBe(40);
        break;
      }
      expect(count).toBeLessThanOrEqual(20);
      played++;
    }
    expect(played).toBe(Math.ceil(sliceEventCount(5, 1, 0, rate) / 20));
    expect(busy).toHaveLength(2);
  });

  it('are some at once while the run is held, and at its stop, after an hour asleep', async () => {
    const { wall, busy, options, jobs } = scene();
    await jobs.next();
    wall.now = 72_000 * period;
    whileHeld(options);
    giveUpAtStop(options);
    expect(busy.map(([first, slices]) => [first, slices])).toEqual([
      [1, 256],
      [257, 1024],
    ]);
  });

  it('stay where a host may catch up, and where no wall clock leads', async () => {
    const { wall, busy, options, jobs } = scene();
    giveUpAtStop(options);
    await jobs.next();
    wall.now = 1.5 * period;
    giveUpAtStop(options);
    wall.now = 30.5 * period;
    giveUpAtStop({ ...options, pace: 'max' });
    wall.cause = 'host';
    giveUpAtStop(options);
    expect(busy).toEqual([]);
  });

  it('are not those that the pull loop is about to give up itself', async () => {
    const { wall, busy, options, jobs } = scene({ batchEvents: 1000 });
    await jobs.next();
    wall.now = 30.5 * period;
    const next = jobs.next();
    giveUpAtStop(options);
    await next;
    expect(busy).toEqual([[1, 29, eventsIn(1, 30), 'client']]);
  });

  it('are paused where the run is, and end with it', async () => {
    const { wall, busy, paused, course, options, jobs } = scene({ slices: 25 });
    await jobs.next();
    course.pause(10);
    course.resume(13);
    wall.now = 30.5 * period;
    giveUpAtStop(options);
    expect(busy).toEqual([
      [1, 9, eventsIn(1, 10), 'client'],
      [13, 12, eventsIn(13, 25), 'client'],
    ]);
    expect(paused).toEqual([10, 11, 12]);
  });

  it('are so many at once at most, but at the end', async () => {
    const { wall, busy, options, jobs } = scene();
    await jobs.next();
    wall.now = 1000.5 * period;
    whileHeld(options);
    giveUpAtStop(options);
    expect(busy.map(([first, slices]) => [first, slices])).toEqual([
      [1, 256],
      [257, 743],
    ]);
  });

  it('begin with the beam, which waits until workers are warm', async () => {
    const cold = { ...program, firstBatch: 10 };
    const course = new Course({ seed: 5 } as unknown as ChainSetup, () => cold);
    const { wall, busy, options, jobs } = scene({ program: cold, course });
    await jobs.next();
    wall.now = 30.5 * period;
    giveUpAtStop(options);
    expect(busy).toEqual([]);
    expect(options.place!.began).toBeUndefined();
    // Somebody else than workers is waited for in their place.
    whileHeld(options);
    expect(busy).toEqual([]);
    wall.now = 60.5 * period;
    whileHeld(options);
    expect(busy.map(([first, slices]) => [first, slices])).toEqual([[1, 29]]);
    for await (const { slice } of jobs) if (slice > 0) break;
    expect(options.place).toMatchObject({ began: 30.5 * period, isCold: false });
  });

  it('have no beam before others at full speed, whoever is waited for', async () => {
    const cold = { ...program, firstBatch: 10 };
    const course = new Course({ seed: 5 } as unknown as ChainSetup, () => cold);
    const { options, jobs } = scene({ program: cold, course, pace: 'max' });
    await jobs.next();
    whileHeld(options);
    expect(options.place!.began).toBeUndefined();
  });
});
