import type { ConfigOf, ConfigSchema } from '../../detector/base/config.js';
import type { Beams } from '../../detector/beams.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import type { DecayCount } from '../decays/decay-counts.js';
import type { CrossSectionRow, ProcessKind } from './cross-section-row.js';
import type { Particles } from '../../detector/particles.js';

/** What a generator may know besides its own configuration. */
export interface GeneratorContext extends RunContext {
  readonly beams: Beams;
}

/** Generated events, laboratory frame. */
export interface GeneratedEvents {
  /** One per event; 1 for unweighted generators. */
  readonly weights: Float64Array;
  readonly particles: Particles;
}

/**
 * Makes the events of the given addresses; each depends on nothing but its own address, the seed
 * and the configuration.
 */
export type GenerateEvents = (addresses: Addresses) => GeneratedEvents;

/** A source of collision events. */
export interface EventGenerator<S extends ConfigSchema = ConfigSchema> {
  readonly name: string;
  /** One sentence: the process, its order and what is left out. */
  readonly doc: string;
  readonly kind: ProcessKind;
  readonly schema: S;
  /** Its cross sections beside independent ones; that of its defaults first. */
  readonly crossSections?: readonly CrossSectionRow[];
  /** What becomes of its particles on purpose: nothing is said of it. */
  readonly onPurpose?: readonly DecayCount['fate'][];
  /** PDG codes of what it leaves to the tables of decays; `processes` says how full these are. */
  readonly leaves?: readonly number[];
  /** Cross section of the generated events [nb]; absent when there is none. */
  crossSection?(config: ConfigOf<S>, beams: Beams): number;
  /** Events a second [Hz], of what comes by itself; absent for collisions and guns. */
  rateHz?(config: ConfigOf<S>): number;
  /** @throws GENERATOR_CONFIG when values contradict each other or the beams. */
  build(config: ConfigOf<S>, context: GeneratorContext): GenerateEvents;
}
