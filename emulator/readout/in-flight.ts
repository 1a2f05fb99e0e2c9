// kernel: every accept of a run goes through here

/** So many that have left are kept at most. */
const maxLeft = 1024;

/** How many accepts are on their way from the collision to the front ends. */
export class InFlight {
  /** When each of the last ones leaves; those before `#first` have left. */
  readonly #leaves: number[] = [];
  #first = 0;
  #occupied = 0;
  #highest = 0;

  /** An accept of a tick, not before the last one, leaves at another, also not before. */
  add(tick: number, leaves: number): void {
    const queue = this.#leaves;
    while (this.#first < queue.length && queue[this.#first]! <= tick) this.#first++;
    if (this.#first === queue.length || this.#first >= maxLeft) {
      queue.splice(0, this.#first);
      this.#first = 0;
    }
    if (leaves <= tick) return;
    queue.push(leaves);
    this.#occupied += leaves - tick;
    this.#highest = Math.max(this.#highest, queue.length - this.#first);
  }

  /** Since it was made: accepts times ticks, and accepts at most. */
  get occupancy(): { readonly occupied: number; readonly highest: number } {
    return { occupied: this.#occupied, highest: this.#highest };
  }
}
