import { Hz } from '../../detector/base/units.js';
import type { BackgroundConfig } from '../backgrounds/background-schema.js';
import type { BeamState } from '../backgrounds/background.js';
import { backgrounds, seedKinds, sourceShare } from '../backgrounds/seeds.js';
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
