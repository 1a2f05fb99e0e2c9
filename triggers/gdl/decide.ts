import { defer, map, type OperatorFunction } from 'rxjs';
import type { ConfigOf } from '../../detector/base/config.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import type { WithFtdlBits, WithInputBits } from '../batches.js';
import type { CompiledMenu } from './menu.js';
import { prescaleAndMask, prescaleSchema } from './prescale.js';
import { chooseTiming, timingSchema } from './timing.js';

/** Parameters of the global decision: prescales, and which detector times an accept. */
export const decideSchema = { prescale: prescaleSchema, timing: timingSchema };

/** Prescales and timing of the global decision. */
export interface DecideConfig extends ConfigOf<typeof decideSchema> {}

/** What the global decision reads. */
export interface Decidable extends WithInputBits, WithFtdlBits {
  readonly addresses: Addresses;
  /** Time of each collision since the run began [ns]. */
  readonly time: Float64Array;
}

/**
 * The global decision on a batch; an event is accepted when one of its PSNM bits is set, see
 * `isAccepted`.
 */
export interface DecisionBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  /** `outputWords` words per event, before and after prescale and mask. */
  readonly ftdlBits: Uint32Array;
  readonly psnmBits: Uint32Array;
  /** What gave the event time, one of `timingSources` per event. */
  readonly timingSource: Uint8Array;
  /** Time of each collision since the run began [ns]. */
  readonly time: Float64Array;
}

/**
 * The serial end of the trigger with its prescale counters: one per run, given batches in the order
 * of their addresses.
 */
export interface Decider {
  readonly decide: <B extends Decidable>(batch: B) => B & DecisionBatch;
  /** What the next decision depends on besides the event, see `Prescaler`. */
  readonly prescaleState: () => Uint32Array;
}

/**
 * Prescales, masks and times.
 * @param start a `prescaleState()` to go on from, in place of the beginning of a run.
 */
export function makeDecider(
  menu: CompiledMenu,
  config: DecideConfig,
  { seed }: RunContext,
  start?: Uint32Array,
): Decider {
  const prescale = prescaleAndMask(menu, config.prescale, seed, start);
  const timing = chooseTiming(menu, config.timing);
  return {
    decide: (batch) => {
      const psnmBits = prescale(batch.ftdlBits, batch.eventCount);
      return {
        ...batch,
        psnmBits,
        timingSource: timing(batch.inputBits, psnmBits, batch.eventCount),
      };
    },
    prescaleState: prescale.state,
  };
}

/** `makeDecider` as an operator; counters start fresh for each subscriber. */
export function decide<B extends Decidable>(
  menu: CompiledMenu,
  config: DecideConfig,
  context: RunContext,
): OperatorFunction<B, B & DecisionBatch> {
  return (batches$) =>
    defer(() => {
      const decider = makeDecider(menu, config, context);
      return batches$.pipe(map((batch) => decider.decide(batch)));
    });
}
