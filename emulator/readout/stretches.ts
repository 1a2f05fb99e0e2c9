/** Stretches of ticks still to come, in order and apart from each other: columns. */
export interface StretchesState {
  readonly from: Float64Array;
  /** Each ends before this tick. */
  readonly until: Float64Array;
}

/** A queue of stretches of ticks. Room is made when one is added, never when one is taken. */
export class Stretches {
  #from: Float64Array;
  #until: Float64Array;
  #first = 0;
  #end: number;

  /** @param start a `state()` to go on from. */
  constructor(start?: StretchesState) {
    this.#from = start?.from.slice() ?? new Float64Array(16);
    this.#until = start?.until.slice() ?? new Float64Array(16);
    this.#end = start?.from.length ?? 0;
  }

  /** Adds one behind all others; what touches the last makes it longer. */
  add(from: number, until: number): void {
    if (this.#end > this.#first && from <= this.#until[this.#end - 1]!) {
      this.#until[this.#end - 1] = Math.max(until, this.#until[this.#end - 1]!);
      return;
    }
    if (this.#end === this.#from.length) this.#makeRoom();
    this.#from[this.#end] = from;
    this.#until[this.#end] = until;
    this.#end++;
  }

  /** Passes over stretches that end at a tick or before; false when none is left. */
  passTo(tick: number): boolean {
    while (this.#first < this.#end && this.#until[this.#first]! <= tick) this.#first++;
    return this.#first < this.#end;
  }

  /** Beginning of the first that is left. */
  get from(): number {
    return this.#from[this.#first]!;
  }

  /** End of the first that is left. */
  get until(): number {
    return this.#until[this.#first]!;
  }

  state(): StretchesState {
    return {
      from: this.#from.slice(this.#first, this.#end),
      until: this.#until.slice(this.#first, this.#end),
    };
  }

  #makeRoom(): void {
    const left = this.#end - this.#first;
    const size = Math.max(16, left > this.#from.length / 2 ? 2 * this.#from.length : 0);
    const [from, until] = [this.#from, this.#until];
    if (size > from.length) {
      this.#from = new Float64Array(size);
      this.#until = new Float64Array(size);
    }
    this.#from.set(from.subarray(this.#first, this.#end));
    this.#until.set(until.subarray(this.#first, this.#end));
    this.#first = 0;
    this.#end = left;
  }
}
