import { z } from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import { codecs, withTypedArrays } from '../../monitor/wire.js';
import { inputWords, outputWords } from '../../triggers/batches.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { readMenu } from '../../triggers/gdl/read-menu.js';
import { hitsFault } from './hit-tables.js';
import { type HitTree, isTypedArray } from '../chain/kept-hits.js';

/** Version of the file format; README.md of this folder describes it. */
export const formatVersion = 1;

/** Events of a batch, at most; live batches are much smaller. */
const maxPlayed = 2 ** 20;

const column = {
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected a column of |u1'),
  words: z.custom<Uint32Array>((value) => value instanceof Uint32Array, 'expected a column of <u4'),
  doubles: z.custom<Float64Array>(
    (value) => value instanceof Float64Array,
    'expected a column of <f8',
  ),
} as const;
const count = z.number().int().nonnegative();
const hitTree = z.custom<HitTree>(
  (value) => typeof value === 'object' && value !== null && !isTypedArray(value),
);
const mapping = z.record(z.string(), z.unknown());

function isMenu(raw: unknown): boolean {
  try {
    readMenu(raw, 'menu');
    return true;
  } catch {
    return false;
  }
}

/** What was played and how it was decided: the first frame of every segment. */
const runRecord = z.object({
  kind: z.literal('run'),
  format: z.number(),
  segment: count,
  version: z.string(),
  /**
   * Version of the JavaScript engine: the same numbers to the last bit come from the same engine.
   */
  engine: z.string(),
  seed: count,
  run: count,
  card: z.string(),
  source: z.string(),
  pace: z.enum(['real', 'max']),
  /** Mean events per emulated second. */
  rate: z.number().positive(),
  points: z.array(z.object({ generator: z.string(), config: z.unknown() })),
  schedule: z.array(count),
  conditions: z.string(),
  config: mapping,
  menu: z.custom<Menu>(isMenu, 'expected a menu'),
  menuHash: z.string(),
});

/** Where the run stands at the beginning of a segment: the second frame. */
const stateRecord = z.object({
  kind: z.literal('state'),
  /** Events decided upon and recorded before. */
  processed: count,
  recorded: count,
  prescale: column.words,
});

/**
 * Accepted events of one batch: `played` events of a slice from number `first` on were decided
 * upon. One row per accepted event.
 */
const eventsRecord = z.object({
  kind: z.literal('events'),
  slice: count,
  first: count,
  played: count.max(maxPlayed),
  /** Events recorded in the run before these. */
  recordedBefore: count,
  index: column.words,
  time: column.doubles,
  weight: column.doubles,
  inputBits: column.words,
  ftdlBits: column.words,
  psnmBits: column.words,
  timingSource: column.bytes,
  hits: hitTree,
});

/** Slices that were never played: their time is dead. */
const givenUpRecord = z.object({
  kind: z.literal('given-up'),
  cause: z.literal('host'),
  firstSlice: count,
  slices: count,
  events: count,
});

const segmentEnd = z.object({ kind: z.literal('segment-end'), processed: count, recorded: count });

/** Totals of the run: the last frame of the last segment. */
const runEnd = z.object({
  kind: z.literal('run-end'),
  outcome: z.enum(['ended', 'failed']),
  reason: z.string(),
  slices: count,
  processed: count,
  sumWeights: z.number(),
  accepted: count,
  recorded: count,
  givenUp: z.object({ slices: count, events: count }),
  lines: z.array(z.object({ name: z.string(), ftdl: count, psnm: count })),
});

const anyRecord = z.discriminatedUnion('kind', [
  runRecord,
  stateRecord,
  eventsRecord,
  givenUpRecord,
  segmentEnd,
  runEnd,
]);

/** What was played and how it was decided. */
export type RunRecord = z.infer<typeof runRecord>;
/** Where the run stands at the beginning of a segment. */
export type StateRecord = z.infer<typeof stateRecord>;
/** Accepted events of a batch with their hits. */
export type EventsRecord = z.infer<typeof eventsRecord>;
/** Slices that were never played. */
export type GivenUpRecord = z.infer<typeof givenUpRecord>;
/** Totals of a run that came to its end. */
export type RunEnd = z.infer<typeof runEnd>;
/** Anything that a frame may hold. */
export type RecordedThing = z.infer<typeof anyRecord>;

const codec = codecs['b2l1.v1.msgpack'];

/** A record as MessagePack: plain maps, columns as on the websocket feed. */
export function encodeRecord(record: RecordedThing): Buffer {
  return codec.encode(record) as Buffer;
}

/** Reads one back. @throws RECORDING_BAD_RECORD, RECORDING_FORMAT */
export function decodeRecord(body: Buffer): RecordedThing {
  const record = checked(unpack(body));
  if (record.kind === 'run' && record.format !== formatVersion) {
    throw new EmulatorError(
      'RECORDING_FORMAT',
      `the recording has format ${record.format}; this version reads ${formatVersion}`,
    );
  }
  const fault = record.kind === 'events' ? eventsFault(record) : undefined;
  if (fault !== undefined) throw badRecord(fault);
  return record;
}

function unpack(body: Buffer): unknown {
  try {
    return withTypedArrays(codec.decode(body, true));
  } catch (error) {
    throw badRecord(error instanceof Error ? error.message : String(error));
  }
}

function checked(raw: unknown): RecordedThing {
  const result = anyRecord.safeParse(raw);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw badRecord(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`);
  }
  return result.data;
}

function badRecord(what: string): EmulatorError {
  return new EmulatorError('RECORDING_BAD_RECORD', `a record does not follow the format: ${what}`);
}

function eventsFault(record: EventsRecord): string | undefined {
  const { index, hits } = record;
  if (!columnsFit(record)) return `columns do not have a row for each of ${index.length} events`;
  if (!indicesFit(record)) return 'event numbers do not ascend within the batch';
  return hitsFault(hits, index.length);
}

function indicesFit({ first, played, index }: EventsRecord): boolean {
  return index.every(
    (event, row) => event >= (row === 0 ? first : index[row - 1]! + 1) && event < first + played,
  );
}

function columnsFit({
  index,
  time,
  weight,
  inputBits,
  ftdlBits,
  psnmBits,
  timingSource,
}: EventsRecord): boolean {
  const events = index.length;
  return (
    time.length === events &&
    weight.length === events &&
    timingSource.length === events &&
    inputBits.length === events * inputWords &&
    ftdlBits.length === events * outputWords &&
    psnmBits.length === events * outputWords
  );
}
