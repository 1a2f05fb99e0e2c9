import { Hz } from '../../detector/base/units.js';
import type { BackgroundConfig } from '../backgrounds/background-schema.js';
import type { BeamState } from '../backgrounds/background.js';
import { backgrounds, diffuseRates, seedKinds, sourceShare } from '../backgrounds/seeds.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { beamStateOf, type NamedMachine, referenceState } from '../settings/machine.js';
import type { EventClass } from './event-class.js';

/** A source of background, with its part of the stray particles at the state of the machine. */
export interface StraySource {
  readonly name: string;
  /** Times the rates of the kinds at the reference. */
  readonly share: number;
}

/** Stray particles at a state of the machine: kinds that are simulated, sources that share them. */
export function strays({ config }: NamedMachine): {
  readonly kinds: readonly EventClass[];
  readonly sources: readonly StraySource[];
} {
  const state = beamStateOf(config);
  const reference = referenceState();
  const sources = backgrounds.map((source) => ({
    name: source.name,
    share: sourceShare(source, config.backgrounds, state, reference),
  }));
  const all = sources.reduce((sum, { share }) => sum + share, 0);
  const kinds = seedKinds(config.backgrounds).map(({ name, tier, generator, config, rate }) => ({
    name: `stray ${name}`,
    tier,
    generator,
    config,
    hz: (all * rate) / Hz,
  }));
  return { kinds: kinds.filter(({ hz }) => hz > 0), sources };
}

/** How often stray particles of a source come [Hz]. */
export interface StrayRate {
  readonly name: string;
  readonly anchorHz: number;
  readonly softHz: number;
}

/** Stray particles of each source at a state of the machine. */
export function strayRates(config: BackgroundConfig, state: BeamState): readonly StrayRate[] {
  const reference = referenceState();
  const kinds = seedKinds(config);
  const rateOf = (tier: 'anchor' | 'soft'): number =>
    kinds.reduce((sum, kind) => sum + (kind.tier === tier ? kind.rate : 0), 0) / Hz;
  return backgrounds.map((source) => {
    const share = sourceShare(source, config, state, reference);
    return {
      name: source.name,
      anchorHz: share * rateOf('anchor'),
      softHz: share * rateOf('soft'),
    };
  });
}

/** Conditions with the diffuse hits of a machine, in place of their own. */
export function withDiffuse(
  conditions: EmulatorConfig,
  { config }: Pick<NamedMachine, 'config'>,
): EmulatorConfig {
  const { chamber, innerScale, outerScale, top } = diffuseRates(
    config.backgrounds,
    beamStateOf(config),
    referenceState(),
  );
  const scales = Object.keys(conditions.cdc.noiseScale).map((superLayer) => [
    superLayer,
    superLayer === 'superLayer0' ? innerScale : outerScale,
  ]);
  return {
    ...conditions,
    cdc: { ...conditions.cdc, noiseRate: chamber, noiseScale: Object.fromEntries(scales) },
    top: { ...conditions.top, noiseRate: top },
  };
}
