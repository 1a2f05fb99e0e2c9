// kernel: every hit of an event and of what is laid over it passes here

/** A table of hits: any columns. */
interface HitTable {
  readonly offsets: Uint32Array;
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
    const plan = new MergePlan(rule, first, second);
    const events = first.offsets.length - 1;
    for (let event = 0; event < events; event++) plan.addEvent(event);
    return plan.take();
  };
}

type Columns = Record<string, Uint32Array | Float32Array>;

/** Which rows stay and which are added to others; rows of the second table follow the first's. */
class MergePlan<T extends HitTable> {
  readonly #rule: MergeRule<T>;
  readonly #first: T;
  readonly #second: T;
  readonly #firstRows: number;
  readonly #offsets: Uint32Array;
  readonly #keys: Float64Array;
  /** Rows of each table and event by number, those with the same one in their order. */
  readonly #order: Uint32Array;
  /** Rows of the event in hand, both tables together, likewise. */
  readonly #merged: Uint32Array;
  /** The first row that has the number of each; where nothing is added, each row itself. */
  readonly #leader: Uint32Array;
  /** Where each row has come in the table that comes out, or that to which it is added. */
  readonly #place: Uint32Array;
  /** The row of each that comes out. */
  readonly #from: Uint32Array;
  /** Rows that are added to others. */
  readonly #added: Uint32Array;
  #count = 0;
  #addedCount = 0;

  constructor(rule: MergeRule<T>, first: T, second: T) {
    this.#rule = rule;
    this.#first = first;
    this.#second = second;
    this.#firstRows = first.offsets[first.offsets.length - 1];
    const rows = this.#firstRows + second.offsets[second.offsets.length - 1];
    this.#offsets = new Uint32Array(first.offsets.length);
    this.#keys = new Float64Array(rows);
    this.#order = new Uint32Array(rows);
    this.#merged = new Uint32Array(rows);
    this.#leader = new Uint32Array(rows);
    this.#place = new Uint32Array(rows);
    this.#from = new Uint32Array(rows);
    this.#added = new Uint32Array(rows);
    this.#setKeys(rule.key(first), 0, this.#firstRows);
    this.#setKeys(rule.key(second), this.#firstRows, rows);
  }

  #setKeys(key: (row: number) => number, from: number, end: number): void {
    for (let row = from; row < end; row++) this.#keys[row] = key(row - from);
  }

  addEvent(event: number): void {
    const shift = this.#firstRows;
    const [one, oneEnd] = [this.#first.offsets[event], this.#first.offsets[event + 1]];
    const [two, twoEnd] = [this.#second.offsets[event], this.#second.offsets[event + 1]];
    this.#sortRange(one, oneEnd);
    this.#sortRange(shift + two, shift + twoEnd);
    const rows = this.#mergeRanges(one, oneEnd, shift + two, shift + twoEnd);
    if (this.#rule.isOrdered) for (let at = 0; at < rows; at++) this.#put(this.#merged[at]);
    else {
      for (let row = one; row < oneEnd; row++) this.#put(row);
      for (let row = shift + two; row < shift + twoEnd; row++) this.#put(row);
    }
    this.#offsets[event + 1] = this.#count;
  }

  /** Most tables come in order; the others are put into it. */
  #sortRange(from: number, end: number): void {
    const [keys, order] = [this.#keys, this.#order];
    let isAscending = true;
    for (let row = from; row < end; row++) {
      order[row] = row;
      if (row > from && keys[row] < keys[row - 1]) isAscending = false;
    }
    if (isAscending) return;
    // Numbers and rows in one, so that equal ones keep their order.
    const length = end - from;
    const both = new Float64Array(length);
    for (let at = 0; at < length; at++) both[at] = keys[from + at] * length + at;
    both.sort();
    for (let at = 0; at < length; at++)
      order[from + at] = from + both[at] - length * Math.floor(both[at] / length);
  }

  /** Both ranges in order, the first before the second where they meet; how many rows. */
  #mergeRanges(one: number, oneEnd: number, two: number, twoEnd: number): number {
    const [keys, order, merged, leader] = [this.#keys, this.#order, this.#merged, this.#leader];
    const meets = this.#rule.add !== undefined;
    let rows = 0;
    let last = 0;
    for (let [left, right] = [one, two]; left < oneEnd || right < twoEnd; rows++) {
      const isLeft = right >= twoEnd || (left < oneEnd && keys[order[left]] <= keys[order[right]]);
      const row = isLeft ? order[left++] : order[right++];
      if (rows === 0 || !meets || keys[row] !== keys[last]) last = row;
      merged[rows] = row;
      leader[row] = last;
    }
    return rows;
  }

  #put(row: number): void {
    const leader = this.#leader[row];
    if (leader === row) {
      this.#place[row] = this.#count;
      this.#from[this.#count++] = row;
    } else {
      this.#place[row] = this.#place[leader];
      this.#added[this.#addedCount++] = row;
    }
  }

  take(): T {
    const columns = Object.keys(this.#first)
      .filter((name) => name !== 'offsets')
      .map((name) => [name, this.#gather(name)]);
    const out = { ...Object.fromEntries(columns), offsets: this.#offsets } as T;
    for (let at = 0; at < this.#addedCount; at++) this.#add(out, this.#added[at]);
    return out;
  }

  #gather(name: string): Uint32Array | Float32Array {
    const [first, second] = [this.#first as unknown as Columns, this.#second as unknown as Columns];
    const [one, two] = [first[name], second[name]];
    const out = new (constructorOf(one))(this.#count);
    for (let at = 0; at < this.#count; at++) {
      const row = this.#from[at];
      out[at] = row < this.#firstRows ? one[row] : two[row - this.#firstRows];
    }
    return out;
  }

  #add(out: T, row: number): void {
    const isFirst = row < this.#firstRows;
    const from = isFirst ? this.#first : this.#second;
    this.#rule.add?.(out, this.#place[row], from, isFirst ? row : row - this.#firstRows);
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
