// kernel: hits of an event are sorted by channel in scratch arrays that are reused
import { TableBuilder } from '../base/columns.js';
import type { Addresses } from '../event.js';
import { channelsPerHapd } from './geometry.js';
import { type ArichDeposits, type ArichHits, arichHitSchema } from './hits.js';
import type { ArichConfig } from './schema.js';

/** Channels hit within the window of acceptance, of all deposit lists. */
export function digitizeArich({ windowStart, windowLength }: ArichConfig) {
  const builder = new TableBuilder(arichHitSchema, 16384);
  const channels = new ChannelSet();
  return (lists: readonly ArichDeposits[], addresses: Addresses): ArichHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      for (let list = 0; list < lists.length; list++) {
        const { offsets, hapd, channel, time } = lists[list];
        for (let row = offsets[event]; row < offsets[event + 1]; row++) {
          if (time[row] < windowStart || time[row] >= windowStart + windowLength) continue;
          channels.add(hapd[row] * channelsPerHapd + channel[row]);
        }
      }
      channels.emit(builder);
      builder.endEvent();
    }
    return builder.take();
  };
}

/** Channels of an event, each once. */
class ChannelSet {
  #channel = new Int32Array(1024);
  #count = 0;

  add(channel: number): void {
    if (this.#count === this.#channel.length) {
      const grown = new Int32Array(2 * this.#count);
      grown.set(this.#channel);
      this.#channel = grown;
    }
    this.#channel[this.#count++] = channel;
  }

  /** Writes the hits, ascending, and forgets them. */
  emit(builder: TableBuilder<typeof arichHitSchema>): void {
    if (this.#count === 0) return;
    const sorted = this.#channel.subarray(0, this.#count).sort();
    builder.reserve(this.#count);
    const { hapd, channel } = builder.columns;
    let last = -1;
    for (let place = 0; place < this.#count; place++) {
      if (sorted[place] === last) continue;
      last = sorted[place];
      const row = builder.rowCount++;
      hapd[row] = Math.floor(last / channelsPerHapd);
      channel[row] = last - hapd[row] * channelsPerHapd;
    }
    this.#count = 0;
  }
}
