import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { type KlmHits, klmHitSchema } from '../../../detector/klm/hits.js';
import { klmObjects, klmTriggerSchema } from '../../../triggers/klm/klm-trigger.js';
import type { KlmObjects } from '../../../triggers/klm/objects.js';

/** Both planes of layers `from` to `to` of a sector are hit, in strip 5 by default. */
export interface Stretch {
  readonly section: number;
  readonly sector: number;
  readonly from: number;
  readonly to: number;
  readonly planes?: readonly number[];
  readonly strip?: number;
}

export function klmHitsOf(events: readonly (readonly Stretch[])[]): KlmHits {
  const builder = new TableBuilder(klmHitSchema);
  for (const stretches of events) {
    for (const { section, sector, from, to, planes = [0, 1], strip = 5 } of stretches) {
      for (let layer = from; layer <= to; layer++) {
        for (const plane of planes) {
          builder.reserve(1);
          const row = builder.rowCount++;
          builder.columns.section[row] = section;
          builder.columns.sector[row] = sector;
          builder.columns.layer[row] = layer;
          builder.columns.plane[row] = plane;
          builder.columns.strip[row] = strip;
        }
      }
    }
    builder.endEvent();
  }
  return builder.take();
}

/** KLM objects of events under a raw configuration. */
export function klmOf(events: readonly (readonly Stretch[])[], raw: object = {}): KlmObjects {
  return klmObjects(parseConfig(klmTriggerSchema, raw, 'test'), { seed: 1 })(
    klmHitsOf(events),
    events.length,
  );
}

/** The columns of one event as numbers. */
export function klmOfOne(
  stretches: readonly Stretch[],
  raw: object = {},
): Readonly<Record<keyof KlmObjects, number>> {
  return Object.fromEntries(
    Object.entries(klmOf([stretches], raw)).map(([name, [value]]) => [name, value]),
  ) as never;
}
