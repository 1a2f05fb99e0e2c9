import { defer, map, type OperatorFunction } from 'rxjs';
import type { ConfigOf } from '../../detector/base/config.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import { outputWords, type WithFtdlBits, type WithInputBits } from '../batches.js';
import type { KeptTogether } from './kept-together.js';
import type { CompiledMenu } from './menu.js';
import { edgesSchema, type RisingEdges, risingEdges, type Windows } from './edges.js';
import { prescaleAndMask, prescaleSchema, type Standing } from './prescale.js';
import { chooseTiming, timingSchema } from './timing.js';

/**
 * Parameters of the global decision: prescales, which detector times an accept, and how long lines
 * stay up.
 */
export const decideSchema = { prescale: prescaleSchema, timing: timingSchema, edges: edgesSchema };

/** Prescales, timing and edges of the global decision. */
export interface DecideConfig extends ConfigOf<typeof decideSchema> {}

/** What the global decision reads. */
export interface Decidable extends WithInputBits, WithFtdlBits {
  readonly addresses: Addresses;
  /** Time of each collision since the run began [ns]. */
  readonly time: Float64Array;
  /** Present when the events are windows of the machine in time: lines count when they rise. */
  readonly windows?: Windows;
  /** With windows: whole numbers, how many alike each stands for; 1 each when absent. */
  readonly weights?: Float64Array;
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
  /**
   * FTDL bits at their rising edge: what prescalers, books and rates count. Events that are no
   * windows are far apart, so all of theirs rise.
   */
  readonly risingBits: Uint32Array;
  /** Of windows: what they are counted as. */
  readonly standing?: Standing;
  /** What gave the event time, one of `timingSources` per event. */
  readonly timingSource: Uint8Array;
  /** Time of each collision since the run began [ns]. */
  readonly time: Float64Array;
}

/** What the next decision depends on besides the event. */
export interface DeciderState {
  /** Of the prescale counters, see `Prescaler`. */
  readonly prescale: Uint32Array;
  /** Until when each output bit is up [ns]; absent before the first window. */
  readonly upUntil?: Float64Array;
}

/**
 * The serial end of the trigger with its prescale counters and the lines that are up: one per run,
 * given batches in the order of their addresses.
 */
export interface Decider {
  readonly decide: <B extends Decidable>(batch: B) => B & DecisionBatch;
  readonly state: () => DeciderState;
}

/**
 * Finds edges, prescales, masks and times.
 * @param start a `state()` to go on from, in place of the beginning of a run.
 * @param together counts the lines that keep the same events.
 */
export function makeDecider(
  menu: CompiledMenu,
  config: DecideConfig,
  { seed }: RunContext,
  start?: DeciderState,
  together?: KeptTogether,
): Decider {
  const prescale = prescaleAndMask(menu, config.prescale, seed, start?.prescale);
  const timing = chooseTiming(menu, config.timing);
  const edgesFrom = (upUntil?: Float64Array) => risingEdges(menu, config.edges, upUntil);
  let edges: RisingEdges | undefined =
    start?.upUntil === undefined ? undefined : edgesFrom(start.upUntil);

  const psnm = ({ eventCount, ftdlBits, time, windows, weights }: Decidable) => {
    if (windows === undefined) {
      const psnmBits = prescale(ftdlBits, eventCount);
      for (let event = 0; event < eventCount; event++) together?.add(psnmBits, event * outputWords);
      return { risingBits: ftdlBits, psnmBits };
    }
    edges ??= edgesFrom();
    const risingBits = edges(ftdlBits, time, windows);
    const alike = {
      window: weights ?? new Float64Array(eventCount).fill(1),
      artificial: windows.artificial,
    };
    const { psnmBits, ...standing } = prescale.standing(risingBits, alike, together);
    return { risingBits, psnmBits, standing };
  };
  return {
    decide: (batch) => {
      const kept = psnm(batch);
      return {
        ...batch,
        ...kept,
        timingSource: timing(batch.inputBits, kept.psnmBits, batch.eventCount),
      };
    },
    state: () => ({
      prescale: prescale.state(),
      ...(edges !== undefined && { upUntil: edges.upUntil() }),
    }),
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
