import type { Masking } from '../mask/channels.js';
import type { SiliconCharges } from '../silicon/deposit.js';
import { sensorFields } from '../silicon/sensors.js';
import { frameEnd, frameStart } from './frame.js';
import {
  columnCount,
  pixelOf,
  pixelsPerSensor,
  pxdSensorCount,
  pxdSensors,
  rowCount,
} from './geometry.js';
import type { PxdHits } from './hits.js';
import { hitsOfPixels } from './noise.js';
import type { PxdConfig } from './schema.js';

/** Pixels; charge spreads over them, so that what fails is a pixel that would be sent. */
export const pxdMasking: Masking<PxdConfig, SiliconCharges, PxdHits> = {
  channels: {
    number: 1,
    count: pxdSensorCount * pixelsPerSensor,
    fields: {
      ...sensorFields(pxdSensors, pixelsPerSensor),
      row: {
        min: 0,
        max: rowCount - 1,
        of: (pixel) => Math.floor(pixel / columnCount) % rowCount,
        block: columnCount,
      },
      column: { min: 0, max: columnCount - 1, of: (pixel) => pixel % columnCount },
    },
  },
  loses: {
    what: 'hits',
    channelOf:
      ({ sensor, column, row: rows }) =>
      (row) =>
        pixelOf(sensor[row], column[row], rows[row]),
  },
  hotWindow: () => frameEnd - frameStart,
  hotHits: hitsOfPixels,
};
