import { purpose } from '../base/random.js';
import { ns } from '../base/units.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits } from '../noise.js';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  superLayerCount,
  wireCount,
} from './geometry.js';
import { type CdcSignals, cdcSignalSchema } from './hits.js';
import type { CdcConfig } from './schema.js';

/** Window for which noise is quoted. */
const quotedWindow = 512 * ns;

/**
 * Rate of uncorrelated hits on every wire that makes so many in the whole chamber within 512 ns.
 */
export const noiseRateOf = (hits: number): number => hits / (wireCount * quotedWindow);

/** Uncorrelated hits of the wires, evenly in the window of acceptance. */
export function cdcNoise(config: CdcConfig, context: RunContext): Noise<CdcSignals> | undefined {
  const { noiseRate, noiseScale, windowLength } = config;
  const scales = Object.values(noiseScale);
  const groups = Array.from({ length: superLayerCount }, (_, superLayer) => ({
    channels: wiresBefore(superLayer + 1) - wiresBefore(superLayer),
    mean: noiseRate * windowLength * scales[superLayer],
  }));
  return hitsOfWires(config, context, groups, purpose.cdcNoise);
}

/** Hits of groups of wires, evenly in the window of acceptance. */
export function hitsOfWires(
  { windowStart, windowLength }: CdcConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purposeId: number,
): Noise<CdcSignals> | undefined {
  return noiseDeposits(
    {
      schema: cdcSignalSchema,
      groups,
      purpose: purposeId,
      write: ({ count, channel, fraction }, { wire, time }, row) => {
        for (let hit = 0; hit < count; hit++) {
          wire[row + hit] = channel[hit];
          time[row + hit] = windowStart + fraction[hit] * windowLength;
        }
      },
    },
    context,
  );
}

/** Wires of the super-layers before one. */
const wiresBefore = (superLayer: number): number =>
  firstWireOfLayer[firstLayerOfSuperLayer[superLayer]];
