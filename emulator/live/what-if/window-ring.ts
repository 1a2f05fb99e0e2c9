// kernel: copies a few columns of each window in the one thread that sees all of them
import { inputWords, outputWords } from '../../../triggers/batches.js';

/** Windows behind the decision, as far as they are kept. */
export interface RingBatch {
  readonly eventCount: number;
  readonly addresses: { readonly slice: Uint32Array; readonly index: Uint32Array };
  readonly weights: Float64Array;
  readonly time: Float64Array;
  readonly windows?: { readonly lastMember: Float64Array; readonly artificial?: Float64Array };
  readonly inputBits: Uint32Array;
  readonly risingBits: Uint32Array;
}

/** Windows of a batch as views into the ring: valid until the ring takes further ones. */
export interface HeldWindows {
  readonly slice: number;
  /** Number of its first window in the slice; −1 of a batch without one. */
  readonly first: number;
  readonly count: number;
  /** Whether the windows just before it were not kept: some of its lines may be up from them. */
  readonly isAfterGap: boolean;
  readonly weights: Float64Array;
  readonly time: Float64Array;
  readonly lastMember: Float64Array;
  /** What an artificial input stands for; 1 where there is none. */
  readonly artificial: Float64Array;
  readonly inputBits: Uint32Array;
  /** FTDL bits that rose as the run decided. */
  readonly risingBits: Uint32Array;
}

/**
 * The windows decided last, refused ones too: a ring of columns that is made once, whose oldest
 * windows give way to new ones. While it stands still nothing is taken, so that what is read of it
 * stays what it is.
 */
export class WindowRing {
  readonly #capacity: number;
  readonly #weights: Float64Array;
  readonly #time: Float64Array;
  readonly #lastMember: Float64Array;
  readonly #artificial: Float64Array;
  readonly #inputBits: Uint32Array;
  readonly #risingBits: Uint32Array;
  /** Oldest first, with the place of their first window. */
  #batches: (HeldWindows & { readonly at: number })[] = [];
  #next = 0;
  #isStill = false;
  #isAfterGap = false;
  #isFromStart = true;
  /** Slice of which some batches were not taken. */
  #torn = -1;

  /** @param capacity windows that it holds at most. */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#weights = new Float64Array(capacity);
    this.#time = new Float64Array(capacity);
    this.#lastMember = new Float64Array(capacity);
    this.#artificial = new Float64Array(capacity);
    this.#inputBits = new Uint32Array(capacity * inputWords);
    this.#risingBits = new Uint32Array(capacity * outputWords);
  }

  /** Takes the windows of a batch, which is of one slice; told of batches in their order. */
  add(slice: number, batch: RingBatch): void {
    const { eventCount: count } = batch;
    if (this.#isStill || count > this.#capacity || slice === this.#torn) {
      // A slice is held whole or not at all: its rates are per time.
      this.#torn = slice;
      this.#batches = this.#batches.filter((held) => held.slice !== slice);
      this.#isAfterGap = true;
      return;
    }
    if (this.#isAfterGap && this.#batches.length === 0) this.#isFromStart = false;
    const at = this.#roomFor(count);
    this.#weights.set(batch.weights, at);
    this.#time.set(batch.time, at);
    this.#lastMember.set(batch.windows?.lastMember ?? batch.time, at);
    const { artificial } = batch.windows ?? {};
    if (artificial === undefined) this.#artificial.fill(1, at, at + count);
    else this.#artificial.set(artificial, at);
    this.#inputBits.set(batch.inputBits, at * inputWords);
    this.#risingBits.set(batch.risingBits, at * outputWords);
    this.#batches.push(this.#held(slice, batch.addresses.index[0] ?? -1, count, at));
    this.#next = at + count;
    this.#isAfterGap = false;
  }

  /** All that is held, oldest first. */
  held(): readonly HeldWindows[] {
    return [...this.#batches];
  }

  /** Whether nothing was before what is held: no line is up from earlier windows. */
  get isFromStart(): boolean {
    return this.#isFromStart;
  }

  /** Takes nothing until `goOn`. */
  standStill(): void {
    this.#isStill = true;
  }

  goOn(): void {
    this.#isStill = false;
  }

  /** Forgets everything: what comes was decided otherwise. */
  clear(): void {
    this.#batches = [];
    this.#next = 0;
    this.#isAfterGap = true;
    this.#isFromStart = false;
  }

  /** Place for some windows next to each other; the oldest give way. */
  #roomFor(count: number): number {
    const at = this.#next + count > this.#capacity ? 0 : this.#next;
    // What lies behind the newest goes with the turn of the ring, before what lies at its start.
    if (at < this.#next) this.#drop((oldest) => oldest.at >= this.#next);
    const end = at + count;
    this.#drop((oldest) => oldest.at < end && oldest.at + Math.max(1, oldest.count) > at);
    return at;
  }

  #drop(isInTheWay: (oldest: { readonly at: number; readonly count: number }) => boolean): void {
    while (this.#batches.length > 0 && isInTheWay(this.#batches[0]!)) {
      this.#batches.shift();
      this.#isFromStart = false;
    }
  }

  #held(slice: number, first: number, count: number, at: number) {
    const rows = <A extends { subarray: (from: number, to: number) => A }>(column: A, width = 1) =>
      column.subarray(at * width, (at + count) * width);
    return {
      slice,
      first,
      count,
      at,
      isAfterGap: this.#isAfterGap,
      weights: rows(this.#weights),
      time: rows(this.#time),
      lastMember: rows(this.#lastMember),
      artificial: rows(this.#artificial),
      inputBits: rows(this.#inputBits, inputWords),
      risingBits: rows(this.#risingBits, outputWords),
    };
  }
}
