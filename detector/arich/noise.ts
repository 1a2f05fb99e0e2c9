import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type Noise, noiseDeposits, noParticle } from '../noise.js';
import { channelsPerHapd, rings } from './geometry.js';
import { type ArichDeposits, arichDepositSchema } from './hits.js';
import type { ArichConfig } from './schema.js';

/** Uncorrelated hits of the pads, evenly in the window of acceptance. */
export function arichNoise(
  { noiseHits, noiseScale, windowStart, windowLength }: ArichConfig,
  context: RunContext,
): Noise<ArichDeposits> | undefined {
  const scales = Object.values(noiseScale);
  return noiseDeposits(
    {
      schema: arichDepositSchema,
      groups: rings.map(({ count }, ring) => ({
        channels: count * channelsPerHapd,
        mean: (noiseHits * scales[ring]) / channelsPerHapd,
      })),
      purpose: purpose.arichNoise,
      write: (hits, { hapd, channel, time, particle }, row) => {
        for (let hit = 0; hit < hits.count; hit++) {
          const pad = hits.channel[hit];
          hapd[row + hit] = Math.floor(pad / channelsPerHapd);
          channel[row + hit] = pad % channelsPerHapd;
          time[row + hit] = windowStart + hits.fraction[hit] * windowLength;
          particle[row + hit] = noParticle;
        }
      },
    },
    context,
  );
}
