import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits } from '../noise.js';
import { channelChargeSchema, type SiliconCharges } from '../silicon/deposit.js';
import { hitsForShare } from '../silicon/occupancy.js';
import { electronsPerCount } from './digitize.js';
import { frameEnd, frameStart } from './frame.js';
import { isInstalled, pixelsPerSensor, pxdSensorCount, pxdSensors } from './geometry.js';
import type { PxdConfig } from './schema.js';

/** So many σ of the noise lift each pixel over threshold. */
const sureSigmas = 4;
/** Mean charge beyond that [e]; our choice. */
const meanCharge = 2000;

/** Pixels that background fires, anywhere on the sensors and at any time in the frame. */
export function pxdNoise(
  config: PxdConfig,
  context: RunContext,
): Noise<SiliconCharges> | undefined {
  return hitsOfPixels(config, context, pixelGroups(config), purpose.pxdBackground);
}

/** Pixels of each sensor with the background that they have. */
export const pixelGroups = ({ occupancy, layers }: PxdConfig): readonly ChannelGroup[] =>
  Array.from({ length: pxdSensorCount }, (_, sensor) => {
    const share = pxdSensors.layerIndex[sensor] === 0 ? occupancy.layer1 : occupancy.layer2;
    return {
      channels: pixelsPerSensor,
      mean: isInstalled(sensor, layers) ? hitsForShare(share) : 0,
    };
  });

/** Charge over threshold in groups of pixels, at any time in the frame. */
export function hitsOfPixels(
  { threshold, noise }: PxdConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purposeId: number,
): Noise<SiliconCharges> | undefined {
  const lowest = (threshold + 0.5) * electronsPerCount + sureSigmas * noise;
  return noiseDeposits(
    {
      schema: channelChargeSchema,
      groups,
      purpose: purposeId,
      write: ({ count, channel: pixels, fraction }, { channel, charge, time }, row, random) => {
        for (let hit = 0; hit < count; hit++) {
          channel[row + hit] = pixels[hit];
          charge[row + hit] = lowest + meanCharge * random.exponential();
          time[row + hit] = frameStart + fraction[hit] * (frameEnd - frameStart);
        }
      },
    },
    context,
  );
}
