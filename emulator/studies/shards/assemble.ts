import { joinParts, type StudyPart } from './part.js';
import type { ShardPlan } from './plan.js';
import type { FinishedShard } from './shard-file.js';

/** Collects parts that come in the order of the events; returns a shard with its last part. */
export function shardAssembler(plan: ShardPlan): (part: StudyPart) => FinishedShard | undefined {
  let parts: StudyPart[] = [];
  return (part) => {
    if (parts[0]?.slice !== part.slice) parts = [];
    parts.push(part);
    const shard = plan.shard(part.slice)!;
    const events = parts.reduce((sum, { eventCount }) => sum + eventCount, 0);
    return events === shard.events ? { ...shard, parts: joinParts(parts) } : undefined;
  };
}
