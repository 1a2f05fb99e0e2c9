// kernel: every accepted trigger takes its cells here

/** What the buffer depends on besides its size. */
export interface SampleBufferState {
  /** When each event that is held has been read [ticks], in order. */
  readonly readAt: Float64Array;
  /** Cells that each of them holds. */
  readonly samples: Float64Array;
  /** When the last event has been, or had been, read [ticks]. */
  readonly last: number;
}

/**
 * The cells of an APV25: each event holds as many as it has samples until it has been read, one
 * event after the other.
 */
export class SampleBuffer {
  readonly #cells: number;
  readonly #ticksPerSample: number;
  readonly #readAt: Float64Array;
  readonly #samples: Float64Array;
  #first = 0;
  #held = 0;
  #used = 0;
  #last = 0;
  #occupied = 0;
  #highest = 0;

  /** @param start a `state()` to go on from. */
  constructor(cells: number, ticksPerSample: number, start?: SampleBufferState) {
    this.#cells = cells;
    this.#ticksPerSample = ticksPerSample;
    this.#readAt = new Float64Array(cells);
    this.#samples = new Float64Array(cells);
    if (start === undefined) return;
    this.#readAt.set(start.readAt);
    this.#samples.set(start.samples);
    this.#held = start.samples.length;
    this.#used = start.samples.reduce((sum, samples) => sum + samples, 0);
    this.#last = start.last;
  }

  /** An event takes so many free cells at a tick. */
  take(tick: number, samples: number): void {
    while (this.#held > 0 && this.#readAt[this.#first]! <= tick) {
      this.#used -= this.#samples[this.#first]!;
      this.#first = (this.#first + 1) % this.#cells;
      this.#held--;
    }
    const place = (this.#first + this.#held) % this.#cells;
    this.#last = Math.max(tick, this.#last) + samples * this.#ticksPerSample;
    this.#readAt[place] = this.#last;
    this.#samples[place] = samples;
    this.#held++;
    this.#used += samples;
    this.#occupied += samples * (this.#last - tick);
    this.#highest = Math.max(this.#highest, this.#used);
  }

  /** What it held since it was made: cells times ticks, and cells at most. */
  get occupancy(): { readonly occupied: number; readonly highest: number } {
    return { occupied: this.#occupied, highest: this.#highest };
  }

  /** First tick at which so many cells are free. */
  freeFrom(samples: number): number {
    let [used, tick] = [this.#used, 0];
    for (let event = 0; used + samples > this.#cells; event++) {
      const place = (this.#first + event) % this.#cells;
      used -= this.#samples[place]!;
      tick = this.#readAt[place]!;
    }
    return tick;
  }

  state(): SampleBufferState {
    const places = Array.from(
      { length: this.#held },
      (_, event) => (this.#first + event) % this.#cells,
    );
    return {
      readAt: Float64Array.from(places, (place) => this.#readAt[place]!),
      samples: Float64Array.from(places, (place) => this.#samples[place]!),
      last: this.#last,
    };
  }
}
