import type { Addresses } from '../../detector/event.js';
import type { GeneratorContext } from '../generators/generator.js';
import { buildGenerator, type DecayedEvents } from '../generators/index.js';
import { drawEvents, type OverlaidParticles, userEvents } from './user-overlay.js';

/**
 * What makes the events of a generator, or of a user's file in place of one: it was decayed when it
 * was read.
 * @throws the codes of `buildGenerator`
 */
export function buildEvents(
  name: string,
  raw: unknown,
  context: GeneratorContext,
  isDecaying?: boolean,
): (addresses: Addresses) => DecayedEvents {
  if (name !== userEvents) return buildGenerator(name, raw, context, isDecaying);
  const draw = drawEvents(raw as OverlaidParticles, context);
  return (addresses) => ({
    weights: new Float64Array(addresses.index.length).fill(1),
    particles: draw(addresses),
    decays: [],
  });
}
