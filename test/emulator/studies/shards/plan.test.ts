import { describe, expect, it } from 'vitest';
import {
  apportion,
  jobsOf,
  mixedSchedule,
  planShards,
} from '../../../../emulator/studies/shards/plan.js';

describe('events of a study', () => {
  it('are shared out in proportion and add up to the total', () => {
    expect(apportion(1000, [3, 1])).toEqual([750, 250]);
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(
      apportion(1_000_001, [45, ...Array.from({ length: 15 }, () => 1)]).reduce((a, b) => a + b),
    ).toBe(1_000_001);
  });

  it('come in shards of 4096 that count on over the points', () => {
    const plan = planShards(9000, [1, 1]);
    expect(plan.shardCount).toBe(4);
    expect([0, 1, 2, 3, 4].map(plan.shard)).toEqual([
      { point: 0, slice: 0, events: 4096 },
      { point: 0, slice: 1, events: 404 },
      { point: 1, slice: 2, events: 4096 },
      { point: 1, slice: 3, events: 404 },
      undefined,
    ]);
  });

  it.each([1, 100, 1024, 4096])(
    'cover every address once, in order, in batches of %i',
    (batchEvents) => {
      const plan = planShards(5000, [2, 1]);
      const addresses = [...jobsOf(plan, batchEvents)].flatMap(({ slice, first, count, point }) =>
        Array.from({ length: count }, (_, event) => `${point}:${slice}:${first + event}`),
      );
      const expected = Array.from(
        { length: plan.shardCount },
        (_, slice) => plan.shard(slice)!,
      ).flatMap(({ point, slice, events }) =>
        Array.from({ length: events }, (_, event) => `${point}:${slice}:${event}`),
      );
      expect(addresses).toEqual(expected);
      expect(addresses).toHaveLength(5000);
    },
  );

  it('are found by their position, also behind a point without events', () => {
    const plan = planShards(5000, [2, 0, 1]);
    // 3333 events of the first point fill slice 0 in part; slice 1 begins the last point.
    expect([0, 3332, 3333, 4999].map(plan.locate)).toEqual([
      { slice: 0, index: 0 },
      { slice: 0, index: 3332 },
      { slice: 1, index: 0 },
      { slice: 1, index: 1666 },
    ]);
    expect(plan.shard(1)).toEqual({ point: 2, slice: 1, events: 1667 });
    expect(plan.shard(plan.locate(5000).slice)).toBeUndefined();
  });

  it('may be 10^12 without a list of their slices', () => {
    const plan = planShards(1e12, [1, 2]);
    expect(plan.shardCount).toBe(
      Math.ceil(333_333_333_333 / 4096) + Math.ceil(666_666_666_667 / 4096),
    );
    expect(plan.locate(1e12 - 1)).toEqual({
      slice: plan.shardCount - 1,
      index: plan.shard(plan.shardCount - 1)!.events - 1,
    });
    expect(jobsOf(plan, 1024).next().value).toEqual({
      kind: 'generate',
      slice: 0,
      first: 0,
      count: 64,
      point: 0,
    });
  });

  it('are refused where their slices would not fit into an address', () => {
    expect(planShards(2 ** 32 * 4096, [1]).shardCount).toBe(2 ** 32);
    expect(() => planShards(2 ** 32 * 4096 + 1, [1])).toThrow(
      expect.objectContaining({ code: 'CARD_EVENTS' }),
    );
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
