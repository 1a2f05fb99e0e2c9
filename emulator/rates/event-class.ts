import { collisionHz } from '../sources/collision-classes.js';
import type { SeedClass } from '../sources/seed-class.js';

/** A class of seeds, each in the middle of an event, and how often they come. */
export interface EventClass
  extends Pick<SeedClass, 'name' | 'source' | 'tier' | 'origin' | 'generator' | 'config'> {
  /** Who sends them: what several classes of one source have in common. */
  readonly sender: string;
  /** [Hz] */
  readonly hz: number;
}

/** Collisions and what comes from the sky, at a luminosity [cm⁻²s⁻¹]. */
export const collisionsAt = (
  classes: readonly SeedClass[],
  luminosity: number,
): readonly EventClass[] =>
  classes.map((each) => ({ ...each, sender: each.name, hz: collisionHz(each, luminosity) }));
