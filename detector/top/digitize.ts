import { kernels } from '#kernels';
import { KernelColumn } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import type { Addresses } from '../event.js';
import { topDepositsInPlace } from './deposit.js';
import { moduleCount } from './geometry.js';
import { type TopHits, topHitSchema } from './hits.js';
import { topNoiseInPlace } from './noise.js';
import type { TopConfig } from './schema.js';

/** Words of a list of deposits as the kernel reads it. */
const listWords = 3;

/** What all digitizers of a thread share in the memory of the kernels. */
const memory = lazily(() => ({
  /** Photons of the lists that the kernels do not have. */
  photons: new KernelTable(topHitSchema, 4096),
  hits: new KernelTable(topHitSchema, 65536),
  /** Of each list its table, the row of it where it begins, and where its offsets lie. */
  lists: new KernelColumn(Uint32Array, 32),
  listOffsets: new KernelColumn(Uint32Array, 4096),
  hitOffsets: new KernelColumn(Uint32Array, 4096),
  modules: new KernelColumn(Uint32Array, moduleCount),
}));

/**
 * Where kernels find the hits of a batch, if they still have them: the head of their table.
 */
export const topHitsInPlace = (batch: TopHits): number | undefined =>
  memory().hits.holds(batch) ? memory().hits.head : undefined;

/** Hits of all lists of photons, with or without truth, within the window of acceptance. */
export function digitizeTop({ windowStart, windowLength }: TopConfig) {
  return (lists: readonly TopHits[], { index: { length: eventCount } }: Addresses): TopHits => {
    const { hits, hitOffsets, modules } = memory();
    hits.reserve(lists.reduce((sum, { offsets }) => sum + offsets[eventCount], 0));
    hitOffsets.reserve(eventCount + 1);
    const { address } = placeLists(lists, eventCount);
    hitOffsets.values[0] = 0;
    kernels.digitizeTopPhotons(
      eventCount,
      address,
      lists.length,
      windowStart,
      windowStart + windowLength,
      modules.address,
      moduleCount,
      hits.head,
      hitOffsets.address,
    );
    return hits.takeRows(hitOffsets.values.slice(0, eventCount + 1));
  };
}

/** Where kernels find deposits that they have. */
const inPlaceOf = (list: TopHits): number | undefined =>
  topNoiseInPlace(list) ?? topDepositsInPlace(list);

/** Names lists of deposits to the kernels, and copies those that they do not have. */
function placeLists(lists: readonly TopHits[], eventCount: number): KernelColumn<Uint32Array> {
  const { photons, lists: placed, listOffsets } = memory();
  const lacking = lists.filter((list) => inPlaceOf(list) === undefined);
  photons.clear();
  photons.reserve(lacking.reduce((sum, { offsets }) => sum + offsets[eventCount], 0));
  listOffsets.reserve(lists.length * (eventCount + 1));
  placed.reserve(listWords * lists.length);
  const { module, pmt, time } = photons.columns;
  let begin = 0;
  lists.forEach((list, place) => {
    const { offsets } = list;
    const end = offsets[eventCount];
    const firstOffset = place * (eventCount + 1);
    const inPlace = inPlaceOf(list);
    listOffsets.values.set(offsets.subarray(0, eventCount + 1), firstOffset);
    const offsetsAt = listOffsets.address + firstOffset * Uint32Array.BYTES_PER_ELEMENT;
    const firstRow = inPlace === undefined ? begin : 0;
    placed.values.set([inPlace ?? photons.head, firstRow, offsetsAt], listWords * place);
    if (inPlace !== undefined) return;
    module.set(list.module.subarray(0, end), begin);
    pmt.set(list.pmt.subarray(0, end), begin);
    time.set(list.time.subarray(0, end), begin);
    begin += end;
  });
  return placed;
}
