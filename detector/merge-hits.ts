// kernel: every hit of an event and of what is laid over it passes here

/** A table of hits: any columns. */
interface HitTable {
  readonly offsets: Uint32Array;
}

/** A row of one of the tables that are merged. */
interface HitRow {
  readonly table: number;
  readonly row: number;
  readonly key: number;
}

/** How digitized hits of the same events in two tables become those of one. */
interface MergeRule<T> {
  /** Rows with the same number meet in the electronics. */
  readonly key: (table: T) => (row: number) => number;
  /** Whether rows ascend in that number; else the second table follows the first. */
  readonly isOrdered: boolean;
  /** Adds a row to the one that it meets; absent: both stay. */
  readonly add?: (into: T, at: number, from: T, row: number) => void;
}

/** A function of two tables of hits that gives what one front end would have sent, about. */
export function mergeTables<T extends HitTable>(rule: MergeRule<T>): (first: T, second: T) => T {
  return (first, second) => {
    const tables = [first, second] as const;
    const keys = tables.map(rule.key);
    const merged = new MergedTable(tables, rule.add);
    for (let event = 0; event + 1 < first.offsets.length; event++) {
      const rows: HitRow[] = [];
      for (let table = 0; table < 2; table++)
        for (let row = tables[table].offsets[event]; row < tables[table].offsets[event + 1]; row++)
          rows.push({ table, row, key: keys[table](row) });
      if (rule.isOrdered) rows.sort((a, b) => a.key - b.key);
      merged.addEvent(rows);
    }
    return merged.take();
  };
}

type Columns = Record<string, Uint32Array | Float32Array>;

/** The table that comes out, as it grows. */
class MergedTable<T extends HitTable> {
  readonly #tables: readonly [T, T];
  readonly #add: MergeRule<T>['add'];
  readonly #names: readonly string[];
  readonly #out: Columns;
  readonly #offsets: Uint32Array;
  /** Row of each number of the event. */
  readonly #place = new Map<number, number>();
  #event = 0;
  #count = 0;

  constructor(tables: readonly [T, T], add: MergeRule<T>['add']) {
    this.#tables = tables;
    this.#add = add;
    const [first, second] = tables;
    this.#names = Object.keys(first).filter((name) => name !== 'offsets');
    this.#offsets = new Uint32Array(first.offsets.length);
    const rows =
      first.offsets[first.offsets.length - 1] + second.offsets[second.offsets.length - 1];
    const columns = first as unknown as Columns;
    this.#out = Object.fromEntries(
      this.#names.map((name) => [name, new (constructorOf(columns[name]))(rows)]),
    );
  }

  addEvent(rows: readonly HitRow[]): void {
    this.#place.clear();
    for (const { table, row, key } of rows) {
      const place = this.#add === undefined ? undefined : this.#place.get(key);
      if (place === undefined) {
        this.#place.set(key, this.#count);
        this.#copy(this.#tables[table] as unknown as Columns, row);
      } else this.#add?.(this.#out as unknown as T, place, this.#tables[table], row);
    }
    this.#offsets[++this.#event] = this.#count;
  }

  #copy(from: Columns, row: number): void {
    for (const name of this.#names) this.#out[name][this.#count] = from[name][row];
    this.#count++;
  }

  take(): T {
    const columns = this.#names.map((name) => [name, this.#out[name].slice(0, this.#count)]);
    return { ...Object.fromEntries(columns), offsets: this.#offsets } as T;
  }
}

type ColumnConstructor = new (length: number) => Uint32Array | Float32Array;

const constructorOf = (column: object): ColumnConstructor =>
  column.constructor as ColumnConstructor;

/** Numbers that a column of hits may have: whole ones below this, or any finite number. */
type HitLimits = Readonly<Record<string, number | 'finite'>>;

/** How hits of a subdetector that have been digitized are laid over others. */
export interface HitMerging<H> {
  readonly merge: (first: H, second: H) => H;
  /** Of the columns of its tables, or of those in each of its tables. */
  readonly limits: HitLimits | Readonly<Record<string, HitLimits>>;
}

/** The merging of any subdetector, for lists. */
export interface AnyHitMerging {
  readonly merge: (first: never, second: never) => unknown;
  readonly limits: HitMerging<never>['limits'];
}
