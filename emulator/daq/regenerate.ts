import { map, type Observable, tap } from 'rxjs';
import { compileMenu } from '../../triggers/gdl/menu.js';
import { type Decider, makeDecider } from '../../triggers/gdl/decide.js';
import { outputWords } from '../../triggers/batches.js';
import type { DecidableBatch } from '../chain/chain.js';
import type { GenerateJob } from '../chain/jobs.js';
import { decideInOrder } from '../workers/pool.js';
import { eventsRecord, type RecordableBatch } from './events-record.js';
import { isTypedArray } from '../chain/kept-hits.js';
import { Journal, type RunBooks } from './journal.js';
import type { Recording, RecordingItem } from './recording.js';
import type { EventsRecord } from './records.js';
import { recordedConfig } from './replay.js';

interface RegenerateOptions {
  readonly recording: Recording;
  readonly workers: number;
  /** True once nothing more shall be read. */
  readonly stopped: () => boolean;
}

/** A batch whose recording is not what its addresses give. */
interface BatchDifference {
  /** First event of the batch and how many were played. */
  readonly batch: string;
  /** Columns that are different. */
  readonly columns: readonly string[];
}

/** What came of making all events of a recording again. */
export interface RegenerateResult {
  /** Events played again, and those of them that are recorded. */
  readonly played: number;
  readonly recorded: number;
  readonly differing: number;
  /** The first differences. */
  readonly differences: readonly BatchDifference[];
  readonly books: RunBooks;
}

interface Regeneration {
  /** Emits the number of events played. */
  readonly progress$: Observable<number>;
  readonly result: () => RegenerateResult;
}

/** Differences that are listed; all are counted. */
const listed = 20;

/**
 * Plays again every batch that the journal tells of, from its addresses, and compares everything
 * recorded of it: hits, bits, times, and which events were accepted, with the prescale counters as
 * they stood at the beginning of the segment.
 */
export function regenerateRecording({
  recording,
  workers,
  stopped,
}: RegenerateOptions): Regeneration {
  const { run } = recording;
  const config = recordedConfig(run);
  const setup = {
    seed: run.seed,
    run: run.run,
    rate: run.rate,
    config,
    menu: run.menu,
    points: pointsOf(run),
    keepHits: true,
  };
  const menu = compileMenu(run.menu);
  const journal = new Journal(run);
  const waiting: RecordingItem[] = [];
  const differences: BatchDifference[] = [];
  let decider: Decider | undefined;
  const done = { played: 0, recorded: 0, differing: 0 };

  async function* jobs(): AsyncGenerator<GenerateJob> {
    for await (const item of recording.items()) {
      if (stopped()) return;
      journal.add(item);
      waiting.push(item);
      if (item.kind !== 'events') continue;
      const { slice, first, played: count } = item;
      yield {
        kind: 'generate',
        slice,
        first,
        count,
        point: run.schedule[slice % run.schedule.length]!,
      };
    }
  }

  const note = (batch: string, columns: readonly string[]): void => {
    if (columns.length === 0) return;
    done.differing++;
    if (differences.length < listed) differences.push({ batch, columns });
  };

  /**
   * The record of the batch in hand; what stands before it changes or ends what is known of the
   * prescale counters.
   */
  const nextRecord = (): EventsRecord => {
    for (let item = waiting.shift()!; ; item = waiting.shift()!) {
      if (item.kind === 'events') return item;
      if (item.kind === 'fault') decider = undefined;
      if (item.kind === 'state') {
        const { prescale } = item;
        if (decider !== undefined)
          note(
            'beginning of a segment',
            differing({ prescale: decider.prescaleState() }, { prescale }),
          );
        decider = makeDecider(menu, config.gdl, setup, prescale);
      }
    }
  };

  const compare = (batch: DecidableBatch): void => {
    const record = nextRecord();
    const again =
      decider === undefined
        ? eventsRecord(...asRecorded(batch, record))
        : eventsRecord(decider.decide(batch), record.recordedBefore);
    note(
      `${run.run}:${record.slice}:${record.first} with ${record.played} events`,
      differing(again, record),
    );
    done.played += record.played;
    done.recorded += record.index.length;
  };

  const progress$ = decideInOrder(jobs(), { setup, workers }).pipe(
    tap(({ batch }) => compare(batch)),
    map(() => done.played),
  );
  return { progress$, result: () => ({ ...done, differences, books: journal.books() }) };
}

function pointsOf({ points }: Recording['run']) {
  return points.map(({ generator, config }) => ({ generator, config }));
}

/**
 * Where the prescale counters are not known, behind a gap: the recorded choice of events, with the
 * recorded PSNM bits.
 */
function asRecorded(
  batch: DecidableBatch,
  record: EventsRecord,
): [RecordableBatch, number, Uint32Array] {
  const known = new Set(batch.kept?.events);
  const rows = record.index
    .map((index) => index - record.first)
    .filter((event) => known.has(event));
  const psnmBits = new Uint32Array(batch.eventCount * outputWords);
  const timingSource = new Uint8Array(batch.eventCount);
  record.index.forEach((index, row) => {
    const event = index - record.first;
    if (event >= batch.eventCount) return;
    psnmBits.set(
      record.psnmBits.subarray(row * outputWords, (row + 1) * outputWords),
      event * outputWords,
    );
    timingSource[event] = record.timingSource[row]!;
  });
  return [{ ...batch, psnmBits, timingSource }, record.recordedBefore, rows];
}

/** Paths of what is different in two records. */
function differing(a: object, b: object, path = ''): readonly string[] {
  const theirs = b as Readonly<Record<string, unknown>>;
  const ours = a as Readonly<Record<string, unknown>>;
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].flatMap((name) => {
    const [mine, other] = [ours[name], theirs[name]];
    if (isTypedArray(mine) || isTypedArray(other))
      return sameBytes(mine, other) ? [] : [path + name];
    if (typeof mine === 'object' && mine !== null && typeof other === 'object' && other !== null)
      return differing(mine, other, `${path}${name}.`);
    return Object.is(mine, other) ? [] : [path + name];
  });
}

function sameBytes(a: unknown, b: unknown): boolean {
  if (!isTypedArray(a) || !isTypedArray(b) || a.constructor !== b.constructor) return false;
  return bytesOf(a).equals(bytesOf(b));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
