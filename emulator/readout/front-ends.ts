// kernel: every accepted trigger goes through here
import { tickPeriod } from '../machine/clock.js';
import { EventBuffer, type EventBufferState } from './event-buffer.js';
import type { ReadoutConfig } from './readout-schema.js';
import { readOutSubdetectors } from '../../detector/event-sizes.js';

/** Ticks that a byte takes at a rate [MB/s]. */
const ticksPerByte = (megabytesPerSecond: number): number => 1000 / megabytesPerSecond / tickPeriod;

/** Buffers between an accept and the built event. */
export interface FrontEndsState {
  /** Of the front ends and behind the links, in the order of `readOutSubdetectors`. */
  readonly fifos: readonly EventBufferState[];
  readonly receivers: readonly EventBufferState[];
  readonly builder: EventBufferState;
}

/**
 * The way of an event from the front ends of all subdetectors through links and receivers into the
 * event builder. Buffers do not stop each other: each that is full stops triggers, and what is on
 * its way still finds room. The room of a buffer is reckoned from the accept on.
 */
export class FrontEnds {
  readonly #fifos: readonly EventBuffer[];
  readonly #receivers: readonly EventBuffer[];
  readonly #builder: EventBuffer;
  /** Ticks for a byte, by subdetector, and in the builder. */
  readonly #shipping: Float64Array;
  readonly #receiving: Float64Array;
  readonly #building: number;

  /** @param start a `state()` to go on from. */
  constructor({ frontEnds, receivers, builder }: ReadoutConfig, start?: FrontEndsState) {
    const ofEach = readOutSubdetectors.map((name) => frontEnds[name]);
    this.#fifos = ofEach.map(({ events }, place) => new EventBuffer(events, start?.fifos[place]));
    this.#receivers = ofEach.map(
      (_, place) => new EventBuffer(receivers.events, start?.receivers[place]),
    );
    this.#builder = new EventBuffer(builder.events, start?.builder);
    this.#shipping = Float64Array.from(ofEach, ({ links, megabytesPerSecond }) =>
      ticksPerByte(links * megabytesPerSecond),
    );
    this.#receiving = Float64Array.from(ofEach, ({ links }) =>
      ticksPerByte(Math.ceil(links / receivers.links) * receivers.megabytesPerSecond),
    );
    this.#building = ticksPerByte(builder.megabytesPerSecond);
  }

  /** An event with the bytes of each subdetector from `bytes[row]` on. */
  take(tick: number, bytes: ArrayLike<number>, row: number): void {
    let [whole, total] = [tick, 0];
    for (let place = 0; place < this.#fifos.length; place++) {
      const size = bytes[row + place]!;
      const shipped = this.#fifos[place]!.take(tick, Math.ceil(size * this.#shipping[place]!));
      const received = this.#receivers[place]!.take(
        shipped,
        Math.ceil(size * this.#receiving[place]!),
      );
      whole = Math.max(whole, received);
      total += size;
    }
    this.#builder.take(whole, Math.ceil(total * this.#building));
  }

  /** First tick at which the front ends of a subdetector have room. */
  fifoFreeFrom(place: number): number {
    return this.#fifos[place]!.freeFrom();
  }

  /** First tick at which all receivers have room. */
  linkFreeFrom(): number {
    let tick = 0;
    for (const receiver of this.#receivers) tick = Math.max(tick, receiver.freeFrom());
    return tick;
  }

  /** First tick at which the event builder has room. */
  builderFreeFrom(): number {
    return this.#builder.freeFrom();
  }

  /** What buffers held: of front ends and receivers by subdetector, and of the builder. */
  occupancy() {
    return {
      fifos: this.#fifos.map((fifo) => fifo.occupancy),
      receivers: this.#receivers.map((receiver) => receiver.occupancy),
      builder: this.#builder.occupancy,
    };
  }

  state(): FrontEndsState {
    return {
      fifos: this.#fifos.map((fifo) => fifo.state()),
      receivers: this.#receivers.map((receiver) => receiver.state()),
      builder: this.#builder.state(),
    };
  }
}
