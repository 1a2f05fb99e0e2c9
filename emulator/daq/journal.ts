import { sliceEventCount } from '../chain/slices.js';
import type { Fault, RecordingItem } from './recording.js';
import type { RunEnd, RunRecord } from './records.js';

/** The time and the events of a recorded run, as its journal tells. */
export interface RunBooks {
  /** Slices that passed, and those that were given up; the others were played. */
  readonly slices: number;
  readonly givenUpSlices: number;
  readonly givenUpEvents: number;
  /** Events decided upon, and those recorded. */
  readonly processed: number;
  readonly recorded: number;
  /** Events of slices that were neither played nor given up, as far as the recording reaches. */
  readonly unaccounted: number;
  /** Whether the recording goes to the end of the run; then how the run ended. */
  readonly ended: boolean;
  readonly reason: string;
  readonly faults: readonly Fault[];
}

/**
 * Adds up the items of a recording in their order and checks that every slice was either played
 * whole or given up.
 */
export class Journal {
  readonly #run: RunRecord;
  readonly #faults: Fault[] = [];
  #end: RunEnd | undefined;
  #slice = 0;
  /** Events of the present slice that have been played. */
  #played = 0;
  #givenUpSlices = 0;
  #givenUpEvents = 0;
  #processed = 0;
  #recorded = 0;
  #unaccounted = 0;

  constructor(run: RunRecord) {
    this.#run = run;
  }

  add(item: RecordingItem): void {
    if (item.kind === 'fault') this.#faults.push(item);
    if (item.kind === 'events') {
      this.#passTo(item.slice, item.first);
      this.#played += item.played;
      this.#processed += item.played;
      this.#recorded += item.index.length;
    }
    if (item.kind === 'given-up') {
      this.#passTo(item.firstSlice, 0);
      this.#slice = item.firstSlice + item.slices;
      this.#givenUpSlices += item.slices;
      this.#givenUpEvents += item.events;
    }
    if (item.kind === 'run-end') {
      this.#end = item;
      // A run that failed ends somewhere within a slice.
      if (item.outcome === 'ended') this.#passTo(item.slices, 0);
    }
  }

  books(): RunBooks {
    return {
      slices: this.#end?.slices ?? this.#slice + Math.sign(this.#played),
      givenUpSlices: this.#givenUpSlices,
      givenUpEvents: this.#givenUpEvents,
      processed: this.#processed,
      recorded: this.#recorded,
      unaccounted: this.#unaccounted,
      ended: this.#end !== undefined,
      reason: this.#end?.reason ?? '',
      faults: this.#faults,
    };
  }

  /** Everything before event `first` of a slice must have been played. */
  #passTo(slice: number, first: number): void {
    const { seed, run, rate } = this.#run;
    while (this.#slice < slice) {
      this.#unaccounted += Math.max(
        0,
        sliceEventCount(seed, run, this.#slice, rate) - this.#played,
      );
      this.#slice++;
      this.#played = 0;
    }
    this.#unaccounted += Math.max(0, first - this.#played);
    this.#played = first;
  }
}
