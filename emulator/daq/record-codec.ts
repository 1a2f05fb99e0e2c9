import { EmulatorError } from '../../detector/base/errors.js';
import { inputWords, outputWords } from '../../triggers/batches.js';
import { outputCount } from '../../triggers/gdl/menu.js';
import { hitsOfTables, tablesOfHits } from './hit-tables.js';
import { withWords } from './recorded-words.js';
import {
  badRecord,
  checked,
  decodeHead,
  decodeTables,
  encodeBody,
  type RecordHead,
  type TakeMemory,
} from './record-body.js';
import type { RecordTable } from './record-table.js';
import {
  type EventsRecord,
  type RecordedThing,
  recordHeads,
  type RunRecord,
  type StateRecord,
  type UnknownRecord,
} from './records.js';

/** Names in `needs` of a recording that this version knows. */
const knownNeeds: readonly string[] = ['machine', 'pass-through', 'control'];

/**
 * A record as the body of a frame.
 * @param take memory of events, which have by far the largest bodies.
 * @throws RECORDER_RECORD_TOO_LARGE
 */
export function encodeRecord(record: RecordedThing, take?: TakeMemory): Buffer {
  if (record.kind === 'state') {
    const { prescale, upUntil, ...head } = record;
    const counters = { name: 'prescale', rows: prescale.length, columns: { state: prescale } };
    if (upUntil === undefined) return encodeBody(head, [counters]);
    return encodeBody(head, [counters, { name: 'up', rows: upUntil.length, columns: { upUntil } }]);
  }
  if (record.kind !== 'events') return encodeBody(record, []);
  const { kind, slice, first, played, decided, recordedBefore, lost, hits, ...others } = record;
  const { unread: _, recordedWords: __, ...columns } = others;
  const rows = columns.index.length;
  const numbers = { slice, first, played, ...(decided !== undefined && { decided }) };
  const tables = [{ name: 'events', rows, columns }, ...tablesOfHits(hits, rows)];
  const lostToo = lost !== undefined && { lost };
  return encodeBody({ kind, ...numbers, recordedBefore, ...lostToo }, tables, take);
}

/**
 * Reads one back; what this version does not know is passed over and named.
 * @throws RECORDING_BAD_RECORD, RECORDING_NEEDS
 */
export function decodeRecord(body: Buffer): RecordedThing | UnknownRecord {
  const head = decodeHead(body);
  switch (head.kind) {
    case 'run':
      return readRun(head);
    case 'state':
      return readState(head, decodeTables(head, body));
    case 'events':
      return readEvents(head, decodeTables(head, body));
    case 'given-up':
    case 'epoch':
    case 'run-end':
    case 'segment-end':
      return checked<RecordedThing>(recordHeads[head.kind], head, head.kind);
    default:
      return { kind: 'unknown', name: head.kind };
  }
}

function readRun(head: RecordHead): RunRecord {
  const run = checked(recordHeads.run, head, 'run');
  const missing = run.needs.filter((need) => !knownNeeds.includes(need));
  if (missing.length > 0) {
    throw new EmulatorError(
      'RECORDING_NEEDS',
      `the recording, by version ${run.version}, wants a reader that knows ` +
        `${missing.map((need) => JSON.stringify(need)).join(', ')}; read it with that version`,
    );
  }
  if (run.machine === undefined && (run.rate === undefined || run.schedule.length === 0))
    throw badRecord('run: neither a card with its rate and schedule nor a machine was played');
  if (run.schedule.some((point) => point >= run.points.length))
    throw badRecord('run.schedule: names a point that is not there');
  return run;
}

function readState(head: RecordHead, tables: ReadonlyMap<string, RecordTable>): StateRecord {
  const { state } = tables.get('prescale')?.columns ?? {};
  if (!(state instanceof Uint32Array))
    throw badRecord('column prescale/state: expected one of <u4');
  const { upUntil } = tables.get('up')?.columns ?? {};
  const isUp = upUntil instanceof Float64Array && upUntil.length === outputCount;
  if (upUntil !== undefined && !isUp)
    throw badRecord(`column up/upUntil: expected ${outputCount} of <f8`);
  return {
    ...checked(recordHeads.state, head, 'state'),
    prescale: state,
    ...(isUp && { upUntil }),
  };
}

/**
 * Types and widths of the columns of table `events`; the recording may lack optional ones. Input
 * bits may have another width, by version: it stands with the column.
 */
const eventColumns = {
  index: { type: Uint32Array, width: 1, optional: false },
  time: { type: Float64Array, width: 1, optional: true },
  weight: { type: Float64Array, width: 1, optional: true },
  inputBits: { type: Uint32Array, width: 'any', optional: false },
  ftdlBits: { type: Uint32Array, width: outputWords, optional: false },
  psnmBits: { type: Uint32Array, width: outputWords, optional: false },
  timingSource: { type: Uint8Array, width: 1, optional: true },
  risingBits: { type: Uint32Array, width: outputWords, optional: true },
  accepts: { type: Uint32Array, width: 1, optional: true },
  taken: { type: Uint32Array, width: 1, optional: true },
  lastMember: { type: Float64Array, width: 1, optional: true },
  anchor: { type: Uint8Array, width: 1, optional: true },
  artificial: { type: Float64Array, width: 1, optional: true },
  givenBits: { type: Uint32Array, width: 'any', optional: true },
  refused: { type: Uint8Array, width: 1, optional: true },
  marks: { type: Uint8Array, width: 1, optional: true },
} as const;

function readEvents(head: RecordHead, tables: ReadonlyMap<string, RecordTable>): EventsRecord {
  const events = tables.get('events');
  if (events === undefined) throw badRecord('table events is missing');
  const known = Object.entries(eventColumns).flatMap(([name, wanted]) => {
    const column = Object.hasOwn(events.columns, name) ? events.columns[name]! : undefined;
    if (column === undefined && wanted.optional) return [];
    const width = wanted.width === 'any' ? widthOf(column, events.rows) : wanted.width;
    if (!(column instanceof wanted.type) || column.length !== events.rows * width)
      throw badRecord(`column events/${name}: expected ${width} ${wanted.type.name} a row`);
    return [[name, column]];
  });
  const { hits, others } = hitsOfTables([...tables.values()].filter((table) => table !== events));
  const unread = [
    ...Object.keys(events.columns).filter((name) => !Object.hasOwn(eventColumns, name)),
    ...(events.unread ?? []),
  ].map((name) => `events/${name}`);
  const unreadHits = [...tables.values()].flatMap((table) =>
    table === events ? [] : (table.unread ?? []).map((name) => `${table.name}/${name}`),
  );
  const columns = Object.fromEntries(known) as Pick<EventsRecord, keyof typeof eventColumns>;
  const words = widthOf(columns.inputBits, events.rows);
  const beyond = words > inputWords ? [`events/inputBits from slot ${32 * inputWords} on`] : [];
  const all = [...unread, ...others, ...unreadHits, ...beyond];
  const record = {
    ...checked(recordHeads.events, head, 'events'),
    ...columns,
    inputBits: withWords(columns.inputBits, words, inputWords),
    ...(columns.givenBits !== undefined && {
      givenBits: withWords(columns.givenBits, words, inputWords),
    }),
    ...(words === inputWords ? {} : { recordedWords: words }),
    hits,
    ...(all.length === 0 ? {} : { unread: all }),
  };
  if (!indicesFit(record)) throw badRecord('event numbers do not ascend within the batch');
  return record;
}

/** Elements of a column for each row; that of this version where there is no row. */
const widthOf = (column: { readonly length: number } | undefined, rows: number): number =>
  rows === 0 || column === undefined ? inputWords : column.length / rows;

function indicesFit({ first, played, index }: EventsRecord): boolean {
  return index.every(
    (event, row) => event >= (row === 0 ? first : index[row - 1]! + 1) && event < first + played,
  );
}
