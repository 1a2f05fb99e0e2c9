import type { ConfigOf } from '../base/config.js';
import type { Addresses, RunContext } from '../event.js';
import { countLayers, type LayerCount } from '../silicon/layer-counts.js';
import { pxdBackground } from './background.js';
import { isInstalled, pixelsPerSensor, pxdSensorCount, pxdSensors } from './geometry.js';
import type { PxdHits } from './hits.js';
import type { pxdSchema } from './schema.js';

/** Fired pixels of an event by layer, those of background included. */
export function pxdLayerCounts(config: ConfigOf<typeof pxdSchema>, context: RunContext) {
  const background = pxdBackground(config, context);
  const channels = Float64Array.from({ length: pxdSensorCount }, (_, sensor) =>
    isInstalled(sensor, config.layers) ? pixelsPerSensor : 0,
  );
  return (
    { offsets, sensor }: PxdHits,
    addresses: Addresses,
    event: number,
  ): readonly LayerCount[] =>
    countLayers(
      pxdSensors,
      channels,
      sensor.subarray(offsets[event], offsets[event + 1]),
      background(addresses, event),
    );
}
