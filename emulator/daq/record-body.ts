import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import type { TypedArray } from '../chain/kept-hits.js';
import { bytesOf, columnOf, dtypeOf, elementBytes, type RecordTable } from './record-table.js';

/**
 * Body of a frame: length of the head (unsigned, 32 bits, little-endian), the head in JSON, filled
 * up with spaces to a multiple of 8 bytes of the body, and the columns of its tables in their
 * order, each filled up with zeros to a multiple of 8. The head says what each column is called, of
 * which type and how wide, so that a reader needs to know none of them.
 */
export interface RecordHead {
  readonly kind: string;
  readonly [name: string]: unknown;
}

const lengthBytes = 4;
/** So long is a head at most: that of a run with its configuration has some 50 kB. */
const maxHeadBytes = 2 ** 24;
/** A head is nested so deeply at most. */
const maxDepth = 64;
const maxRows = 2 ** 32 - 1;

const part = '[A-Za-z]\\w{0,63}';
const tableName = z.string().regex(new RegExp(`^${part}(/${part}){0,7}$`));
const columnName = z.string().regex(new RegExp(`^${part}$`));
const kindName = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

/** Counts of records by kind. */
export const kindCounts = z.record(kindName, z.number().int().nonnegative());

/** How a table is described in the head: a column is `[name, dtype]` or `[name, dtype, width]`. */
const tableHead = z.object({
  name: tableName,
  of: z.string().optional(),
  beside: z.string().optional(),
  rows: z.number().int().nonnegative().max(maxRows),
  values: z.record(columnName, z.union([z.number(), z.string(), z.boolean()])).optional(),
  columns: z.array(
    z.tuple([columnName, z.string(), z.number().int().positive().max(maxRows).optional()]),
  ),
});
type TableHead = z.infer<typeof tableHead>;

const roundedUp = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** So many bytes of memory, whatever stands there. */
export type TakeMemory = (bytes: number) => Buffer;

/** A record as the body of a frame. @throws RECORDER_RECORD_TOO_LARGE */
export function encodeBody(
  head: RecordHead,
  tables: readonly RecordTable[],
  take: TakeMemory = (bytes) => Buffer.allocUnsafeSlow(bytes),
): Buffer {
  // The kind comes first: by that a reader finds the next frame behind a damaged one.
  const { kind, ...others } = head;
  const described = tables.length === 0 ? {} : { tables: tables.map(describe) };
  const json = JSON.stringify({ kind, ...others, ...described });
  const jsonBytes = Buffer.byteLength(json);
  if (jsonBytes > maxHeadBytes) {
    throw new EmulatorError(
      'RECORDER_RECORD_TOO_LARGE',
      `the description of a record (${kind}) has ${jsonBytes} bytes, ` +
        `more than ${maxHeadBytes}`,
    );
  }
  const columns = tables.flatMap(columnsOf);
  const start = roundedUp(lengthBytes + jsonBytes);
  const size = columns.reduce((sum, { byteLength }) => sum + roundedUp(byteLength), start);
  // Every byte is written below.
  const body = take(size);
  body.writeUInt32LE(start - lengthBytes, 0);
  body.write(json + ' '.repeat(start - lengthBytes - jsonBytes), lengthBytes);
  let at = start;
  for (const column of columns) {
    body.set(bytesOf(column), at);
    const end = at + column.byteLength;
    at += roundedUp(column.byteLength);
    body.fill(0, end, at);
  }
  return body;
}

function columnsOf({ offsets, columns }: RecordTable): readonly TypedArray[] {
  const own = Object.values(columns);
  return offsets === undefined ? own : [offsets, ...own];
}

/** What is undefined is not written; nor are values where there are none. */
function describe({ name, of, beside, rows, values, columns }: RecordTable): object {
  const described = Object.keys(columns).map((column) => {
    const data = columns[column]!;
    const width = rows === 0 ? 1 : data.length / rows;
    return width === 1 ? [column, dtypeOf(data)] : [column, dtypeOf(data), width];
  });
  const single = values !== undefined && Object.keys(values).length > 0 ? values : undefined;
  return { name, of, beside, rows, values: single, columns: described };
}

/** Reads the head of a body alone. @throws RECORDING_BAD_RECORD */
export function decodeHead(body: Buffer): RecordHead {
  const start = dataStart(body);
  let head: unknown;
  try {
    head = JSON.parse(body.toString('utf8', lengthBytes, start));
  } catch {
    throw badRecord('its head is not JSON');
  }
  if (typeof head !== 'object' || head === null || Array.isArray(head))
    throw badRecord('its head is not a map');
  if (!isShallow(head, maxDepth)) throw badRecord(`its head is nested more than ${maxDepth} deep`);
  const { kind } = head as { readonly kind?: unknown };
  if (!kindName.safeParse(kind).success) throw badRecord('it has no kind');
  return head as RecordHead;
}

function dataStart(body: Buffer): number {
  const start = body.length < lengthBytes ? 0 : lengthBytes + body.readUInt32LE(0);
  if (start === 0 || start > body.length || start > maxHeadBytes + 8 || start % 8 !== 0)
    throw badRecord('its head does not end within it');
  return start;
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((entry) => isShallow(entry, depth - 1));
}

/**
 * The tables of a body whose head was read, by name. Columns lie in the memory of the body.
 * @throws RECORDING_BAD_RECORD
 */
export function decodeTables(head: RecordHead, body: Buffer): ReadonlyMap<string, RecordTable> {
  const heads = checked(z.array(tableHead), head.tables ?? [], 'tables');
  const tables = new Map<string, RecordTable>();
  let at = dataStart(body);
  const take = (bytes: number): Uint8Array => {
    // Not an overflow but a comparison: hostile lengths have no exact product.
    if (bytes > body.length - at) throw badRecord('its columns are longer than it');
    const taken = body.subarray(at, at + bytes);
    at += roundedUp(bytes);
    return taken;
  };
  for (const described of heads) {
    if (tables.has(described.name)) throw badRecord(`table ${described.name} stands twice`);
    tables.set(described.name, readTable(described, tables, take));
  }
  if (at !== body.length) throw badRecord('its columns do not end with it');
  return tables;
}

function readTable(
  { name, of, beside, rows, values, columns: described }: TableHead,
  before: ReadonlyMap<string, RecordTable>,
  take: (bytes: number) => Uint8Array,
): RecordTable {
  const offsets = of === undefined ? undefined : readOffsets(name, rows, before.get(of), take);
  if (beside !== undefined && before.get(beside)?.rows !== rows)
    throw badRecord(`table ${name} has not the rows of ${beside}`);
  const columns: [string, RecordTable['columns'][string]][] = [];
  const unread: string[] = [];
  const names = new Set(['offsets', ...Object.keys(values ?? {})]);
  for (const [column, dtype, width = 1] of described) {
    if (names.has(column)) throw badRecord(`column ${name}/${column} stands twice`);
    names.add(column);
    const bytes = elementBytes(dtype);
    if (bytes === undefined) throw badRecord(`column ${name}/${column} has no element type`);
    const data = columnOf(dtype, take(rows * width * bytes));
    if (data === undefined) unread.push(column);
    else columns.push([column, data]);
  }
  return {
    name,
    rows,
    ...(of === undefined ? {} : { of }),
    ...(offsets === undefined ? {} : { offsets }),
    ...(beside === undefined ? {} : { beside }),
    ...(values === undefined ? {} : { values }),
    columns: Object.fromEntries(columns),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

function readOffsets(
  name: string,
  rows: number,
  owner: RecordTable | undefined,
  take: (bytes: number) => Uint8Array,
): Uint32Array {
  if (owner === undefined)
    throw badRecord(`table ${name} belongs to one that does not stand before`);
  const offsets = columnOf('<u4', take(4 * (owner.rows + 1))) as Uint32Array;
  const ascend = offsets.every((row, place) => row >= (place === 0 ? 0 : offsets[place - 1]!));
  if (!ascend || offsets[0] !== 0 || offsets.at(-1) !== rows)
    throw badRecord(`offsets of table ${name} do not ascend from 0 to ${rows}`);
  return offsets;
}

/** What a schema makes of a value of the head. @throws RECORDING_BAD_RECORD */
export function checked<T>(schema: z.ZodType<T>, raw: unknown, where: string): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw badRecord(
    [where, ...(issue?.path ?? [])].join('.') + `: ${issue?.message ?? 'unreadable'}`,
  );
}

/** Bytes under a right checksum that are no record. */
export function badRecord(what: string): EmulatorError {
  return new EmulatorError('RECORDING_BAD_RECORD', `a record does not follow the format: ${what}`);
}
