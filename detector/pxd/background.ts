import type { ConfigOf } from '../base/config.js';
import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { backgroundCounts } from '../silicon/background.js';
import { openShare } from './frame.js';
import { isInstalled, pixelsPerSensor, pxdSensorCount, pxdSensors } from './geometry.js';
import type { pxdSchema } from './schema.js';

/** Pixels that background fires in the frame of an event, by sensor. */
export function pxdBackground(config: ConfigOf<typeof pxdSchema>, context: RunContext) {
  const { occupancy, layers } = config;
  const open = openShare(config);
  const means = Float64Array.from({ length: pxdSensorCount }, (_, sensor) => {
    const share = pxdSensors.layerIndex[sensor] === 0 ? occupancy.layer1 : occupancy.layer2;
    return isInstalled(sensor, layers) ? open * share * pixelsPerSensor : 0;
  });
  return backgroundCounts(means, purpose.pxdBackground, context);
}
