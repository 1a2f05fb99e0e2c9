import { isCommanded, RecordedLegs, slicesOfLeg, withoutOverlay } from './recorded-legs.js';
import { type RecordedSlices, recordedSlices } from './recorded-setup.js';
import type { Recording, RecordingItem } from './recording.js';
import type { EpochRecord, EventsRecord, GivenUpRecord, RunEnd } from './records.js';
import type { Fault } from './segment-reader.js';

/** The time and the events of a recorded run, as its journal tells. */
export interface RunBooks {
  /** Where one segment alone begins; 0 for a run. */
  readonly firstSlice: number;
  /** Slices that passed, and those that were given up; the others were played. */
  readonly slices: number;
  readonly givenUpSlices: number;
  /** Events in these; of a machine seeds. */
  readonly givenUpEvents: number;
  /** Slices in which the run was paused. */
  readonly pausedSlices: number;
  /** Events decided upon, and those recorded. */
  readonly processed: number;
  readonly recorded: number;
  /** Accepts that the read-out lost, by the state that lost them; empty where all were taken. */
  readonly lost: Readonly<Record<string, number>>;
  /** Events of slices that were neither played nor given up, as far as the recording reaches. */
  readonly unaccounted: number;
  /** Whether the recording goes to the end of the run; then how the run ended. */
  readonly ended: boolean;
  readonly reason: string;
  readonly faults: readonly Fault[];
  /** Changes of the machine and of settings, as far as the recording reaches. */
  readonly epochs: readonly Pick<EpochRecord, 'epoch' | 'slice' | 'changed' | 'asker'>[];
  /** Kinds of records that this version does not know, and how many of each it passed over. */
  readonly unknownKinds: readonly { readonly kind: string; readonly records: number }[];
  /** Tables and columns of events that it does not know. */
  readonly unknownColumns: readonly string[];
}

/** A longer gap in the journal is counted by the mean rate, not slice by slice [events]. */
const countedGap = 1e7;

/**
 * Adds up the items of a recording in their order and checks that every slice was either played
 * whole or given up.
 */
export class Journal {
  readonly #run: Recording['run'];
  /** Of the settings of the start, then of those that commands have changed, by slice. */
  readonly #slices: { readonly slice: number; readonly of: RecordedSlices }[];
  #legs: RecordedLegs | undefined;
  readonly #faults: Fault[] = [];
  readonly #epochs: RunBooks['epochs'][number][] = [];
  readonly #unknownKinds = new Map<string, number>();
  readonly #unknownColumns = new Set<string>();
  #end: RunEnd | undefined;
  /** Set by the first state of a segment that is read alone. */
  #anywhere: boolean;
  #firstSlice = 0;
  #slice = 0;
  /** Events of the present slice that have been played. */
  #played = 0;
  #givenUpSlices = 0;
  #givenUpEvents = 0;
  #pausedSlices = 0;
  #processed = 0;
  #recorded = 0;
  readonly #lost = new Map<string, number>();
  #unaccounted = 0;

  constructor({ run, alone }: Pick<Recording, 'run' | 'alone'>) {
    this.#run = run;
    this.#slices = [{ slice: 0, of: recordedSlices(run) }];
    this.#anywhere = alone;
  }

  add(item: RecordingItem): void {
    switch (item.kind) {
      case 'fault':
        this.#faults.push(item);
        break;
      case 'unknown':
        this.#unknownKinds.set(item.name, (this.#unknownKinds.get(item.name) ?? 0) + 1);
        break;
      case 'state':
        if (this.#anywhere) this.#beginAt(item.slice, item.event);
        else this.#passTo(item.slice, item.event);
        break;
      case 'events':
        this.#addEvents(item);
        break;
      case 'epoch':
        this.#addEpoch(item);
        break;
      case 'given-up':
        this.#addGivenUp(item);
        break;
      case 'run-end':
        this.#end = item;
        // A run that failed ends somewhere within a slice.
        if (item.outcome === 'ended') this.#passTo(item.slices, 0);
    }
  }

  books(): RunBooks {
    return {
      firstSlice: this.#firstSlice,
      slices: this.#end?.slices ?? this.#slice + Math.sign(this.#played),
      givenUpSlices: this.#givenUpSlices,
      givenUpEvents: this.#givenUpEvents,
      pausedSlices: this.#pausedSlices,
      processed: this.#processed,
      recorded: this.#recorded,
      lost: Object.fromEntries(this.#lost),
      unaccounted: this.#unaccounted,
      ended: this.#end !== undefined,
      reason: this.#end?.reason ?? '',
      faults: this.#faults,
      epochs: this.#epochs,
      unknownKinds: [...this.#unknownKinds].map(([kind, records]) => ({ kind, records })),
      unknownColumns: [...this.#unknownColumns],
    };
  }

  /** What stands before a segment that is read alone is not missing. */
  #beginAt(slice: number, event: number): void {
    this.#anywhere = false;
    this.#firstSlice = slice;
    this.#slice = slice;
    this.#played = event;
  }

  #addEvents(record: EventsRecord): void {
    const { slice, first, played, decided, index, lost = {}, unread = [] } = record;
    this.#passTo(slice, first);
    this.#played += played;
    this.#processed += decided ?? played;
    this.#recorded += index.length;
    for (const [state, accepts] of Object.entries(lost))
      this.#lost.set(state, (this.#lost.get(state) ?? 0) + accepts);
    for (const column of unread) this.#unknownColumns.add(column);
  }

  /** Each segment repeats what was changed by command before it. */
  #addEpoch(record: EpochRecord): void {
    const { epoch, slice, changed, asker } = record;
    if (this.#epochs.some((known) => known.epoch === epoch)) return;
    this.#epochs.push({ epoch, slice, changed, ...(asker !== undefined && { asker }) });
    if (!isCommanded(record)) return;
    this.#legs ??= new RecordedLegs(withoutOverlay(this.#run));
    const leg = this.#legs.add(record);
    if (leg !== undefined) this.#slices.push({ slice, of: slicesOfLeg(this.#run, leg) });
  }

  #addGivenUp({ cause, firstSlice, slices, events }: GivenUpRecord): void {
    this.#passTo(firstSlice, 0);
    this.#slice = firstSlice + slices;
    if (cause === 'paused') this.#pausedSlices += slices;
    else this.#givenUpSlices += slices;
    this.#givenUpEvents += events;
  }

  /** Everything before event `first` of a slice must have been played. */
  #passTo(slice: number, first: number): void {
    const inSlice = (at: number): RecordedSlices =>
      (this.#slices.findLast((each) => each.slice <= at) ?? this.#slices[0]!).of;
    const between = (slice - this.#slice) * inSlice(this.#slice).mean;
    if (between > countedGap) {
      this.#unaccounted += Math.round(between);
      this.#slice = slice;
      this.#played = 0;
    }
    while (this.#slice < slice) {
      this.#unaccounted += Math.max(0, inSlice(this.#slice).count(this.#slice) - this.#played);
      this.#slice++;
      this.#played = 0;
    }
    this.#unaccounted += Math.max(0, first - this.#played);
    this.#played = first;
  }
}
