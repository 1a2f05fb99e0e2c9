import { shardEvents } from '../slices.js';
import type { GenerateJob } from '../workers/protocol.js';

/** Consecutive events of one point that share a slice: the unit in which weights are summed. */
export interface Shard {
  readonly point: number;
  readonly slice: number;
  readonly events: number;
}

/** Whole numbers in proportion to `shares` that add up to `total`; what rounding leaves goes to the largest remainders. */
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

/** The shards of a study: points one after the other, each in full shards and a last one with the rest; slices count on. */
export function planShards(total: number, shares: readonly number[]): readonly Shard[] {
  const shards: Shard[] = [];
  apportion(total, shares).forEach((events, point) => {
    for (let first = 0; first < events; first += shardEvents) {
      shards.push({ point, slice: shards.length, events: Math.min(shardEvents, events - first) });
    }
  });
  return shards;
}

/** The shards as jobs of at most `batchEvents` events, in address order. */
export function* jobsOf(shards: readonly Shard[], batchEvents: number): Generator<GenerateJob> {
  for (const { point, slice, events } of shards) {
    for (let first = 0; first < events; first += batchEvents) {
      yield { kind: 'generate', slice, first, count: Math.min(batchEvents, events - first), point };
    }
  }
}

/** Entries of a schedule at most: the smallest share is kept to 1 in so many. */
const longestSchedule = 200;

/** Points in proportion to their shares, each spread evenly: at every step the point that is furthest behind its share. */
export function mixedSchedule(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  if (sum <= 0) return [];
  const smallest = Math.min(...shares.filter((share) => share > 0));
  const length = Math.min(longestSchedule, Math.max(shares.length, Math.round(sum / smallest)));
  const counts = shares.map(() => 0);
  return Array.from({ length }, (_, step) => {
    const behind = shares.map((share, point) => ((step + 1) * share) / sum - counts[point]!);
    const next = behind.indexOf(Math.max(...behind));
    counts[next] = counts[next]! + 1;
    return next;
  });
}
