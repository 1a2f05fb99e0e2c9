import { describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { slicePeriod } from '../../../emulator/chain/slices.js';
import { Course } from '../../../emulator/live/course.js';
import { liveJobs } from '../../../emulator/live/jobs.js';
import { cardProgram } from '../../../emulator/live/program.js';
import { PullPlace } from '../../../emulator/live/pull-place.js';
import { steering } from '../../../emulator/live/steering.js';

const asker = { address: '127.0.0.1', by: 'page' } as const;
/** Length of a slice [ms]. */
const period = slicePeriod / 1e6;
const program = cardProgram({ seed: 5, run: 1, rate: 1000 }, [0]);

/** A run at real pace whose wall clock is set by hand. */
function scene() {
  const wall = { now: 0 };
  const course = new Course({ seed: 5 } as unknown as ChainSetup, () => program);
  const place = new PullPlace();
  const busy: [first: number, slices: number][] = [];
  const paused: number[] = [];
  const jobs = liveJobs({
    program,
    course,
    place,
    beside: () => [],
    pace: 'real',
    clock: { now: () => wall.now },
    stopped: () => false,
    onSlice: () => undefined,
    onBusy: (first, slices) => busy.push([first, slices]),
    onPaused: (slice) => paused.push(slice),
  });
  const steer = steering({
    course,
    machineBooks: undefined,
    recorder: undefined,
    due: () => place.dueAt(wall.now),
  });
  return { wall, busy, paused, jobs, steer };
}

describe('a pause at real pace', () => {
  it('of a late host begins and ends with the beam: what was due is not paused', async () => {
    const { wall, busy, paused, jobs, steer } = scene();
    await jobs.next();
    wall.now = 18.5 * period;
    expect(steer({ kind: 'pause' }, asker)).toEqual({ ok: true, slice: 18 });
    wall.now = 32.5 * period;
    expect(steer({ kind: 'resume' }, asker)).toEqual({ ok: true, slice: 32 });
    const { value } = await jobs.next();
    expect(value).toMatchObject({ slice: 32 });
    // More than a second late by now.
    expect(busy).toEqual([[1, 17]]);
    expect(paused).toEqual(Array.from({ length: 14 }, (_, place) => 18 + place));
  });

  it('of a host that is on time begins with the next slice', async () => {
    const { wall, jobs, steer } = scene();
    await jobs.next();
    wall.now = 0.5 * period;
    expect(steer({ kind: 'pause' }, asker)).toEqual({ ok: true, slice: 1 });
  });

  it('holds from where it says', async () => {
    const { wall, jobs, steer } = scene();
    await jobs.next();
    wall.now = 18.5 * period;
    expect(steer({ kind: 'pause', fromSlice: 4 }, asker)).toEqual({ ok: true, slice: 4 });
    expect(steer({ kind: 'resume', fromSlice: 6 }, asker)).toEqual({ ok: true, slice: 6 });
  });
});
