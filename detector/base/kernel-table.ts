import {
  type ColumnArray,
  type ColumnType,
  columnTypes,
  mapSchema,
  type RowSink,
  type Table,
  type TableSchema,
} from './columns.js';
import { KernelColumn } from './kernel-column.js';

type Columns<S extends TableSchema> = { readonly [K in keyof S]: ColumnArray<S[K]> };

/** Words of the head before the addresses of the columns. */
const headWords = 2;

/**
 * Builds a table event by event, as `TableBuilder` does, in the memory of the kernels: TypeScript
 * and kernels append rows in turn.
 *
 * Kernels are given `head`, the address of words of 32 bits: how many rows there are, how many
 * there is room for, and where each column begins, in the order of the schema. They write rows
 * while there is room, and count them; room is made here.
 */
export class KernelTable<S extends TableSchema> implements RowSink<S> {
  readonly #schema: S;
  readonly #head: KernelColumn<Uint32Array>;
  readonly #held: readonly KernelColumn<ColumnArray<ColumnType>>[];
  #columns: Columns<S>;
  /** The head when the columns were looked at. */
  #seen: Uint32Array | undefined;
  #offsets = new Uint32Array(1025);
  #eventCount = 0;
  /** The table taken last, until other rows are written. */
  #taken: Table<S> | undefined;

  constructor(schema: S, capacity: number) {
    this.#schema = schema;
    this.#held = Object.values(schema).map(
      (type) => new KernelColumn<ColumnArray<ColumnType>>(columnTypes[type], capacity),
    );
    this.#head = new KernelColumn(Uint32Array, headWords + this.#held.length);
    this.#columns = this.#placed(capacity);
  }

  /** Where kernels find the head [bytes]; it stays there. */
  get head(): number {
    return this.#head.address;
  }

  get rowCount(): number {
    return this.#head.values[0];
  }

  set rowCount(count: number) {
    this.#head.values[0] = count;
  }

  /** Writable columns, to be taken anew after any memory of the kernels may have grown. */
  get columns(): Columns<S> {
    // The head is looked at anew when the memory has grown.
    if (this.#head.values !== this.#seen) this.#columns = this.#views();
    return this.#columns;
  }

  /** Makes room for `extra` more rows. */
  reserve(extra: number): void {
    const needed = this.rowCount + extra;
    const capacity = this.#head.values[1];
    if (needed > capacity) this.#columns = this.#placed(Math.max(needed, 2 * capacity));
  }

  /**
   * Lets a kernel write the rows of the events from `first` up to (not including) `end`: it is
   * given the event to begin with, and returns that for which it finds no room, `wanted()` rows, or
   * `end`.
   */
  fill(first: number, end: number, wanted: () => number, write: (event: number) => number): void {
    for (let event = first; event < end; ) {
      event = write(event);
      if (event < end) this.reserve(wanted());
    }
  }

  /** Forgets what was not taken. */
  clear(): void {
    if (this.rowCount > 0) this.#taken = undefined;
    this.#eventCount = 0;
    this.rowCount = 0;
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

  /** The finished table, in arrays of its own; the builder starts again at event 0. */
  take(): Table<S> {
    return this.takeRows(this.#offsets.slice(0, this.#eventCount + 1));
  }

  /** The same where a kernel wrote all events of a batch, and tells where their rows begin. */
  takeRows(offsets: Uint32Array): Table<S> {
    const rows = offsets[offsets.length - 1];
    const columns = this.columns;
    const taken = mapSchema(this.#schema, (_, name) => columns[name].slice(0, rows) as never);
    this.clear();
    this.#taken = { offsets, ...taken } as Table<S>;
    return this.#taken;
  }

  /** Copies the rows of a table to its beginning; returns the head. */
  place(table: Table<S>): number {
    this.#taken = undefined;
    this.reserve(table.offsets[table.offsets.length - 1]);
    const columns = this.columns;
    for (const name of Object.keys(this.#schema)) columns[name].set(table[name] as never);
    return this.head;
  }

  /**
   * Whether the rows of a table still lie here from the first on, so that a kernel may read them in
   * place: those taken last, until others are written. A table that shares but some of the columns
   * is another one.
   */
  holds(table: Partial<Table<S>>): boolean {
    const taken = this.#taken;
    if (taken === undefined || taken.offsets !== table.offsets || this.rowCount > 0) return false;
    return Object.keys(this.#schema).every((name) => taken[name] === table[name]);
  }

  #placed(capacity: number): Columns<S> {
    for (const column of this.#held) column.reserve(capacity);
    this.#head.values.set([capacity, ...this.#held.map(({ address }) => address)], 1);
    return this.#views();
  }

  #views(): Columns<S> {
    let column = 0;
    this.#seen = this.#head.values;
    return mapSchema(this.#schema, () => this.#held[column++].values as never);
  }
}
