import { EmulatorError } from '../../detector/base/errors.js';
import { inputWords, outputWords } from '../../triggers/batches.js';
import type { DecisionBatch } from '../../triggers/gdl/decide.js';
import { isAccepted, type Standing } from '../../triggers/gdl/prescale.js';
import type { DecidableBatch } from '../chain/chain.js';
import {
  type HitTree,
  isTypedArray,
  joinColumns,
  joinHits,
  type KeptHits,
  selectHits,
  type TypedArray,
} from '../chain/kept-hits.js';
import type { Job } from '../chain/jobs.js';
import type { RecordedJob } from '../chain/recorded-events.js';
import type { BuiltBatch } from './builder/event-builder.js';
import type { Taken } from '../readout/run-readout.js';
import type { EventsRecord } from './records.js';

/** A batch with what was asked for. */
export type AskedBatch = DecidableBatch & {
  /**
   * So many numbers of a slice from one on, of which some are no windows; absent where the events
   * of the batch are all that was asked for.
   */
  readonly asked?: { readonly slice: number; readonly first: number; readonly count: number };
};

/** A batch behind the decision, with the hits of the events that could be accepted. */
export type RecordableBatch = AskedBatch &
  BuiltBatch &
  Partial<Taken> &
  Omit<DecisionBatch, 'standing'> & { readonly standing?: Pick<Standing, 'accepts'> };

/** A batch with what its job has asked for. */
export function withAsked(job: Job | RecordedJob, batch: DecidableBatch): AskedBatch {
  if (job.kind !== 'windows' && job.kind !== 'recorded') return batch;
  const { slice, first, count } = job;
  return { ...batch, asked: { slice, first, count } };
}

/** Positions of the accepted events of a batch, as far as they are read out. */
function acceptedEvents({
  eventCount,
  psnmBits,
  taken,
}: Pick<DecisionBatch, 'eventCount' | 'psnmBits'> & Partial<Taken>): Uint32Array {
  return Uint32Array.from({ length: eventCount }, (_, event) => event).filter(
    (event) => isAccepted(psnmBits, event) && taken?.[event] !== 0,
  );
}

/** Positions of the events of a batch that are recorded: accepted, or passed through. */
export function recordedEvents(
  batch: Pick<RecordableBatch, 'eventCount' | 'psnmBits' | 'passed' | 'taken'>,
): Uint32Array {
  const { eventCount, psnmBits, passed, taken } = batch;
  if (passed === undefined) return acceptedEvents(batch);
  return Uint32Array.from({ length: eventCount }, (_, event) => event).filter(
    (event) => passed[event] === 1 || (isAccepted(psnmBits, event) && taken?.[event] !== 0),
  );
}

/**
 * What is recorded of a batch: the events at `rows`, by default those of `recordedEvents`. Only one
 * that tells what was asked for may be empty.
 * @throws RECORDER_NO_HITS
 */
export function eventsRecord(
  batch: RecordableBatch,
  recordedBefore: number,
  rows = recordedEvents(batch),
): EventsRecord {
  const { eventCount, addresses, kept, standing, windows, givenBits, asked } = batch;
  const { taken, lost, marks, passed } = batch;
  if (kept === undefined)
    throw new EmulatorError(
      'RECORDER_NO_HITS',
      'the chain was set up without hits: nothing can be recorded',
    );
  return {
    kind: 'events',
    slice: asked?.slice ?? addresses.slice[0]!,
    first: asked?.first ?? addresses.index[0]!,
    played: asked?.count ?? eventCount,
    ...(asked !== undefined && { decided: eventCount }),
    recordedBefore,
    ...(lost !== undefined && { lost }),
    index: rows.map((event) => addresses.index[event]!),
    time: Float64Array.from(rows, (event) => batch.time[event]!),
    weight: Float64Array.from(rows, (event) => batch.weights[event]!),
    inputBits: wordsOf(batch.inputBits, inputWords, rows),
    ftdlBits: wordsOf(batch.ftdlBits, outputWords, rows),
    psnmBits: wordsOf(batch.psnmBits, outputWords, rows),
    ...(standing !== undefined && {
      risingBits: wordsOf(batch.risingBits, outputWords, rows),
      accepts: rows.map((event) => standing.accepts[event]!),
    }),
    ...(taken !== undefined && { taken: rows.map((event) => taken[event]!) }),
    ...(windows !== undefined && {
      lastMember: Float64Array.from(rows, (event) => windows.lastMember[event]!),
      anchor: Uint8Array.from(rows, (event) => windows.anchor[event]!),
      ...(windows.artificial !== undefined && {
        artificial: Float64Array.from(rows, (event) => windows.artificial![event]!),
      }),
    }),
    ...(givenBits !== undefined && { givenBits: wordsOf(givenBits, inputWords, rows) }),
    timingSource: Uint8Array.from(rows, (event) => batch.timingSource[event]!),
    ...(passed !== undefined && {
      refused: Uint8Array.from(rows, (event) => Number(!isAccepted(batch.psnmBits, event))),
    }),
    ...(marks !== undefined && { marks: Uint8Array.from(rows, (event) => marks[event]!) }),
    hits: hitsOf(kept, rows),
  };
}

/** Records of batches that follow each other in a slice as that of one batch; at least one. */
export function joinRecords(parts: readonly [EventsRecord, ...EventsRecord[]]): EventsRecord {
  const [first] = parts;
  if (parts.length === 1) return first;
  const columns = Object.entries(first).flatMap(([name, value]) =>
    isTypedArray(value)
      ? [
          [
            name,
            joinColumns(
              value,
              parts.map((part) => columnIn(part, name)),
            ),
          ] as const,
        ]
      : [],
  );
  return {
    ...first,
    ...Object.fromEntries(columns),
    played: parts.reduce((sum, { played }) => sum + played, 0),
    ...(first.decided !== undefined && {
      decided: parts.reduce((sum, { decided = 0 }) => sum + decided, 0),
    }),
    ...(first.lost !== undefined && { lost: sumOfLosses(parts) }),
    hits: joinHits(parts.map(({ hits }) => hits)),
  };
}

/** Lost accepts of all of them, by cause. */
function sumOfLosses(parts: readonly EventsRecord[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { lost = {} } of parts)
    for (const [cause, count] of Object.entries(lost)) sums[cause] = (sums[cause] ?? 0) + count;
  return sums;
}

const columnIn = (record: EventsRecord, name: string): TypedArray =>
  (record as unknown as Readonly<Record<string, TypedArray>>)[name]!;

function wordsOf(words: Uint32Array, perEvent: number, rows: Uint32Array): Uint32Array {
  const out = new Uint32Array(rows.length * perEvent);
  rows.forEach((event, row) =>
    out.set(words.subarray(event * perEvent, (event + 1) * perEvent), row * perEvent),
  );
  return out;
}

/** Hits of the events at `rows`; they are not copied where these are all that have kept some. */
const hitsOf = ({ hits, events }: KeptHits, rows: Uint32Array): HitTree =>
  rows.length === events.length ? hits : selectHits(hits, events.length, positionsIn(events, rows));

/** Where `wanted` stand in `events`; both ascend, and every accepted event has kept its hits. */
function positionsIn(events: Uint32Array, wanted: Uint32Array): Uint32Array {
  let position = 0;
  return wanted.map((event) => {
    while (events[position]! < event) position++;
    return position;
  });
}
