// kernel: with a mask, every row of every event passes here
import { purpose, RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';

/** A table of any columns. */
export interface RowTable {
  readonly offsets: Uint32Array;
}

/** Tables of a batch with the channels of their rows. */
interface Channelled<T> {
  readonly table: T;
  readonly channelOf: (row: number) => number;
}

/** Draws whether a channel works, from the name of the event. */
export class ChannelDraws {
  readonly #efficiency: Float32Array;
  readonly #context: RunContext;
  readonly #number: number;
  /** In an event, what was drawn for a channel holds for all of it. */
  readonly #once: boolean;
  readonly #random = new RandomStream();
  readonly #drawn = new Map<number, boolean>();
  #addresses: Addresses = { run: 0, slice: new Uint32Array(0), index: new Uint32Array(0) };
  #event = 0;
  #isSeeded = false;

  /** `number` is that of the subdetector. */
  constructor(efficiency: Float32Array, context: RunContext, number: number, once: boolean) {
    this.#efficiency = efficiency;
    this.#context = context;
    this.#number = number;
    this.#once = once;
  }

  /** What is drawn next belongs to an event. */
  startEvent(addresses: Addresses, event: number): void {
    this.#addresses = addresses;
    this.#event = event;
    this.#isSeeded = false;
    this.#drawn.clear();
  }

  /** Whether a channel reports what comes to it. */
  works(channel: number): boolean {
    const efficiency = this.#efficiency[channel];
    if (efficiency >= 1) return true;
    if (efficiency <= 0) return false;
    const known = this.#drawn.get(channel);
    if (known !== undefined) return known;
    const works = this.#stream().uniform() < efficiency;
    if (this.#once) this.#drawn.set(channel, works);
    return works;
  }

  #stream(): RandomStream {
    if (!this.#isSeeded)
      seedAt(
        this.#random,
        this.#context,
        { ...this.#addresses, source: this.#number },
        this.#event,
        purpose.mask,
      );
    this.#isSeeded = true;
    return this.#random;
  }
}

/** Tables without the rows of channels that fail; a table that loses none stays as it is. */
export function loseRows<T extends RowTable>(
  parts: readonly Channelled<T>[],
  draws: ChannelDraws,
  addresses: Addresses,
): readonly T[] {
  const rows = parts.map(({ table }) => new KeptRows(table));
  for (let event = 0; event < addresses.index.length; event++) {
    draws.startEvent(addresses, event);
    for (let part = 0; part < parts.length; part++) rows[part].add(event, parts[part], draws);
  }
  return rows.map((kept) => kept.table());
}

/** The rows of a table that are kept. */
class KeptRows<T extends RowTable> {
  readonly #table: T;
  readonly #rows: Uint32Array;
  readonly #offsets: Uint32Array;
  #count = 0;

  constructor(table: T) {
    this.#table = table;
    this.#rows = new Uint32Array(table.offsets[table.offsets.length - 1]);
    this.#offsets = new Uint32Array(table.offsets.length);
  }

  add(event: number, { table: { offsets }, channelOf }: Channelled<T>, draws: ChannelDraws): void {
    for (let row = offsets[event]; row < offsets[event + 1]; row++)
      if (draws.works(channelOf(row))) this.#rows[this.#count++] = row;
    this.#offsets[event + 1] = this.#count;
  }

  table(): T {
    if (this.#count === this.#rows.length) return this.#table;
    const rows = this.#rows.subarray(0, this.#count);
    const columns = Object.entries(this.#table).map(([name, column]: [string, Column]) => [
      name,
      name === 'offsets' ? this.#offsets : gather(column, rows),
    ]);
    return Object.fromEntries(columns) as T;
  }
}

type Column = Uint32Array | Float32Array;

function gather(column: Column, rows: Uint32Array): Column {
  const out = new (column.constructor as new (length: number) => Column)(rows.length);
  for (let place = 0; place < rows.length; place++) out[place] = column[rows[place]];
  return out;
}
