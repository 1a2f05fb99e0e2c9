import { EmulatorError } from '../../../detector/base/errors.js';
import { shardEvents } from '../../../detector/event.js';
import type { GenerateJob } from '../../chain/jobs.js';

/** Consecutive events of one point that share a slice: the unit in which weights are summed. */
export interface Shard {
  readonly point: number;
  readonly slice: number;
  readonly events: number;
}

/**
 * Whole numbers in proportion to `shares` that add up to `total`; what rounding leaves goes to the
 * largest remainders.
 */
export function apportion(total: number, shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  const exact = shares.map((share) => (total * share) / sum);
  const counts = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  const missing = total - counts.reduce((a, b) => a + b, 0);
  for (const { index } of byRemainder.slice(0, missing)) counts[index] = counts[index]! + 1;
  return counts;
}

/**
 * The shards of a study, made when they are asked for, so that a long study needs no more memory
 * than a short one.
 */
export interface ShardPlan {
  readonly shardCount: number;
  /** Slice in which the first event of each point is. */
  readonly firstSlices: readonly number[];
  /** The shard of a slice; undefined past the last. */
  readonly shard: (slice: number) => Shard | undefined;
  /**
   * Where event `position` of the study is, counted from 0; past the last shard when there are
   * fewer events.
   */
  readonly locate: (position: number) => { readonly slice: number; readonly index: number };
}

/** Addresses hold slices as 32-bit numbers. */
const maxShards = 2 ** 32;

/**
 * `total` events in proportion to `shares`: points one after the other, each in full shards and a
 * last one with the rest; slices count on.
 * @throws CARD_EVENTS
 */
export const planShards = (total: number, shares: readonly number[]): ShardPlan =>
  planPoints(apportion(total, shares));

/**
 * As `planShards`, for so many events of each point.
 * @throws CARD_EVENTS
 */
export function planPoints(pointEvents: readonly number[]): ShardPlan {
  const total = pointEvents.reduce((sum, events) => sum + events, 0);
  const firstSlices: number[] = [];
  let shardCount = 0;
  for (const events of pointEvents) {
    firstSlices.push(shardCount);
    shardCount += Math.ceil(events / shardEvents);
  }
  if (shardCount > maxShards) {
    throw new EmulatorError(
      'CARD_EVENTS',
      `${total} events are too many: a study has at most ${maxShards} slices of ` +
        `${shardEvents}, about ${(maxShards * shardEvents).toPrecision(2)} events`,
    );
  }
  return {
    shardCount,
    firstSlices,
    shard: (slice) => {
      if (!(slice < shardCount)) return undefined;
      const point = firstSlices.findLastIndex((first) => first <= slice);
      const before = (slice - firstSlices[point]!) * shardEvents;
      return { point, slice, events: Math.min(shardEvents, pointEvents[point]! - before) };
    },
    locate: (position) => {
      let left = position;
      for (const [point, events] of pointEvents.entries()) {
        if (left < events)
          return {
            slice: firstSlices[point]! + Math.floor(left / shardEvents),
            index: left % shardEvents,
          };
        left -= events;
      }
      return { slice: shardCount, index: left };
    },
  };
}

/** The shards in address order, without those that are there already. */
export function* shardsOf(
  { shardCount, shard }: ShardPlan,
  without?: Pick<ReadonlySet<number>, 'has'>,
): Generator<Shard> {
  for (let slice = 0; slice < shardCount; slice++)
    if (without?.has(slice) !== true) yield shard(slice)!;
}

/** The shards as jobs of at most `batchEvents` events, in address order. */
export function* jobsOf(
  plan: ShardPlan,
  batchEvents: number,
  without?: Pick<ReadonlySet<number>, 'has'>,
): Generator<GenerateJob> {
  const size = growingBatches(batchEvents);
  for (const shard of shardsOf(plan, without)) yield* jobsOfShard(shard, size);
}

/** Jobs that make the events of a shard; `size` is asked before each for its number of events. */
export function* jobsOfShard(
  { slice, point, events }: Shard,
  size: () => number,
): Generator<GenerateJob> {
  for (let first = 0, count = 0; first < events; first += count) {
    count = Math.min(size(), events - first);
    yield { kind: 'generate', slice, first, count, point };
  }
}

/**
 * The first batches are small, since compiled code takes the place of interpreted code from one
 * batch to the next: a quarter less work at the start.
 */
export function growingBatches(most: number): () => number {
  let batches = 0;
  return () => Math.min(most, minBatch * 2 ** Math.floor(batches++ / batchesOfASize));
}

const minBatch = 64;
const batchesOfASize = 8;

/** Entries of a schedule at most: the smallest share is kept to 1 in so many. */
const maxSchedule = 200;

/**
 * Points in proportion to their shares, each spread evenly: at every step the point that is
 * furthest behind its share.
 */
export function mixedSchedule(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (sum <= 0) return [];
  const smallest = Math.min(...shares.filter((share) => share > 0));
  const length = Math.min(maxSchedule, Math.max(shares.length, Math.round(sum / smallest)));
  const counts = shares.map(() => 0);
  return Array.from({ length }, (_, step) => {
    const behind = shares.map((share, point) => ((step + 1) * share) / sum - counts[point]!);
    const next = behind.indexOf(Math.max(...behind));
    counts[next] = counts[next]! + 1;
    return next;
  });
}
