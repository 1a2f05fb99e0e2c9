// kernel: every accepted trigger goes through some twenty of these

/** What a buffer depends on besides its depth. */
export interface EventBufferState {
  /** When each of the last events leaves [ticks], as many as fit. */
  readonly leaves: Float64Array;
  /** Place of the oldest. */
  readonly place: number;
}

/** A first-in-first-out buffer of some depth, from which one event after the other is taken. */
export class EventBuffer {
  readonly #leaves: Float64Array;
  #place = 0;
  #last = 0;
  #occupied = 0;
  #highest = 0;

  /** @param start a `state()` to go on from. */
  constructor(depth: number, start?: EventBufferState) {
    this.#leaves = start?.leaves.slice() ?? new Float64Array(depth);
    this.#place = start?.place ?? 0;
    this.#last = this.#leaves[(this.#place + depth - 1) % depth]!;
  }

  /** An event comes and takes so many ticks once it is its turn; returns when it leaves. */
  take(arrival: number, ticks: number): number {
    this.#last = Math.max(arrival, this.#last) + ticks;
    this.#leaves[this.#place] = this.#last;
    this.#occupied += this.#last - arrival;
    this.#highest = Math.max(this.#highest, this.#heldAt(arrival));
    this.#place = this.#place + 1 === this.#leaves.length ? 0 : this.#place + 1;
    return this.#last;
  }

  /** First tick at which one more has room. */
  freeFrom(): number {
    return this.#leaves[this.#place]!;
  }

  /** What it held since it was made: events times ticks, and events at most. */
  get occupancy(): { readonly occupied: number; readonly highest: number } {
    return { occupied: this.#occupied, highest: this.#highest };
  }

  /** How many it holds at a tick, the one that has just come to the present place included. */
  #heldAt(tick: number): number {
    const leaves = this.#leaves;
    let place = this.#place;
    let held = 0;
    while (held < leaves.length && leaves[place]! > tick) {
      held++;
      place = place === 0 ? leaves.length - 1 : place - 1;
    }
    return held;
  }

  state(): EventBufferState {
    return { leaves: this.#leaves.slice(), place: this.#place };
  }
}
