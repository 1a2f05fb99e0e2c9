// kernel: every fired pixel and strip passes here; AssemblyScript
import { reserve } from '../base/memory.wasm';

/** Channels for which there is room at first: 2 to the power of this. */
const firstBits = 8;

/**
 * Sums by channel within one event: charges of pixels, or the samples of strips, 32 bits each.
 * Channels are any whole numbers from 0; they are kept in the order in which they came. An open
 * hash table, whose memory grows and is not given back.
 */
export class ChannelSums {
  /** Entries: their channels, the places in the table that name them, `width` sums of each. */
  count: i32 = 0;
  channels: usize = 0;
  places: usize = 0;
  sums: usize = 0;
  /** Bytes of the sums of an entry. */
  stride: usize = 0;
  /** Entry + 1 by hash, 0 for none; twice as many places as entries at least. */
  table: usize = 0;
  /** There is room for 2 to the power of this entries. */
  bits: i32 = firstBits;

  constructor(width: i32) {
    this.stride = (<usize>width) << 2;
    this.allocate();
  }

  /** Where the sums of a channel are, until another one comes. */
  of(channel: i32): usize {
    const mask = (2 << this.bits) - 1;
    const shift = 31 - this.bits;
    let place = <i32>(<u32>(channel * <i32>0x9e3779b1) >> shift);
    for (;;) {
      const entry = load<i32>(this.table + ((<usize>place) << 2)) - 1;
      if (entry < 0) break;
      if (this.channelOf(entry) === channel) return this.at(entry);
      place = (place + 1) & mask;
    }
    if (this.count === 1 << this.bits) {
      this.grow();
      return this.of(channel);
    }
    return this.add(channel, place);
  }

  /** The sums of an entry, and its channel. */
  at(entry: i32): usize {
    return this.sums + <usize>entry * this.stride;
  }

  channelOf(entry: i32): i32 {
    return load<i32>(this.channels + ((<usize>entry) << 2));
  }

  clear(): void {
    const end = this.places + ((<usize>this.count) << 2);
    for (let at = this.places; at < end; at += 4)
      store<i32>(this.table + ((<usize>load<i32>(at)) << 2), 0);
    this.count = 0;
  }

  add(channel: i32, place: i32): usize {
    const entry = this.count++;
    const word = (<usize>entry) << 2;
    store<i32>(this.channels + word, channel);
    store<i32>(this.places + word, place);
    store<i32>(this.table + ((<usize>place) << 2), entry + 1);
    const sums = this.at(entry);
    // A loop, since to fill memory is a call; two sums at a time, as they are read: the one behind
    // an odd number of them is nobody's yet.
    const end = sums + this.stride;
    for (let pair = sums; pair < end; pair += 8) store<u64>(pair, 0);
    return sums;
  }

  allocate(): void {
    const words = 4 << this.bits;
    this.channels = reserve(words);
    this.places = reserve(words);
    this.sums = reserve((<i32>this.stride) << this.bits);
    this.table = reserve(2 * words);
  }

  grow(): void {
    const count = this.count;
    const channels = this.channels;
    const sums = this.sums;
    this.bits++;
    this.allocate();
    this.count = 0;
    for (let entry: usize = 0; entry < <usize>count; entry++)
      memory.copy(
        this.of(load<i32>(channels + (entry << 2))),
        sums + entry * this.stride,
        this.stride,
      );
  }
}

/** Address of a new `ChannelSums` with so many sums of each channel. */
export function channelSums(width: i32): usize {
  return changetype<usize>(new ChannelSums(width));
}

/** `ChannelSums.of` of the one at an address. */
export function sumsOfChannel(sums: usize, channel: i32): usize {
  return changetype<ChannelSums>(sums).of(channel);
}

/** Number of channels of the one at an address. */
export function summedChannels(sums: usize): i32 {
  return changetype<ChannelSums>(sums).count;
}

/** `ChannelSums.clear` of the one at an address. */
export function clearSums(sums: usize): void {
  changetype<ChannelSums>(sums).clear();
}
