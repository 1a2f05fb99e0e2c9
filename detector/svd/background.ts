import type { ConfigOf } from '../base/config.js';
import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { backgroundCounts } from '../silicon/background.js';
import { sides, stripCount, svdSensorCount, svdSensors } from './geometry.js';
import type { svdSchema } from './schema.js';

/** Strips that background fires in an event, by sensor, both sides together. */
export function svdBackground({ occupancy }: ConfigOf<typeof svdSchema>, context: RunContext) {
  const shares = [occupancy.layer3, occupancy.layer4, occupancy.layer5, occupancy.layer6];
  const means = Float64Array.from(
    { length: svdSensorCount },
    (_, sensor) =>
      shares[svdSensors.layerIndex[sensor]] *
      (stripCount(sensor, sides.u) + stripCount(sensor, sides.v)),
  );
  return backgroundCounts(means, purpose.svdBackground, context);
}
