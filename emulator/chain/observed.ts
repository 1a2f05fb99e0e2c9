import type { Addresses, RunContext } from '../../detector/event.js';
import type { DetectorHits } from '../../detector/index.js';
import type { Particles } from '../../detector/particles.js';
import type { Arcs } from '../../detector/propagation/arcs.js';
import type { WithInputBits } from '../../triggers/batches.js';
import type { TriggerObjects } from '../../triggers/objects.js';
import type { Observations } from './observations.js';
import type { EmulatorConfig } from './parts.js';

/**
 * What observers read of a batch: addresses and truth; of hits and of what the trigger has found
 * only what they declare, because nothing else need be there.
 */
export interface ObservedBatch<
  Reads extends keyof DetectorHits = never,
  Uses extends keyof TriggerObjects = never,
> {
  readonly eventCount: number;
  readonly addresses: Addresses;
  /** Since the run began [ns]. */
  readonly time: Float64Array;
  readonly particles: Particles;
  readonly arcs: Arcs;
  readonly hits: Pick<DetectorHits, Reads>;
  readonly objects: Pick<TriggerObjects, Uses>;
}

/** What an observer may know of the run. */
export interface ObserveContext extends RunContext {
  readonly config: EmulatorConfig;
  /** Variables that follow from the times of events; none when absent. */
  readonly timeVariables?: (time: Float64Array) => Record<string, Float64Array>;
}

/**
 * What a card reads off each batch while truth and objects are at hand; called once per batch, in
 * any thread, with the index of the card's point that made the events. Of input bits there are
 * those that it declares, besides what those lines read that are decided.
 */
export type Observer = (
  batch: ObservedBatch<keyof DetectorHits, keyof TriggerObjects> & Pick<WithInputBits, 'inputBits'>,
  point?: number,
) => Observations;

/** Makes the variables of events, and tells what it reads for them besides addresses and truth. */
interface VariableMaker<
  Reads extends keyof DetectorHits = never,
  Uses extends keyof TriggerObjects = never,
> {
  /** Subdetectors whose hits it reads. */
  readonly reads: readonly Reads[];
  /** Trigger stages whose objects it reads. */
  readonly uses: readonly Uses[];
  readonly variables: (
    context: ObserveContext,
  ) => (batch: ObservedBatch<Reads, Uses>) => Record<string, Float64Array>;
}

/** Any maker of variables, for cards. */
export interface AnyVariableMaker {
  readonly reads: readonly (keyof DetectorHits)[];
  readonly uses: readonly (keyof TriggerObjects)[];
  readonly variables: (context: ObserveContext) => (batch: never) => Record<string, Float64Array>;
}

/**
 * A maker of variables whose types come from what it declares: what it does not declare is not
 * there to be read.
 */
export const variablesFrom = <
  const Reads extends readonly (keyof DetectorHits)[],
  const Uses extends readonly (keyof TriggerObjects)[],
>(
  { reads, uses }: { readonly reads: Reads; readonly uses: Uses },
  variables: VariableMaker<Reads[number], Uses[number]>['variables'],
): VariableMaker<Reads[number], Uses[number]> => ({ reads, uses, variables });

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
