import { map, type Observable, tap } from 'rxjs';
import { compileMenu } from '../../triggers/gdl/menu.js';
import {
  type Decider,
  type DeciderState,
  type DecisionBatch,
  makeDecider,
} from '../../triggers/gdl/decide.js';
import { outputWords } from '../../triggers/batches.js';
import type { ChainSetup, DecidableBatch } from '../chain/chain.js';
import type { UserOverlay } from '../chain/user-overlay.js';
import type { GenerateJob, WindowsJob } from '../chain/jobs.js';
import { decideInOrder, type PoolResult } from '../workers/pool.js';
import { type BatchDifference, Differences } from './differences.js';
import { type AskedBatch, eventsRecord, type RecordableBatch, withAsked } from './events-record.js';
import { Journal, type RunBooks } from './journal.js';
import type { Recording, RecordingItem } from './recording.js';
import { asFarAsRecorded } from './recorded-words.js';
import { recordedReadout } from './recorded-readout.js';
import type { EventsRecord } from './records.js';
import { type RecordedLeg, RecordedLegs } from './recorded-legs.js';

interface RegenerateOptions {
  readonly recording: Recording;
  readonly workers: number;
  /** The file that was laid over the run, where one was. */
  readonly overlay?: UserOverlay;
  /** True once nothing more shall be read. */
  readonly stopped: () => boolean;
}

/** What came of a run that was played again. */
export interface RegenerateResult {
  /** Events played again, and those of them that are recorded. */
  readonly played: number;
  readonly recorded: number;
  readonly differing: number;
  /** The first differences. */
  readonly differences: readonly BatchDifference[];
  /** Columns that only the recording or only this version has: they are not compared. */
  readonly notCompared: readonly string[];
  readonly books: RunBooks;
}

/** What stands before a record: a leg that begins, in place of what the journal tells of it. */
type Waiting =
  | Exclude<RecordingItem, { readonly kind: 'epoch' }>
  | { readonly kind: 'leg'; readonly begun: RecordedLeg | undefined };

interface Regeneration {
  /** Emits the number of events played. */
  readonly progress$: Observable<number>;
  readonly result: () => RegenerateResult;
}

// long: closures over what is waiting for its batch.
/**
 * Plays again every batch that the journal tells of, from its addresses, and compares everything
 * recorded of it: hits, bits, times, and which events were accepted, with the prescale counters as
 * they stood at the beginning of the segment.
 * @throws OVERLAY_OTHER when another file, or none, was laid over the run
 */
export function regenerateRecording(options: RegenerateOptions): Regeneration {
  const { recording, workers, overlay } = options;
  const { run } = recording;
  const legs = new RecordedLegs(run, overlay);
  const setupOf = (leg: number) => ({
    ...legs.leg(leg).setup,
    keepHits: true,
    ...(run.readout !== undefined && { readOut: true }),
  });
  const setup = setupOf(0);
  const readOut = recordedReadout<AskedBatch & DecisionBatch>(run, setup);
  const deciderOf = (of: ChainSetup, from?: DeciderState): Decider =>
    makeDecider(compileMenu(of.menu), of.config.gdl, of, from);
  /** What decides the record in hand. */
  let decided: ChainSetup = setup;
  const journal = new Journal(recording);
  const waiting: Waiting[] = [];
  const differences = new Differences();
  let decider: Decider | undefined;
  const done = { played: 0, recorded: 0 };

  const see = (item: RecordingItem): void => {
    journal.add(item);
    const begun = item.kind === 'epoch' ? legs.add(item) : undefined;
    // What is told again at the beginning of a segment changes nothing.
    waiting.push(item.kind === 'epoch' ? { kind: 'leg', begun } : item);
  };

  /** What stands before a record changes or ends what is known of counters and read-out. */
  const pass = (item: Exclude<Waiting, EventsRecord>): void => {
    if (item.kind === 'fault') {
      decider = undefined;
      readOut.doubt();
    }
    if (item.kind === 'given-up') readOut.giveUp(item);
    // What a run that failed had in flight is told by its record alone.
    if (item.kind === 'run-end' && item.outcome === 'ended') readOut.end(item.slices);
    if (item.kind === 'leg' && item.begun !== undefined) {
      decided = item.begun.setup;
      readOut.follow(decided);
      // Behind a gap nobody knows whether events of it were counted before.
      if (item.begun.beginsCounters && decider !== undefined) decider = deciderOf(decided);
    }
    if (item.kind === 'state') {
      const { prescale, upUntil } = item;
      const recorded = { prescale, ...(upUntil !== undefined && { upUntil }) };
      // Where reading begins, or behind a gap.
      if (decider === undefined && (item.slice > 0 || item.event > 0)) readOut.lose();
      const counted = decider?.state();
      if (counted !== undefined) differences.compare('beginning of a segment', counted, recorded);
      decider = deciderOf(decided, recorded);
    }
  };

  /** The record of the batch in hand; undefined when there is none any more. */
  const nextRecord = (): EventsRecord | undefined => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      if (item.kind === 'events') return item;
      pass(item);
    }
    return undefined;
  };

  const compareRecords = (record: EventsRecord, found: EventsRecord): void => {
    const { unread: _, recordedWords, ...known } = record;
    const again = { ...found, inputBits: asFarAsRecorded(found.inputBits, recordedWords) };
    const name = `${run.run}:${record.slice}:${record.first} with ${record.played} events`;
    differences.compare(name, again, known);
  };

  const compare = (job: PoolResult['job'], made: DecidableBatch): void => {
    const record = nextRecord()!;
    const batch = withAsked(job, made);
    done.played += record.decided ?? record.played;
    done.recorded += record.index.length;
    if (decider === undefined)
      return compareRecords(record, eventsRecord(...asRecorded(batch, record)));
    readOut.take(decider.decide(batch), record, (taken) =>
      compareRecords(record, eventsRecord(taken, record.recordedBefore)),
    );
  };

  /** What is told behind the last record; how the run went on is not known without its end. */
  const finish = (): void => {
    nextRecord();
    readOut.doubt();
  };

  const progress$ = decideInOrder(playedJobs(options, legs, see), {
    setup,
    workers,
    legs: (leg) => ({ setup: setupOf(leg) }),
  }).pipe(
    tap({ next: ({ job, batch }) => compare(job, batch), complete: finish }),
    map(() => done.played),
  );
  const result = (): RegenerateResult => ({
    ...done,
    differing: differences.count,
    differences: differences.first,
    notCompared: differences.notCompared(),
    books: journal.books(),
  });
  return { progress$, result };
}

/** The batches that were played, in their order; `see` is shown every item of the recording. */
async function* playedJobs(
  { recording, stopped }: RegenerateOptions,
  legs: RecordedLegs,
  see: (item: RecordingItem) => void,
): AsyncGenerator<GenerateJob | WindowsJob> {
  const { schedule, machine } = recording.run;
  for await (const item of recording.items()) {
    if (stopped()) return;
    see(item);
    if (item.kind !== 'events') continue;
    const { slice, first, played: count } = item;
    const of = { slice, first, count, leg: legs.at(slice).number };
    if (machine !== undefined) yield { kind: 'windows', ...of };
    else yield { kind: 'generate', ...of, point: schedule[slice % schedule.length]! };
  }
}

/**
 * Where the state of the decision is not known, behind a gap: the recorded choice of events, with
 * the recorded edges and PSNM bits.
 */
function asRecorded(
  batch: AskedBatch,
  record: EventsRecord,
): [RecordableBatch, number, Uint32Array] {
  const known = new Set(batch.kept?.events);
  const places = new Map(Array.from(batch.addresses.index, (index, event) => [index, event]));
  const rows = record.index
    .map((index) => places.get(index) ?? batch.eventCount)
    .filter((event) => known.has(event));
  const psnmBits = new Uint32Array(batch.eventCount * outputWords);
  const risingBits = psnmBits.slice();
  const accepts = new Uint32Array(batch.eventCount);
  const timingSource = new Uint8Array(batch.eventCount);
  const taken = new Uint32Array(batch.eventCount);
  record.index.forEach((index, row) => {
    const event = places.get(index);
    if (event === undefined) return;
    const words = [row * outputWords, (row + 1) * outputWords] as const;
    psnmBits.set(record.psnmBits.subarray(...words), event * outputWords);
    const rising = record.risingBits ?? record.ftdlBits;
    risingBits.set(rising.subarray(...words), event * outputWords);
    accepts[event] = record.accepts?.[row] ?? 1;
    timingSource[event] = record.timingSource?.[row] ?? 0;
    taken[event] = record.taken?.[row] ?? 0;
  });
  const standing = record.accepts === undefined ? {} : { standing: { accepts } };
  const readOut =
    record.taken === undefined ? {} : { taken, ...(record.lost && { lost: record.lost }) };
  const chosen = { ...batch, risingBits, psnmBits, timingSource, ...standing, ...readOut };
  return [chosen, record.recordedBefore, rows];
}
