import type { SensorList } from './sensors.js';

/** Fired channels of a layer in one event. */
export interface LayerCount {
  /** As the experiment counts. */
  readonly layer: number;
  readonly channels: number;
  /** Fired by simulated particles, and by background. */
  readonly hits: number;
  readonly background: number;
}

/** Share of a layer's channels that fired. */
export const occupancyOf = ({ channels, hits, background }: LayerCount): number =>
  channels === 0 ? 0 : (hits + background) / channels;

/**
 * Counts by layer.
 * @param channels of each sensor, 0 where it is not installed; @param hit sensors of the event's
 * hits; @param background counts by sensor.
 */
export function countLayers(
  list: SensorList,
  channels: ArrayLike<number>,
  hit: Uint8Array,
  background: Uint32Array,
): readonly LayerCount[] {
  const { layers, firstSensor } = list;
  return layers.map(({ layer }, index) => {
    const [from, to] = [firstSensor[index], firstSensor[index + 1]];
    const inLayer = (sensor: number): boolean => sensor >= from && sensor < to;
    return {
      layer,
      channels: Array.from(channels)
        .slice(from, to)
        .reduce((sum, count) => sum + count, 0),
      hits: hit.reduce((sum, sensor) => sum + Number(inLayer(sensor)), 0),
      background: background.subarray(from, to).reduce((sum, count) => sum + count, 0),
    };
  });
}
