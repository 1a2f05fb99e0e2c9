import { isTypedArray, type TypedArray } from '../chain/kept-hits.js';

/** A table of a record: columns with the same number of rows, by name. */
export interface RecordTable {
  /** Parts joined by `/`, such as `hits/ecl/crystals`. */
  readonly name: string;
  readonly rows: number;
  /**
   * Table to whose rows these belong: rows `offsets[r]` up to (not including) `offsets[r + 1]` are
   * of its row r.
   */
  readonly of?: string;
  readonly offsets?: Uint32Array;
  /** Table with as many rows, which these continue. */
  readonly beside?: string;
  /** Single values that hold for all rows. */
  readonly values?: Readonly<Record<string, number | string | boolean>>;
  /** Each has the same number of elements, its width, for every row. */
  readonly columns: Readonly<Record<string, TypedArray>>;
  /** Columns that were there and whose element type is not known; none in a table to be written. */
  readonly unread?: readonly string[];
}

/** NumPy's names of the element types. */
const dtypes = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
} as const;

const dtypeNames = new Map<unknown, string>(
  Object.entries(dtypes).map(([name, type]) => [type, name]),
);

/** NumPy's name of the elements of a column. */
export function dtypeOf(column: TypedArray): string {
  return dtypeNames.get(column.constructor)!;
}

/** Bytes of an element; undefined when this is not the name of an element type of any reader. */
export function elementBytes(dtype: string): number | undefined {
  const [, digits] = /^[|<][A-Za-z]([1-9]\d{0,2})$/.exec(dtype) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Bytes as a column, copied only where they lie unevenly; undefined when the type is not known. */
export function columnOf(dtype: string, bytes: Uint8Array): TypedArray | undefined {
  if (!Object.hasOwn(dtypes, dtype)) return undefined;
  const type = dtypes[dtype as keyof typeof dtypes];
  const even = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset, byteLength } = even ? bytes : Uint8Array.from(bytes);
  return new type(buffer as ArrayBuffer, byteOffset, byteLength / type.BYTES_PER_ELEMENT);
}

/** The bytes of a column where they lie. */
export function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Whether two columns have the same type and the same bits. */
export function sameColumn(a: unknown, b: unknown): boolean {
  if (!isTypedArray(a) || !isTypedArray(b) || a.constructor !== b.constructor) return false;
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
