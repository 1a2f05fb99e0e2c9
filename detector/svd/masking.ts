import type { Masking } from '../mask/channels.js';
import type { SiliconCharges } from '../silicon/deposit.js';
import { sensorFields } from '../silicon/sensors.js';
import {
  channelOf,
  maxStrips,
  sideCount,
  stripCount,
  svdSensorCount,
  svdSensors,
} from './geometry.js';
import type { SvdHits } from './hits.js';
import { hitsOfStrips, seenTime } from './noise.js';
import type { SvdConfig } from './schema.js';

/** Strips of a chip (recalled, not verified). */
const stripsOfChip = 128;

const sideOf = (channel: number): number => Math.floor(channel / maxStrips) % sideCount;

const stripOf = (channel: number): number => channel % maxStrips;

/** Whether the side of a channel has so many strips. */
const exists = (channel: number): boolean =>
  stripOf(channel) < stripCount(Math.floor(channel / (sideCount * maxStrips)), sideOf(channel));

/** Strips and their chips; charge spreads over strips, so that what fails is one that is sent. */
export const svdMasking: Masking<SvdConfig, SiliconCharges, SvdHits> = {
  channels: {
    number: 2,
    count: svdSensorCount * sideCount * maxStrips,
    exists,
    fields: {
      ...sensorFields(svdSensors, sideCount * maxStrips),
      side: { min: 0, max: sideCount - 1, of: sideOf, block: maxStrips },
      chip: {
        min: 0,
        max: maxStrips / stripsOfChip - 1,
        of: (channel) => Math.floor(stripOf(channel) / stripsOfChip),
        block: stripsOfChip,
      },
      strip: { min: 0, max: maxStrips - 1, of: stripOf },
    },
  },
  loses: {
    what: 'hits',
    channelOf:
      ({ sensor, side, strip }) =>
      (row) =>
        channelOf(sensor[row], side[row], strip[row]),
  },
  hotWindow: () => seenTime,
  hotHits: hitsOfStrips,
};
