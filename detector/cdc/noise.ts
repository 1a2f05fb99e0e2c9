import { lazily } from '../base/lazily.js';
import { purpose } from '../base/random.js';
import { ns } from '../base/units.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits, type NoiseOptions } from '../noise.js';
import type { PatternLibrary } from '../pattern-library.js';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  superLayerCount,
  wireCount,
} from './geometry.js';
import { type CdcSignals, cdcSignalSchema } from './hits.js';
import { patternNoise, patternsFor } from './pattern-noise.js';
import { checkSpectrum } from './pattern-weights.js';
import type { CdcConfig } from './schema.js';

/** Window for which noise is quoted. */
const quotedWindow = 512 * ns;

/**
 * Rate of uncorrelated hits on every wire that makes so many in the whole chamber within 512 ns.
 */
export const noiseRateOf = (hits: number): number => hits / (wireCount * quotedWindow);

/**
 * Hits of the wires, evenly in the window of acceptance: uncorrelated, or by patterns of hits as
 * far as `correlated` says and they can make them. Patterns are read for the first event: a command
 * that only looks whether its settings hold has no use for them.
 * @throws CDC_PATTERNS, CONFIG_BAD_VALUE
 */
export function cdcNoise(config: CdcConfig, context: RunContext): Noise<CdcSignals> | undefined {
  if (!(config.correlated > 0 && config.noiseRate > 0)) return wireNoise(config, context, 0);
  checkSpectrum(config.correlatedBy);
  const library = patternsFor(context);
  const made = lazily(() => correlatedNoise(config, context, library()));
  return (addresses, levels) => made()!(addresses, levels);
}

const wiresOfSuperLayer = Array.from(
  { length: superLayerCount },
  (_, superLayer) => wiresBefore(superLayer + 1) - wiresBefore(superLayer),
);

function correlatedNoise(config: CdcConfig, context: RunContext, library: PatternLibrary) {
  const { noiseRate, noiseScale, correlated } = config;
  const scales = Object.values(noiseScale);
  const together = Float64Array.from(
    wiresOfSuperLayer,
    (channels, superLayer) => correlated * noiseRate * scales[superLayer] * channels,
  );
  const { left, draw } = patternNoise(config, library, together);
  return wireNoise(config, context, correlated, left, { purpose: purpose.cdcPatterns, draw });
}

/**
 * Hits that come alone: all but a share of those wanted, and those of each super-layer that
 * patterns left [1/ns].
 */
function wireNoise(
  config: CdcConfig,
  context: RunContext,
  share: number,
  left?: Float64Array,
  more?: NoiseOptions<typeof cdcSignalSchema>['more'],
): Noise<CdcSignals> | undefined {
  const { noiseRate, noiseScale, windowLength } = config;
  const scales = Object.values(noiseScale);
  const groups = wiresOfSuperLayer.map((channels, superLayer) => {
    const each = left === undefined ? 0 : left[superLayer] / channels;
    const rate = noiseRate * windowLength * scales[superLayer] * (1 - share);
    return { channels, mean: each === 0 ? rate : rate + each * windowLength };
  });
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
function wiresBefore(superLayer: number): number {
  return firstWireOfLayer[firstLayerOfSuperLayer[superLayer]];
}
