// kernel: hits of an event are sorted by channel in scratch arrays that are reused
import { TableBuilder } from '../base/columns.js';
import { purpose, RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import { channelOf, isScintillator } from './geometry.js';
import { type KlmDeposits, type KlmHits, klmHitSchema } from './hits.js';
import type { KlmConfig } from './schema.js';

/**
 * Hits of all deposit lists within the window of acceptance: the earliest of each strip, at the
 * time that it measures.
 */
export function digitizeKlm(config: KlmConfig, context: RunContext) {
  const { windowStart, windowLength } = config;
  const random = new RandomStream();
  const builder = new TableBuilder(klmHitSchema, 16384);
  const earliest = new StripTimes();
  return (lists: readonly KlmDeposits[], addresses: Addresses): KlmHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      for (let list = 0; list < lists.length; list++) {
        const { offsets, section, sector, layer, plane, strip, time } = lists[list];
        for (let row = offsets[event]; row < offsets[event + 1]; row++) {
          if (time[row] < windowStart || time[row] >= windowStart + windowLength) continue;
          earliest.add(
            channelOf(section[row], sector[row], layer[row], plane[row], strip[row]),
            time[row],
          );
        }
      }
      const firstRow = builder.rowCount;
      earliest.emit(builder);
      if (builder.rowCount > firstRow) {
        seedAt(random, context, addresses, event, purpose.klmTime);
        measureTimes(builder, firstRow, random, config);
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

/** Spreads the times of the rows from `first` on as the strips do. */
function measureTimes(
  { rowCount, columns: { section, layer, time } }: TableBuilder<typeof klmHitSchema>,
  first: number,
  random: RandomStream,
  { scintillatorTime, chamberTime }: KlmConfig,
): void {
  for (let row = first; row < rowCount; row++)
    time[row] +=
      random.gaussian() *
      (isScintillator(section[row], layer[row]) ? scintillatorTime : chamberTime);
}

/** Channels hit in an event, ascending, with their earliest time. */
class StripTimes {
  #channel = new Int32Array(1024);
  #time = new Float32Array(1024);
  #count = 0;

  add(channel: number, time: number): void {
    // Strips of one particle come nearly in order, so the place is found from the end.
    let place = this.#count;
    while (place > 0 && this.#channel[place - 1] > channel) place--;
    if (place > 0 && this.#channel[place - 1] === channel) {
      this.#time[place - 1] = Math.min(this.#time[place - 1], time);
      return;
    }
    if (this.#count === this.#channel.length) this.#grow();
    this.#channel.copyWithin(place + 1, place, this.#count);
    this.#time.copyWithin(place + 1, place, this.#count);
    this.#channel[place] = channel;
    this.#time[place] = time;
    this.#count++;
  }

  /** Writes the hits and forgets them. */
  emit(builder: TableBuilder<typeof klmHitSchema>): void {
    if (this.#count === 0) return;
    builder.reserve(this.#count);
    const { section, sector, layer, plane, strip, time } = builder.columns;
    for (let place = 0; place < this.#count; place++) {
      const channel = this.#channel[place];
      const row = builder.rowCount++;
      section[row] = channel >> 15;
      sector[row] = (channel >> 12) & 7;
      layer[row] = (channel >> 8) & 15;
      plane[row] = (channel >> 7) & 1;
      strip[row] = channel & 127;
      time[row] = this.#time[place];
    }
    this.#count = 0;
  }

  #grow(): void {
    const channel = new Int32Array(2 * this.#channel.length);
    channel.set(this.#channel);
    this.#channel = channel;
    const time = new Float32Array(2 * this.#time.length);
    time.set(this.#time);
    this.#time = time;
  }
}
