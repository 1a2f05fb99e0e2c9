import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import { sliceAddresses } from '../../detector/event.js';
import { compileMenu, type CompiledMenu, type Menu } from '../../triggers/gdl/menu.js';
import { artificialLines } from '../../triggers/gdl/needed-inputs.js';
import { selectHits } from '../chain/kept-hits.js';
import type { RecordedEvents } from '../chain/recorded-events.js';
import { slicePeriod } from '../chain/slices.js';
import { inputWords } from '../../triggers/batches.js';
import { Comparison } from './compare.js';
import { Journal, type RunBooks } from './journal.js';
import { recordedConfig } from './recorded-setup.js';
import type { Recording } from './recording.js';
import type { EventsRecord, RunRecord } from './records.js';
import { gainsOf, givenBitsOf } from './replay.js';
import type { Fault } from './segment-reader.js';

/** Numbers of a slice that stand in one record, and how many recorded events are among them. */
interface RecordedPart {
  readonly first: number;
  readonly end: number;
  readonly events: number;
}

/** A recording that is played again and again: lap after lap, each as long as what was recorded. */
export interface LoopedRecording {
  readonly path: string;
  readonly run: RunRecord;
  /** Recorded events of a lap, and its slices. */
  readonly events: number;
  readonly slices: number;
  /** What is recorded of a slice of the loop, ascending. */
  readonly partsIn: (slice: number) => readonly RecordedPart[];
  /** The recorded slice that a slice of the loop plays. */
  readonly sliceOf: (slice: number) => number;
  /** What reads it from the beginning. */
  readonly reader: () => LoopReader;
  /** What it cannot answer, played under a menu. */
  readonly limits: (menu: Menu) => readonly Note[];
}

/** Reads a loop slice by slice. */
interface LoopReader {
  /**
   * Recorded events of numbers `first` up to `first + count` of a slice of the loop, as events of
   * that slice; slices may be left out, and come again when the loop begins again.
   * @throws RECORDING_DAMAGED when the recording has changed since it was opened
   */
  readonly read: (
    run: number,
    slice: number,
    first: number,
    count: number,
  ) => Promise<RecordedEvents>;
  /** Lets go of the file in hand; nothing is read any more. */
  readonly close: () => Promise<void>;
}

/**
 * Reads a recording through once, so that what is wrong with it is known before it is played.
 * @throws RECORDING_DAMAGED, RECORDING_NO_EVENTS and the codes of `Recording.items`
 */
export async function loopedRecording(recording: Recording): Promise<LoopedRecording> {
  const { path, run } = recording;
  const journal = new Journal(recording);
  const parts = new Map<number, RecordedPart[]>();
  let lacksArtificial = false;
  for await (const item of recording.items()) {
    journal.add(item);
    if (item.kind !== 'events') continue;
    const { slice, first, played, index, anchor, givenBits, artificial } = item;
    lacksArtificial ||= anchor !== undefined && givenBits !== undefined && artificial === undefined;
    const part = { first, end: first + played, events: index.length };
    parts.set(slice, [...(parts.get(slice) ?? []), part]);
  }
  const books = journal.books();
  refuseDamaged(path, books.faults);
  const { firstSlice, recorded: events } = books;
  const slices = books.slices - firstSlice;
  if (events === 0)
    throw new EmulatorError(
      'RECORDING_NO_EVENTS',
      `${path} has no recorded event in its ${slices} slices: there is nothing to play`,
    );
  const sliceOf = (slice: number): number => firstSlice + (slice % slices);
  return {
    path,
    run,
    events,
    slices,
    sliceOf,
    partsIn: (slice) => parts.get(sliceOf(slice)) ?? [],
    reader: () => new RecordReader(recording, sliceOf),
    limits: (menu) => limitsOf(recording, menu, { ...books, lacksArtificial }),
  };
}

/** @throws RECORDING_DAMAGED */
function refuseDamaged(path: string, faults: readonly Fault[]): void {
  const [first, ...others] = faults.filter(({ unfinished }) => unfinished !== true);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `, and ${others.length} faults more`;
  throw new EmulatorError(
    'RECORDING_DAMAGED',
    `${path} cannot be played in a loop: ${first.text}${more}; b2l1 replay lists them`,
  );
}

/** Goes through the records of a recording, and begins again where an earlier one is asked for. */
class RecordReader implements LoopReader {
  readonly #recording: Recording;
  readonly #sliceOf: LoopedRecording['sliceOf'];
  #items: ReturnType<Recording['items']>;
  #record: EventsRecord | undefined;
  #isClosed = false;

  constructor(recording: Recording, sliceOf: LoopedRecording['sliceOf']) {
    this.#recording = recording;
    this.#sliceOf = sliceOf;
    this.#items = recording.items();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#items.return(undefined);
  }

  async read(run: number, slice: number, first: number, count: number): Promise<RecordedEvents> {
    const recorded = this.#sliceOf(slice);
    const record = await this.#recordAt(recorded, first);
    return eventsAt(record, this.#recording.run, { run, slice, first, end: first + count });
  }

  /** The record that the number of a slice is in, or the first behind it. */
  async #recordAt(slice: number, number: number): Promise<EventsRecord> {
    const isBefore = (record: EventsRecord): boolean =>
      record.slice < slice || (record.slice === slice && record.first + record.played <= number);
    let begun = this.#record !== undefined && !isBefore(this.#record) ? 0 : 1;
    for (;;) {
      const record = this.#record;
      if (record?.slice === slice && !isBefore(record)) return record;
      if (record !== undefined && !isBefore(record)) {
        // What is asked for came before, or is gone.
        if (begun++ > 1) break;
        await this.#items.return(undefined);
        this.#items = this.#recording.items();
      }
      this.#record = await this.#next();
      if (this.#record !== undefined) continue;
      if (begun++ > 1) break;
      this.#items = this.#recording.items();
    }
    throw this.#changed(`slice ${slice} is not there any more`);
  }

  async #next(): Promise<EventsRecord | undefined> {
    for (;;) {
      if (this.#isClosed) throw this.#changed('the run is over');
      const { value: item, done } = await this.#items.next();
      if (done === true) return undefined;
      if (item.kind === 'fault' && item.unfinished !== true) throw this.#changed(item.text);
      if (item.kind === 'events') return item;
    }
  }

  #changed(what: string): EmulatorError {
    const { path } = this.#recording;
    return new EmulatorError('RECORDING_DAMAGED', `${path} changed while it was played: ${what}`);
  }
}

interface Place {
  readonly run: number;
  readonly slice: number;
  readonly first: number;
  readonly end: number;
}

/** Events of a record as they are played; those that had been refused stand for those left out. */
function eventsAt(
  record: EventsRecord,
  { passThrough = 1 }: RunRecord,
  { run, slice, first, end }: Place,
): RecordedEvents {
  const { index, lastMember, anchor, artificial, refused } = record;
  const rows = Uint32Array.from(index.keys()).filter(
    (row) => index[row]! >= first && index[row]! < end,
  );
  const shift = (slice - record.slice) * slicePeriod;
  const standsFor = (row: number): number => (refused?.[row] === 1 ? passThrough : 1);
  const given = givenBitsOf(record);
  const givenBits = new Uint32Array(rows.length * inputWords);
  rows.forEach((row, at) =>
    givenBits.set(given.subarray(row * inputWords, (row + 1) * inputWords), at * inputWords),
  );
  const timeOf = (times: Float64Array | undefined): Float64Array =>
    Float64Array.from(rows, (row) => (times?.[row] ?? record.slice * slicePeriod) + shift);
  return {
    eventCount: rows.length,
    addresses: {
      ...sliceAddresses(run, slice, 0, rows.length),
      index: rows.map((row) => index[row]!),
    },
    time: timeOf(record.time),
    weights: Float64Array.from(rows, (row) => (record.weight?.[row] ?? 1) * standsFor(row)),
    givenBits,
    ...(lastMember !== undefined &&
      anchor !== undefined && {
        windows: {
          lastMember: timeOf(lastMember),
          anchor: Uint8Array.from(rows, (row) => anchor[row]!),
          ...(artificial !== undefined && {
            artificial: Float64Array.from(rows, (row) => artificial[row]! * standsFor(row)),
          }),
        },
      }),
    hits: selectHits(record.hits, index.length, rows),
  };
}

/** What is said of a loop, and how many events, lines or slices it is about. */
const note = (message: string, count = 0): Note => ({ code: 'LOOPED_RECORDING', message, count });

/** What is known of a loop. */
interface LoopBooks extends RunBooks {
  /** Whether it was not recorded how many alike windows stand for in artificial lines. */
  readonly lacksArtificial: boolean;
}

function limitsOf({ run, path }: Recording, menu: Menu, books: LoopBooks): readonly Note[] {
  const { passThrough } = run;
  const { firstSlice, recorded, givenUpSlices, pausedSlices, epochs, ended } = books;
  const idle = givenUpSlices + pausedSlices;
  const replayed = compileMenu(menu);
  const thinned = books.lacksArtificial ? artificialNames(replayed) : [];
  return [
    note(
      `run ${run.run} of ${path} is played in a loop of ${books.slices - firstSlice} slices ` +
        `(${recorded} events), its times shifted lap by lap; it was recorded with seed ` +
        `${run.seed} and menu ${run.menu.name}, and is decided upon anew`,
      recorded,
    ),
    note(gainsOf(run.menu.name, passThrough), recorded),
    ...(passThrough === 1 ? [] : [wholeLines(run, replayed, thinned)]),
    ...(thinned.length === 0
      ? []
      : [
          note(
            'it was recorded without how many alike each window stands for in lines that need an ' +
              `artificial input: counts and rates of ${thinned.join(', ')} are lower limits`,
            thinned.length,
          ),
        ]),
    note(
      'a recording has no truth, no machine and no accepts that its own read-out lost: ' +
        'efficiencies, luminosity, backgrounds by source, what-if questions and dead time of the ' +
        'read-out are not answered, and events are shown by b2l1 explain of the recording',
    ),
    ...(idle === 0
      ? []
      : [note(`${idle} of its slices were given up or paused: they pass empty`, idle)]),
    ...(epochs.length === 0
      ? []
      : [note(`its settings changed ${epochs.length} times while it was recorded`, epochs.length)]),
    ...(ended ? [] : [note('it has no end of the run: what is there of it is played')]),
  ];
}

/** Names of the lines of a menu that need an artificial input, such as `revolution`. */
function artificialNames(menu: CompiledMenu): readonly string[] {
  const bits = artificialLines(menu);
  return menu.lines
    .filter(({ number }) => ((bits[number >>> 5]! >>> (number & 31)) & 1) === 1)
    .map(({ name }) => name);
}

/** Lines of which the recording has every event, `thinned` ones aside, and what others count. */
function wholeLines(run: RunRecord, menu: CompiledMenu, thinned: readonly string[]): Note {
  const pair = {
    run: run.run,
    recorded: compileMenu(run.menu),
    replayed: menu,
    sameMenu: false,
    passThrough: run.passThrough,
  };
  const lines = new Comparison(pair, recordedConfig(run).gdl.timing)
    .lines()
    .filter(({ replayed }) => replayed !== null);
  const whole = lines
    .filter(({ complete, name }) => complete && !thinned.includes(name))
    .map(({ name }) => name);
  return note(
    `every event of ${whole.length} of ${lines.length} lines of menu ${menu.menu.name} is there ` +
      `(${whole.slice(0, 8).join(', ')}${whole.length > 8 ? ', …' : ''}); ` +
      'of the others some were ' +
      'prescaled or refused then: their counts are lower limits, and their prescales count what ' +
      'was recorded alone',
    lines.length - whole.length,
  );
}
