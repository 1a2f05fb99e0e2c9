// kernel: every accepted event passes here, in the thread that sees them all
import { EmulatorError } from '../../../detector/base/errors.js';
import type { BuilderCounts } from '../../../monitor/recording-snapshot.js';
import type { DecisionBatch } from '../../../triggers/gdl/decide.js';
import { isAccepted } from '../../../triggers/gdl/prescale.js';
import { tickPeriod } from '../../machine/clock.js';
import { readOutSubdetectors } from '../../../detector/event-sizes.js';
import type { BuilderConfig } from '../../settings/builder-schema.js';
import { fragmentState, fragmentStates, markOf } from './fragment-states.js';
import { Fragments } from './fragments.js';
import { type InjectFaults, injectedFaults } from './injected-faults.js';
import { ticksWord } from './raw-words.js';

/** What the event builder is told of its run. */
interface EventBuilderOptions {
  readonly config: BuilderConfig;
  readonly seed: number;
  readonly run: number;
}

/** What the event builder wants to know of decided events. */
interface BuildableBatch
  extends Pick<DecisionBatch, 'eventCount' | 'addresses' | 'psnmBits' | 'timingSource' | 'time'> {
  /** Bytes, a row of `readOutSubdetectors` an event; payloads are empty when absent. */
  readonly readOut?: { readonly bytes: ArrayLike<number> };
  /** How many accepts of each event are read out: those of which none is are not built. */
  readonly taken?: ArrayLike<number>;
}

/** What it adds where fragments may be wrong. */
export interface BuiltBatch {
  /** States of fragments of each event, see `statesIn`; 0: the event is whole. */
  readonly marks?: Uint8Array;
}

const nsPerSecond = 1e9;
const subdetectors = readOutSubdetectors.length;

/**
 * Puts the fragments of each accepted event together: they are written as the front ends would,
 * read, checked against what the trigger distribution tells, and counted. An event counts one
 * number, whatever it stands for.
 * @see D-353
 */
export class EventBuilder {
  readonly #options: EventBuilderOptions;
  readonly #fragments: Fragments;
  readonly #inject: InjectFaults | undefined;
  /** Fragments by subdetector and state. */
  readonly #states = new Float64Array(subdetectors * fragmentStates.length);
  #number = 0;
  #lastTick = 0;
  #rawBytes = 0;
  #flagged = 0;

  constructor(options: EventBuilderOptions) {
    this.#options = options;
    this.#fragments = new Fragments(options.run, subdetectors);
    this.#inject = injectedFaults(options.config, options);
  }

  /**
   * Builds the accepted events of a decided batch.
   * @throws BUILDER_FRAGMENT when the run shall end with the first event that is not whole
   */
  build<B extends BuildableBatch>(batch: B): B & BuiltBatch {
    const marks = this.#inject === undefined ? undefined : new Uint8Array(batch.eventCount);
    for (let event = 0; event < batch.eventCount; event++) {
      if (!isAccepted(batch.psnmBits, event) || batch.taken?.[event] === 0) continue;
      this.#send(batch, event);
      const mark = this.#receive(batch, event);
      if (marks !== undefined) marks[event] = mark;
    }
    return marks === undefined ? batch : { ...batch, marks };
  }

  counts(): BuilderCounts {
    const states = fragmentStates.length;
    return {
      events: this.#number,
      rawBytes: this.#rawBytes,
      flagged: this.#flagged,
      onError: this.#options.config.onError,
      fragments: readOutSubdetectors.map((subdetector, place) => ({
        subdetector,
        states: Object.fromEntries(
          fragmentStates.map((name, state) => [name, this.#states[place * states + state]!]),
        ),
      })),
    };
  }

  #send({ time, timingSource, addresses, readOut }: BuildableBatch, event: number): void {
    const seconds = Math.floor(time[event]! / nsPerSecond);
    const tick = Math.floor(time[event]! / tickPeriod);
    const ticks = Math.floor((time[event]! - seconds * nsPerSecond) / tickPeriod);
    this.#rawBytes += this.#fragments.write(
      this.#number,
      ticksWord(ticks, timingSource[event]!),
      seconds,
      Math.max(0, tick - this.#lastTick),
      readOut?.bytes,
      event * subdetectors,
    );
    this.#number++;
    this.#lastTick = tick;
    this.#inject?.(this.#fragments, addresses.slice[event]!, addresses.index[event]!);
  }

  /** Looks at each fragment; returns the mark of the event. */
  #receive(batch: BuildableBatch, event: number): number {
    const { words, arrival } = this.#fragments;
    const { timeout, onError } = this.#options.config;
    let mark = 0;
    for (let place = 0; place < subdetectors; place++) {
      const state = fragmentState(words, this.#fragments.at(place), arrival[place]!, timeout);
      this.#states[place * fragmentStates.length + state]!++;
      if (state !== 0 && onError === 'stop') throw this.#failed(batch, event, place, state);
      mark |= markOf(state);
    }
    if (mark !== 0) this.#flagged++;
    return mark;
  }

  #failed(
    { addresses }: BuildableBatch,
    event: number,
    place: number,
    state: number,
  ): EmulatorError {
    const address = `${addresses.run}:${addresses.slice[event]}:${addresses.index[event]}`;
    return new EmulatorError(
      'BUILDER_FRAGMENT',
      `the fragment of ${readOutSubdetectors[place]} for event ${address} (number ` +
        `${this.#number - 1} of the run): ${reasons[state]}; builder.onError is stop`,
    );
  }
}

/** What is wrong with a fragment, in words. */
const reasons = [
  '',
  'it never came',
  'it came too late',
  'its checksum does not fit',
  'its header has no mark, or the trailer',
  'it is of another run',
  'it is of another event',
  'it has another tick than the trigger',
] as const;
