import { shardEvents } from '../../detector/event.js';
import type { Shard } from '../studies/shards/plan.js';
import type { Study } from '../studies/study.js';
import { maxDeliveries } from './study-stream.js';

/** At most so many lost shards are named. */
const maxNamed = 5;

/** Which shards no worker has finished, by number, point of the card and events. */
export function lostShards(
  lost: readonly Shard[],
  { card, plan }: Pick<Study, 'card' | 'plan'>,
): string {
  const first = (shard: Shard): number =>
    (shard.slice - plan.firstSlices[shard.point]!) * shardEvents;
  const named = lost
    .slice(0, maxNamed)
    .map(
      (shard) =>
        `shard ${shard.slice} (point "${card.points[shard.point]!.name}", its events ` +
        `${first(shard)} to ${first(shard) + shard.events - 1})`,
    );
  const more = lost.length > maxNamed ? ` and ${lost.length - maxNamed} more` : '';
  const whose = lost.length === 1 ? 'was' : 'were each';
  return (
    `${named.join(', ')}${more} ${whose} given to ${maxDeliveries} workers, and none has ` +
    'finished it: they were killed or lost on the way, see their logs; with --out and ' +
    '--resume what is done is kept, and what is missing tried again'
  );
}
