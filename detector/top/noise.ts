import { kernels } from '#kernels';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits, noParticle } from '../noise.js';
import { pmtCount } from './geometry.js';
import { type TopDeposits, topDepositSchema, type TopHits } from './hits.js';
import type { TopConfig } from './schema.js';

/** Hits of a batch in the memory of the kernels, of any noise of a thread. */
const rowsOfNoise = lazily(() => new KernelTable(topDepositSchema, 65536));

/**
 * Where kernels find noise that is still in their memory, as it was taken last: the head of its
 * table.
 */
export const topNoiseInPlace = (deposits: TopHits): number | undefined =>
  rowsOfNoise().holds(deposits) ? rowsOfNoise().head : undefined;

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
      rows: rowsOfNoise,
      write: ({ count, addresses: { channel, fraction } }) =>
        kernels.writeTopNoise(
          channel,
          fraction,
          count,
          rowsOfNoise().head,
          pmtCount,
          windowStart,
          windowLength,
          noParticle,
        ),
    },
    context,
  );
}
