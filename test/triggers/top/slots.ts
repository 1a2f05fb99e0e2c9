import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { type TopHits, topHitSchema } from '../../../detector/top/hits.js';
import type { TopObjects } from '../../../triggers/top/objects.js';
import { topObjects, topTriggerSchema } from '../../../triggers/top/top-trigger.js';

/** Objects of hits under a raw configuration. */
export function topOf(hits: TopHits, raw: object = {}): TopObjects {
  return topObjects(parseConfig(topTriggerSchema, raw, 'test'), { seed: 1 })(
    hits,
    hits.offsets.length - 1,
  );
}

/** One event in which `count` photons come together at `time` [ns] in each of the slots 1–16. */
export function flashes(slots: readonly number[], count = 20, time = 20): TopHits {
  const builder = new TableBuilder(topHitSchema);
  for (const slot of slots.toSorted((a, b) => a - b)) {
    builder.reserve(count);
    for (let hit = 0; hit < count; hit++) {
      builder.columns.module[builder.rowCount] = slot - 1;
      builder.columns.time[builder.rowCount++] = time;
    }
  }
  builder.endEvent();
  return builder.take();
}
