import type { SensorList } from './sensors.js';

/** Fired channels of a layer in one event. */
export interface LayerCount {
  /** As the experiment counts. */
  readonly layer: number;
  readonly channels: number;
  /** By particles and noise. */
  readonly fired: number;
}

/** Share of a layer's channels that fired. */
export const occupancyOf = ({ channels, fired }: LayerCount): number =>
  channels === 0 ? 0 : fired / channels;

/**
 * Counts by layer.
 * @param channels of each sensor, 0 where it is not installed; @param hit sensors of the event's
 * hits.
 */
export function countLayers(
  list: SensorList,
  channels: ArrayLike<number>,
  hit: Uint8Array,
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
      fired: hit.reduce((sum, sensor) => sum + Number(inLayer(sensor)), 0),
    };
  });
}
