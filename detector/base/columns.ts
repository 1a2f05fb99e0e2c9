/**
 * Growable typed-array columns with one `offsets` array: the form in which rows of many events
 * travel.
 */

/** Typed arrays by the names of their elements. */
export const columnTypes = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;

/** NumPy-like names: unsigned, integer or float, and bytes per element. */
export type ColumnType = keyof typeof columnTypes;
/** A typed array of such elements. */
export type ColumnArray<T extends ColumnType> = InstanceType<(typeof columnTypes)[T]>;
/** Column names and element types of a table. */
export type TableSchema = Readonly<Record<string, ColumnType>>;

/**
 * An immutable table of a batch. Rows `offsets[e]` up to (not including) `offsets[e + 1]` belong to
 * event `e`; `offsets` has length eventCount + 1, each column exactly `offsets[eventCount]`
 * elements.
 */
export type Table<S extends TableSchema> = { readonly offsets: Uint32Array } & {
  readonly [K in keyof S]: ColumnArray<S[K]>;
};

/** A typed array of a column's type, filled with zeros. */
export function makeColumn<T extends ColumnType>(type: T, length: number): ColumnArray<T> {
  return new columnTypes[type](length) as ColumnArray<T>;
}

/** What rows are appended to: a builder of a table, or one in the memory of the kernels. */
export interface RowSink<S extends TableSchema> {
  readonly columns: { readonly [K in keyof S]: ColumnArray<S[K]> };
  rowCount: number;
  reserve(extra: number): void;
}

/**
 * Builds a table event by event. A kernel calls `reserve(n)`, takes `columns` into locals, writes
 * rows from `rowCount` on, sets `rowCount`, and calls `endEvent()`; `take()` returns the table and
 * empties the builder, whose memory is reused.
 */
export class TableBuilder<S extends TableSchema> {
  readonly schema: S;
  /**
   * Writable columns, at least `rowCount` long; `reserve` may replace them, so take them into
   * locals after it.
   */
  columns: { [K in keyof S]: ColumnArray<S[K]> };
  rowCount = 0;
  #capacity: number;
  #offsets = new Uint32Array(1025);
  #eventCount = 0;

  constructor(schema: S, capacity = 1024) {
    this.schema = schema;
    this.#capacity = capacity;
    this.columns = mapSchema(schema, (type) => makeColumn(type, capacity));
  }

  get eventCount(): number {
    return this.#eventCount;
  }

  /** First row of the event being built. */
  get eventStart(): number {
    return this.#offsets[this.#eventCount];
  }

  /** Makes room for `extra` more rows. */
  reserve(extra: number): void {
    const needed = this.rowCount + extra;
    if (needed <= this.#capacity) return;
    this.#capacity = Math.max(needed, 2 * this.#capacity);
    const old = this.columns;
    this.columns = mapSchema(this.schema, (type, name) => {
      const grown = makeColumn(type, this.#capacity);
      grown.set(old[name].subarray(0, this.rowCount) as never);
      return grown;
    });
  }

  /** Closes the current event: rows written since the last call are its rows. */
  endEvent(): void {
    this.#eventCount++;
    if (this.#eventCount >= this.#offsets.length) {
      const grown = new Uint32Array(2 * this.#offsets.length);
      grown.set(this.#offsets);
      this.#offsets = grown;
    }
    this.#offsets[this.#eventCount] = this.rowCount;
  }

  /** Forgets the rows of the event being built. */
  dropEvent(): void {
    this.rowCount = this.eventStart;
  }

  /** The finished table, in arrays of its own; the builder starts again at event 0. */
  take(): Table<S> {
    const offsets = this.#offsets.slice(0, this.#eventCount + 1);
    const rows = offsets[this.#eventCount];
    const columns = mapSchema(this.schema, (_, name) => this.columns[name].slice(0, rows) as never);
    this.#eventCount = 0;
    this.rowCount = 0;
    return { offsets, ...columns } as Table<S>;
  }
}

/** A record with something for every column of a schema. */
export function mapSchema<S extends TableSchema>(
  schema: S,
  make: <K extends keyof S>(type: S[K], name: K) => ColumnArray<S[K]>,
): { [K in keyof S]: ColumnArray<S[K]> } {
  const columns = {} as { [K in keyof S]: ColumnArray<S[K]> };
  for (const name of Object.keys(schema) as (keyof S)[]) columns[name] = make(schema[name], name);
  return columns;
}

/**
 * Every ArrayBuffer below a plain record of typed arrays: what a thread hands over when it
 * transfers the record.
 */
export function buffersOf(value: unknown, found: Set<ArrayBufferLike> = new Set()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) buffersOf(part, found);
  return [...found].filter((buffer) => buffer instanceof ArrayBuffer);
}
