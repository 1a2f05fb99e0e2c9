import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits, noParticle } from '../noise.js';
import { pmtCount } from './geometry.js';
import { type TopDeposits, topDepositSchema } from './hits.js';
import type { TopConfig } from './schema.js';

/** Uncorrelated hits of the photodetectors, evenly in the window of acceptance. */
export function topNoise(config: TopConfig, context: RunContext): Noise<TopDeposits> | undefined {
  const { noiseRate, noiseScale, windowLength } = config;
  const groups = Object.values(noiseScale).map((scale) => ({
    channels: pmtCount,
    mean: noiseRate * windowLength * scale,
  }));
  return hitsOfPmts(config, context, groups, purpose.topNoise);
}

/** Hits of groups of photodetectors, evenly in the window of acceptance. */
export function hitsOfPmts(
  { windowStart, windowLength }: TopConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purposeId: number,
): Noise<TopDeposits> | undefined {
  return noiseDeposits(
    {
      schema: topDepositSchema,
      groups,
      purpose: purposeId,
      write: ({ count, channel, fraction }, { module, pmt, time, particle }, row) => {
        for (let hit = 0; hit < count; hit++) {
          module[row + hit] = Math.floor(channel[hit] / pmtCount);
          pmt[row + hit] = channel[hit] % pmtCount;
          time[row + hit] = windowStart + fraction[hit] * windowLength;
          particle[row + hit] = noParticle;
        }
      },
    },
    context,
  );
}
