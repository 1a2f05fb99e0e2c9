import { countLayers, type LayerCount } from '../silicon/layer-counts.js';
import { isInstalled, pixelsPerSensor, pxdSensorCount, pxdSensors } from './geometry.js';
import type { PxdHits } from './hits.js';
import type { PxdConfig } from './schema.js';

/** Fired pixels of an event by layer. */
export function pxdLayerCounts({ layers }: PxdConfig) {
  const channels = Float64Array.from({ length: pxdSensorCount }, (_, sensor) =>
    isInstalled(sensor, layers) ? pixelsPerSensor : 0,
  );
  return ({ offsets, sensor }: PxdHits, event: number): readonly LayerCount[] =>
    countLayers(pxdSensors, channels, sensor.subarray(offsets[event], offsets[event + 1]));
}
