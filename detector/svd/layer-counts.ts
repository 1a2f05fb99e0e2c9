import type { ConfigOf } from '../base/config.js';
import type { Addresses, RunContext } from '../event.js';
import { countLayers, type LayerCount } from '../silicon/layer-counts.js';
import { svdBackground } from './background.js';
import { sides, stripCount, svdSensorCount, svdSensors } from './geometry.js';
import type { SvdHits } from './hits.js';
import type { svdSchema } from './schema.js';

/** Fired strips of an event by layer, both sides together, those of background included. */
export function svdLayerCounts(config: ConfigOf<typeof svdSchema>, context: RunContext) {
  const background = svdBackground(config, context);
  const channels = Float64Array.from(
    { length: svdSensorCount },
    (_, sensor) => stripCount(sensor, sides.u) + stripCount(sensor, sides.v),
  );
  return (
    { offsets, sensor }: SvdHits,
    addresses: Addresses,
    event: number,
  ): readonly LayerCount[] =>
    countLayers(
      svdSensors,
      channels,
      sensor.subarray(offsets[event], offsets[event + 1]),
      background(addresses, event),
    );
}
