import { describe, expect, it } from 'vitest';
import { ShardWindow, windowShards } from '../../../emulator/distributed/shard-window.js';
import { planShards } from '../../../emulator/studies/shards/plan.js';
import { encodeShard } from '../../../emulator/studies/shards/shard-file.js';

const key = 'cafe';
const full = 4096;
const study = { plan: planShards(3 * full + 10, [1]), cellCount: 4 };

/** What a worker sends of a shard. */
const result = (slice: number, events = full, of = key): Uint8Array =>
  encodeShard(
    {
      slice,
      point: 0,
      events,
      parts: [
        {
          slice,
          eventCount: events,
          counts: { cells: Uint32Array.of(1), counts: Uint32Array.of(slice) },
        },
      ],
    },
    of,
  );

const slices = (parts: Iterable<{ readonly slice: number }>): readonly number[] =>
  [...parts].map(({ slice }) => slice);

describe('shards that are given out', () => {
  it('come back in order, whatever the order of results; what is beyond a gap waits', () => {
    const window = new ShardWindow(study, key, undefined);
    expect(slices(window.next())).toEqual([0, 1, 2, 3]);
    expect(window.next()).toEqual([]);
    window.receive(result(2));
    expect(slices(window.inOrder())).toEqual([]);
    expect(slices(window.all())).toEqual([2]);
    expect(slices(window.missing())).toEqual([0, 1, 3]);
    window.receive(result(0));
    window.receive(result(0));
    expect(slices(window.inOrder())).toEqual([0]);
    // The second result of a shard that has left counts for nothing.
    window.receive(result(0));
    window.receive(result(1));
    window.receive(result(3, 10));
    expect(slices(window.inOrder())).toEqual([1, 2, 3]);
    expect(window.isEmpty).toBe(true);
  });

  it('are not those of another study, of another length, or damaged', () => {
    const window = new ShardWindow(study, key, undefined);
    window.next();
    window.receive(result(0, full, 'beef'));
    window.receive(result(0, 10));
    window.receive(result(0).subarray(0, 40));
    window.receive(result(9));
    expect(slices(window.missing())).toEqual([0, 1, 2, 3]);
  });

  it('are those that are not there yet, and no more at once than the window holds', () => {
    const found = new ShardWindow(study, key, new Set([0, 2]));
    expect(slices(found.next())).toEqual([1, 3]);
    const long = { ...study, plan: planShards((windowShards + 5) * full, [1]) };
    const window = new ShardWindow(long, key, undefined);
    expect(window.next()).toHaveLength(windowShards);
    expect(window.next()).toEqual([]);
    window.receive(result(0));
    expect(slices(window.inOrder())).toEqual([0]);
    expect(slices(window.next())).toEqual([windowShards]);
  });
});
