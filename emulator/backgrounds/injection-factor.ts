import type { BeamState } from './background.js';
import type { BackgroundConfig } from './background-schema.js';
import { injection } from './injection.js';
import { InjectionBurst } from './injection-burst.js';
import { sourceShare } from './seeds.js';

/**
 * What an injection into a ring adds, at a time since its bunch arrived [ns]: over all background
 * that comes at any time, at the reference. Hits that belong to no seed go with it too.
 */
export function injectionFactor(
  config: BackgroundConfig,
  ring: 'her' | 'ler',
  state: BeamState,
  reference: BeamState,
): (since: number) => number {
  const burst = new InjectionBurst(config.injection);
  const source = injection.find((each) => each.ring === ring)!;
  // In proportion to the shots a nanosecond: of one.
  const ofOneShot = { ...state, [ring]: { ...state[ring], shotRate: 1 } };
  const share = sourceShare(source, config, ofOneShot, reference);
  return (since) => share * burst.density(since);
}
