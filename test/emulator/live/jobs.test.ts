import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { liveJobs, type LiveJobsOptions } from '../../../emulator/live/jobs.js';
import { cardProgram, type LiveJob } from '../../../emulator/live/program.js';
import { PullPlace } from '../../../emulator/live/pull-place.js';
import { liveBatchEvents, sliceEventCount, slicePeriod } from '../../../emulator/chain/slices.js';

const program = (rate: number) => cardProgram({ seed: 5, run: 1, rate }, [0, 1]);

const base: LiveJobsOptions = {
  program: program(50_000),
  beside: () => [],
  pace: 'max',
  clock: { now: () => 0 },
  stopped: () => false,
  onSlice: () => undefined,
  onBusy: () => undefined,
};

async function take(options: LiveJobsOptions, count: number): Promise<LiveJob[]> {
  const jobs: LiveJob[] = [];
  for await (const job of liveJobs(options)) {
    jobs.push(job);
    if (jobs.length === count) break;
  }
  return jobs;
}

describe('live jobs', () => {
  it('cover every event once, in batches of at most 1024 that span no slices', async () => {
    const jobs = await take(base, 40);
    let slice = 0;
    let next = 0;
    for (const job of jobs) {
      if (job.slice !== slice) {
        expect(next).toBe(sliceEventCount(5, 1, slice, 50_000));
        slice++;
        next = 0;
      }
      expect(job.slice).toBe(slice);
      expect(job.first).toBe(next);
      expect(job.count).toBeLessThanOrEqual(liveBatchEvents);
      next += job.count;
    }
    expect(slice).toBeGreaterThan(5);
  });

  it('take their source point from the schedule, slice by slice', async () => {
    for (const job of await take(base, 30)) expect(job).toMatchObject({ point: job.slice % 2 });
  });

  it('end after a given number of slices, of which a slow host may give up the last', async () => {
    const jobs = await take({ ...base, slices: 3 }, 1000);
    expect(new Set(jobs.map(({ slice }) => slice))).toEqual(new Set([0, 1, 2]));
    let now = 0;
    const busy: [number, number][] = [];
    const options = {
      ...base,
      program: program(1000),
      slices: 30,
      pace: 'real',
      clock: { now: () => now },
    } as const;
    for await (const { slice } of liveJobs({
      ...options,
      onBusy: (first, count) => busy.push([first, count]),
    })) {
      expect(slice).toBe(0);
      now = 10_000;
    }
    expect(busy).toEqual([[1, 29]]);
  });

  it('let the event loop turn while a pause of an hour is given up', async () => {
    let now = 0;
    let turns = 0;
    let events = 0;
    const stretches: number[] = [];
    const live = liveJobs({
      ...base,
      program: program(1000),
      pace: 'real',
      clock: { now: () => now },
      onBusy: (_, slices, lost) => {
        stretches.push(slices);
        events += lost;
      },
    });
    await live.next();
    now = 3_600_000;
    const beside = setInterval(() => turns++, 0);
    const { value } = await live.next();
    clearInterval(beside);
    const { slice } = value as LiveJob & { readonly slice: number };
    expect(slice).toBe(Math.floor(3_600_000e6 / slicePeriod));
    expect(stretches.reduce((sum, slices) => sum + slices)).toBe(slice - 1);
    expect(events / (slice - 1)).toBeCloseTo((1000 * slicePeriod) / 1e9, 0);
    expect(turns).toBeGreaterThan(20);
  });

  it('tell of a long sleep what is counted by the time of a stop, nothing behind it', async () => {
    let now = 0;
    let stopped = false;
    const told: (readonly [first: number, slices: number])[] = [];
    const begun: number[] = [];
    const place = new PullPlace();
    const live = liveJobs({
      ...base,
      place,
      program: program(1000),
      pace: 'real',
      clock: { now: () => now },
      stopped: () => stopped,
      onSlice: (slice) => begun.push(slice),
      onBusy: (first, slices) => void told.push([first, slices]),
    });
    await live.next();
    now = 3_600_000;
    const next = live.next();
    for (let turn = 0; turn < 100; turn++) await nextTurn();
    place.tellMissed!();
    stopped = true;
    const atStop = [...told];
    const slices = atStop.reduce((sum, [, count]) => sum + count, 0);
    expect(slices).toBeGreaterThan(1024);
    expect(slices).toBeLessThan(5000);
    expect(atStop.map(([first]) => first).slice(0, 2)).toEqual([1, 1025]);
    expect((await next).done).toBe(true);
    expect(told).toEqual(atStop);
    expect(begun).toEqual([0]);
    expect(place.tellMissed).toBeUndefined();
  });

  it('end when stopped', async () => {
    let stopped = false;
    const jobs: LiveJob[] = [];
    for await (const job of liveJobs({ ...base, stopped: () => stopped })) {
      jobs.push(job);
      if (job.slice === 3) stopped = true;
    }
    expect(jobs.at(-1)!.slice).toBe(3);
  });

  it('give up, count and report the slices that a slow host missed at real pace', async () => {
    let now = 0;
    const busy: [number, number, number][] = [];
    const slices: number[] = [];
    const options: LiveJobsOptions = {
      ...base,
      program: program(1000),
      pace: 'real',
      clock: { now: () => now },
      stopped: () => slices.length >= 3,
      onBusy: (first, count, events) => busy.push([first, count, events]),
    };
    for await (const { slice } of liveJobs(options)) {
      slices.push(slice);
      // The host hangs for 3 s of wall time over its first slice, then keeps up.
      now = slices.length === 1 ? 3000 : now + 51;
    }
    expect(busy).toHaveLength(1);
    const [first, count, events] = busy[0]!;
    expect(first).toBe(1);
    expect(slices[1]).toBe(first + count);
    // 3 s are 59.99 slices: all after the first one that have ended are missed.
    expect(first + count).toBe(59);
    let expected = 0;
    for (let slice = first; slice < first + count; slice++)
      expected += sliceEventCount(5, 1, slice, 1000);
    expect(events).toBe(expected);
  });

  it('are as many in smaller batches, and those beside a slice come behind it', async () => {
    const beside = (slice: number): readonly LiveJob[] => [
      { kind: 'generate', slice, first: 0, count: 7, point: 3, probes: true },
    ];
    const jobs = await take({ ...base, beside, batchEvents: 300, slices: 2 }, 1000);
    const counts = (slice: number) =>
      jobs.filter((job) => job.slice === slice).map(({ count }) => count);
    const expected = sliceEventCount(5, 1, 0, 50_000);
    expect(
      counts(0)
        .slice(0, -1)
        .reduce((sum, count) => sum + count, 0),
    ).toBe(expected);
    expect(
      counts(0)
        .slice(0, -2)
        .every((count) => count === 300),
    ).toBe(true);
    expect(jobs.filter((job) => 'probes' in job)).toHaveLength(2);
    expect(counts(0).at(-1)).toBe(7);
    expect(counts(1).at(-1)).toBe(7);
  });

  it('come in parts in the first slice of a cold start, and then the clock starts', async () => {
    let now = 0;
    const busy: number[] = [];
    const cold = { ...program(50_000), firstBatch: 100 };
    const beside = (slice: number): readonly LiveJob[] => [
      { kind: 'generate', slice, first: 0, count: 7, point: 3, probes: true },
      { kind: 'generate', slice, first: 7, count: 2, point: 4, probes: true },
    ];
    const kinds: string[] = [];
    const counts = new Map<number, number[]>();
    let last = 0;
    for await (const job of liveJobs({
      ...base,
      program: cold,
      beside,
      pace: 'real',
      slices: 3,
      // The clock goes on whenever somebody looks at it.
      clock: { now: () => (now += 20) },
      onBusy: (first) => busy.push(first),
    })) {
      kinds.push('probes' in job ? `beside ${job.count}` : `${job.slice}`);
      if ('probes' in job) continue;
      counts.set(job.slice, [...(counts.get(job.slice) ?? []), job.count]);
      expect(job.until).toBeGreaterThan(last);
      last = job.until;
      // Cold workers take half a second for each part; later ones keep up with the beam.
      if (job.slice === 0) now += 500;
    }
    // What is beside is seen first, by one worker while the other begins the slice.
    expect(kinds.slice(0, 4)).toEqual(['beside 7', '0', 'beside 2', '0']);
    expect(kinds.filter((kind) => kind.startsWith('beside'))).toHaveLength(6);
    expect(kinds.slice(-2)).toEqual(['beside 7', 'beside 2']);
    const whole = sliceEventCount(5, 1, 0, 50_000);
    // Each is as large as all before it.
    expect(counts.get(0)!.slice(0, 5)).toEqual([100, 100, 200, 400, 800]);
    expect(counts.get(0)!.reduce((sum, count) => sum + count, 0)).toBe(whole);
    expect(counts.get(1)![0]).toBe(Math.min(1024, sliceEventCount(5, 1, 1, 50_000)));
    expect(last).toBe(3 * slicePeriod);
    expect(busy).toEqual([]);
  });

  it.each([
    ['behind the first slice that takes no longer than its beam', [400, 700, 800, 10], 3],
    ['four seconds later where the host stays too slow', [3000, 700, 400, 200], 2],
  ])('have a clock that starts, when workers are cold, %s', async (_, took, last) => {
    const period = slicePeriod / 1e6;
    // The clock goes on whenever somebody looks at it.
    let now = 1000;
    const place = new PullPlace();
    const begun: (number | undefined)[] = [];
    const ends: number[] = [];
    const busy: [number, number][] = [];
    for await (const { slice } of liveJobs({
      ...base,
      place,
      program: { ...program(1000), firstBatch: 1024 },
      pace: 'real',
      slices: 60,
      clock: { now: () => (now += 20) },
      onSlice: () => void begun.push(place.began),
      onBusy: (first, count) => busy.push([first, count]),
    })) {
      expect(slice).toBeGreaterThanOrEqual(ends.length);
      now += took[ends.length] ?? (ends.length === took.length ? 1500 : 0);
      ends.push(now);
    }
    // All of them are played as soon as workers can; none is missed.
    expect(begun.slice(0, last + 1)).toEqual(Array(last + 1).fill(undefined));
    expect(new Set(begun.slice(last + 1)).size).toBe(1);
    // The last of them ends one period after the look at the clock behind it.
    expect(begun.at(-1)! + last * period).toBeCloseTo(ends[last]! + 20, 6);
    // From there on a host that hangs for more than a second misses slices.
    expect(busy).toHaveLength(1);
    expect(busy[0]![0]).toBe(took.length + 1);
    expect(busy[0]![1]).toBeGreaterThan(20);
  });

  it('follow the wall clock: no slice before its beam, none a second later', async () => {
    const period = slicePeriod / 1e6;
    for (const pause of [0, 900, 1100]) {
      // The clock goes on whenever somebody looks at it.
      let now = 0;
      const busy: number[] = [];
      const options: LiveJobsOptions = {
        ...base,
        program: program(1000),
        pace: 'real',
        slices: 40,
        clock: { now: () => (now += 20) },
        onBusy: (_, count) => busy.push(count),
      };
      for await (const { slice } of liveJobs(options)) {
        expect(now, `slice ${slice}`).toBeGreaterThanOrEqual(slice * period);
        expect(now, `slice ${slice}`).toBeLessThan(slice * period + 1000 + 100);
        if (slice === 5) now += pause;
      }
      expect(busy, `after a pause of ${pause} ms`).toEqual(
        pause === 1100 ? [expect.closeTo(22, -1)] : [],
      );
    }
  });
});
