import { countLayers, type LayerCount } from '../silicon/layer-counts.js';
import { sides, stripCount, svdSensorCount, svdSensors } from './geometry.js';
import type { SvdHits } from './hits.js';

const channels = Float64Array.from(
  { length: svdSensorCount },
  (_, sensor) => stripCount(sensor, sides.u) + stripCount(sensor, sides.v),
);

/** Fired strips of an event by layer, both sides together. */
export function svdLayerCounts({ offsets, sensor }: SvdHits, event: number): readonly LayerCount[] {
  return countLayers(svdSensors, channels, sensor.subarray(offsets[event], offsets[event + 1]));
}
