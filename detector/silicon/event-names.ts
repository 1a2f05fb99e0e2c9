import { KernelColumn } from '../base/kernel-column.js';
import { lazily } from '../base/lazily.js';
import type { Addresses, RunContext } from '../event.js';

/** Numbers of 64 bits in `EventNames` of event-names.wasm.ts, and words of 32 that follow. */
const numbers = 3;
const words = 3;
const wordsOfNumber = 2;

/** Names of the batch in hand, of whatever detector of a thread is at work. */
const memory = lazily(() => ({
  record: new KernelColumn(Uint32Array, wordsOfNumber * numbers + words),
  slice: new KernelColumn(Uint32Array, 1024),
  index: new KernelColumn(Uint32Array, 1024),
  sources: new KernelColumn(Uint32Array, 1024),
}));

/** Writes the names of the events of a batch; returns where kernels find them. */
export function placeNames(
  { seed }: RunContext,
  { run, source = 0, sources, slice, index }: Addresses,
): number {
  const held = memory();
  const addresses = [
    held.slice.place(slice),
    held.index.place(index),
    sources === undefined ? 0 : held.sources.place(sources),
  ];
  const { values } = held.record;
  new Float64Array(values.buffer, values.byteOffset, numbers).set([seed, run, source]);
  values.set(addresses, wordsOfNumber * numbers);
  return held.record.address;
}
