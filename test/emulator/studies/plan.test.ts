import { describe, expect, it } from 'vitest';
import { apportion, jobsOf, mixedSchedule, planShards } from '../../../emulator/studies/plan.js';

describe('events of a study', () => {
  it('are shared out in proportion and add up to the total', () => {
    expect(apportion(1000, [3, 1])).toEqual([750, 250]);
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(apportion(1_000_001, [45, ...Array.from({ length: 15 }, () => 1)]).reduce((a, b) => a + b)).toBe(1_000_001);
  });

  it('come in shards of 4096 that count on over the points', () => {
    expect(planShards(9000, [1, 1])).toEqual([
      { point: 0, slice: 0, events: 4096 },
      { point: 0, slice: 1, events: 404 },
      { point: 1, slice: 2, events: 4096 },
      { point: 1, slice: 3, events: 404 },
    ]);
  });

  it.each([1, 100, 1024, 4096])('cover every address once, in order, in batches of %i', (batchEvents) => {
    const shards = planShards(5000, [2, 1]);
    const addresses = [...jobsOf(shards, batchEvents)].flatMap(({ slice, first, count, point }) =>
      Array.from({ length: count }, (_, event) => `${point}:${slice}:${first + event}`),
    );
    const expected = shards.flatMap(({ point, slice, events }) =>
      Array.from({ length: events }, (_, event) => `${point}:${slice}:${event}`),
    );
    expect(addresses).toEqual(expected);
  });
});

describe('the schedule of a live run', () => {
  it('plays points in proportion to their shares, never the rare ones all together', () => {
    const schedule = mixedSchedule([6, 1, 1]);
    expect(schedule).toHaveLength(8);
    expect(schedule.filter((point) => point === 0)).toHaveLength(6);
    const rare = schedule.flatMap((point, step) => (point > 0 ? step : []));
    expect(rare[1]! - rare[0]!).toBeGreaterThan(1);
  });

  it('is empty for a card without points', () => {
    expect(mixedSchedule([])).toEqual([]);
  });
});
