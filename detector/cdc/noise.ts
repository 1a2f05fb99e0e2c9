import { purpose } from '../base/random.js';
import { ns } from '../base/units.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits, type NoiseOptions } from '../noise.js';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  superLayerCount,
  wireCount,
} from './geometry.js';
import { type CdcSignals, cdcSignalSchema } from './hits.js';
import { patternNoise } from './pattern-noise.js';
import type { CdcConfig } from './schema.js';

/** Window for which noise is quoted. */
const quotedWindow = 512 * ns;

/**
 * Rate of uncorrelated hits on every wire that makes so many in the whole chamber within 512 ns.
 */
export const noiseRateOf = (hits: number): number => hits / (wireCount * quotedWindow);

/**
 * Hits of the wires, evenly in the window of acceptance: uncorrelated, or by patterns of hits as
 * far as `correlated` says and they can make them.
 * @throws CDC_PATTERNS
 */
export function cdcNoise(config: CdcConfig, context: RunContext): Noise<CdcSignals> | undefined {
  const { noiseRate, noiseScale, correlated, windowLength } = config;
  const wires = Array.from(
    { length: superLayerCount },
    (_, superLayer) => wiresBefore(superLayer + 1) - wiresBefore(superLayer),
  );
  const scales = Object.values(noiseScale);
  const isCorrelated = correlated > 0 && noiseRate > 0;
  const together = Float64Array.from(
    wires,
    (channels, superLayer) => correlated * noiseRate * scales[superLayer] * channels,
  );
  const patterns = isCorrelated ? patternNoise(config, context, together) : undefined;
  const groups = wires.map((channels, superLayer) => {
    const alone = patterns === undefined ? 1 : 1 - correlated;
    const left = patterns === undefined ? 0 : patterns.left[superLayer] / channels;
    const rate = noiseRate * windowLength * scales[superLayer] * alone;
    return { channels, mean: left === 0 ? rate : rate + left * windowLength };
  });
  const more = patterns && { purpose: purpose.cdcPatterns, draw: patterns.draw };
  return hitsOfWires(config, context, groups, purpose.cdcNoise, more);
}

/** Hits of groups of wires, evenly in the window of acceptance, and more beside them. */
export function hitsOfWires(
  { windowStart, windowLength }: CdcConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purposeId: number,
  more?: NoiseOptions<typeof cdcSignalSchema>['more'],
): Noise<CdcSignals> | undefined {
  return noiseDeposits(
    {
      schema: cdcSignalSchema,
      groups,
      purpose: purposeId,
      ...(more && { more }),
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
