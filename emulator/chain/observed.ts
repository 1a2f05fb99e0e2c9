import type { Addresses, RunContext } from '../../detector/event.js';
import type { DetectorHits } from '../../detector/index.js';
import type { Particles } from '../../detector/particles.js';
import type { Arcs } from '../../detector/propagation/arcs.js';
import type { TriggerObjects } from '../../triggers/objects.js';
import type { Observations } from './observations.js';
import type { EmulatorConfig } from './parts.js';

/** What observers read of a batch: addresses, truth, hits, and what the trigger has found. */
export interface ObservedBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  readonly particles: Particles;
  readonly arcs: Arcs;
  readonly hits: DetectorHits;
  readonly objects: TriggerObjects;
}

/** What an observer may know of the run. */
export interface ObserveContext extends RunContext {
  readonly config: EmulatorConfig;
}

/**
 * What a card reads off each batch while truth and objects are at hand; called once per batch, in
 * any thread.
 */
export type Observer = (batch: ObservedBatch) => Observations;

/** A variable of curves: how it is named, shown and made. */
export interface Variable {
  /** On axes: symbol or words, without unit. */
  readonly label: string;
  /** In which it is shown and written; '' for a pure number. */
  readonly unit: string;
  /** One of the unit in base units. */
  readonly factor: number;
  readonly doc: string;
}
