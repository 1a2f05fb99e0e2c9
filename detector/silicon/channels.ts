// kernel: every fired pixel and strip passes here
/**
 * Sums by channel within one event: charges of pixels, or the samples of strips. Channels are any
 * whole numbers from 0; they are kept in the order in which they came. An open hash table.
 */
export class ChannelSums {
  /** Channels touched, `count` of them, and `width` sums for each. */
  channel = new Int32Array(256);
  sums: Float32Array;
  count = 0;
  readonly #width: number;
  /** Entry + 1 by hash, 0 for none; twice as many places as entries at least. */
  #table = new Int32Array(512);

  constructor(width: number) {
    this.#width = width;
    this.sums = new Float32Array(256 * width);
  }

  /** The entry of a channel: its sums begin at `entry * width`. */
  entry(channel: number): number {
    const mask = this.#table.length - 1;
    let place = Math.imul(channel, 0x9e3779b1) >>> (32 - bitsOf(mask));
    for (;;) {
      const entry = this.#table[place] - 1;
      if (entry < 0) break;
      if (this.channel[entry] === channel) return entry;
      place = (place + 1) & mask;
    }
    if (this.count === this.channel.length) {
      this.#grow();
      return this.entry(channel);
    }
    const entry = this.count++;
    this.channel[entry] = channel;
    const width = this.#width;
    // A loop: calling fill costs more for six numbers.
    for (let part = entry * width; part < (entry + 1) * width; part++) this.sums[part] = 0;
    this.#table[place] = entry + 1;
    return entry;
  }

  /** Adds to the first sum of a channel. */
  add(channel: number, value: number): void {
    // The entry first: a new one may put other arrays in place.
    const entry = this.entry(channel);
    this.sums[entry * this.#width] += value;
  }

  clear(): void {
    this.#table.fill(0);
    this.count = 0;
  }

  #grow(): void {
    const { channel, sums, count } = this;
    this.channel = new Int32Array(2 * channel.length);
    this.sums = new Float32Array(2 * sums.length);
    this.#table = new Int32Array(2 * this.#table.length);
    this.count = 0;
    for (let old = 0; old < count; old++) {
      const entry = this.entry(channel[old]);
      for (let part = 0; part < this.#width; part++)
        this.sums[entry * this.#width + part] = sums[old * this.#width + part];
    }
  }
}

/** Number of bits of a mask of the form 2ⁿ − 1. */
function bitsOf(mask: number): number {
  return 32 - Math.clz32(mask);
}
