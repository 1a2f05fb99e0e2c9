import { type HitTree, joinHits } from '../chain/kept-hits.js';
import type { ParticleList } from '../../detector/truth.js';
import type { WindowBatch } from '../chain/windows.js';

/** Windows of several batches as one, in their order; at least one, each with one list of seeds. */
export function joinWindows(batches: readonly WindowBatch[]): WindowBatch {
  const [first] = batches;
  if (first !== undefined && batches.length === 1) return first;
  const lists: ParticleList[] = [];
  let eventCount = 0;
  for (const { overlays, ...batch } of batches) {
    const before = eventCount;
    const [list] = overlays!;
    lists.push({ ...list!, event: list!.event.map((event) => event + before) });
    eventCount += batch.eventCount;
  }
  const columns = batches.map(({ overlays: _overlays, ...batch }) => batch as unknown as HitTree);
  return {
    ...(joinHits(columns) as unknown as WindowBatch),
    eventCount,
    overlays: [joinHits(lists as unknown as HitTree[]) as unknown as ParticleList],
  };
}
