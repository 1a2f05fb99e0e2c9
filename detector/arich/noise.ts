import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits, noParticle } from '../noise.js';
import { channelsPerHapd, rings } from './geometry.js';
import { type ArichDeposits, arichDepositSchema } from './hits.js';
import type { ArichConfig } from './schema.js';

/** Uncorrelated hits of the pads, evenly in the window of acceptance. */
export function arichNoise(
  config: ArichConfig,
  context: RunContext,
): Noise<ArichDeposits> | undefined {
  return hitsOfPads(config, context, padGroups(config), purpose.arichNoise);
}

/** Pads of each ring with the noise that they have. */
export function padGroups({ noiseHits, noiseScale }: ArichConfig): readonly ChannelGroup[] {
  const scales = Object.values(noiseScale);
  return rings.map(({ count }, ring) => ({
    channels: count * channelsPerHapd,
    mean: (noiseHits * scales[ring]) / channelsPerHapd,
  }));
}

/** Hits of groups of pads, evenly in the window of acceptance. */
export function hitsOfPads(
  { windowStart, windowLength }: ArichConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purposeId: number,
): Noise<ArichDeposits> | undefined {
  return noiseDeposits(
    {
      schema: arichDepositSchema,
      groups,
      purpose: purposeId,
      write: ({ count, channel: pads, fraction }, { hapd, channel, time, particle }, row) => {
        for (let hit = 0; hit < count; hit++) {
          const pad = pads[hit];
          hapd[row + hit] = Math.floor(pad / channelsPerHapd);
          channel[row + hit] = pad % channelsPerHapd;
          time[row + hit] = windowStart + fraction[hit] * windowLength;
          particle[row + hit] = noParticle;
        }
      },
    },
    context,
  );
}
