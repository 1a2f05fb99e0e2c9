import { kernels } from '#kernels';
import { KernelColumn } from '../../detector/base/kernel-column.js';
import { KernelTable } from '../../detector/base/kernel-table.js';
import { lazily } from '../../detector/base/lazily.js';
import { topHitsInPlace } from '../../detector/top/digitize.js';
import { type TopHits, topHitSchema } from '../../detector/top/hits.js';
import { systemClocksPerClock, systemClockShift } from './clock.js';
import { type TopObjects, topSlotSchema } from './objects.js';
import { patternBin } from './arrivals.js';
import { maxCompared } from './patterns.js';
import { prepareSlotSearch } from './slot-search.js';

/** System clocks that are told apart, half of them before the nominal collision. */
const histogramLength = 8192;
/** Of the word for the hits of a slot. */
const maxHits = 1023;

/** What all TOP triggers of a thread share in the memory of the kernels. */
const memory = lazily(() => ({
  /** Hits of a batch, where the kernels do not have them from the front end. */
  hits: new KernelTable(topHitSchema, 4096),
  hitOffsets: new KernelColumn(Uint32Array, 4096),
  slots: new KernelTable(topSlotSchema, 1024),
  slotOffsets: new KernelColumn(Uint32Array, 4096),
  histogram: new KernelColumn(Uint16Array, histogramLength),
}));

/** What makes slots decide, see `topTriggerSchema`. */
interface SlotRules {
  readonly segments: number;
  readonly gate: number;
  readonly minHits: number;
  readonly minSlots: number;
}

/**
 * Slots with a decision of a batch: those with enough hits in the gate, in events with enough of
 * them.
 */
export function decideSlots(
  { segments, gate, minHits, minSlots }: SlotRules,
  hits: TopHits,
  eventCount: number,
): TopObjects['slots'] {
  const { hits: held, slots, hitOffsets, slotOffsets, histogram } = memory();
  if (!hasHits(hits, eventCount, minHits)) return slots.takeRows(new Uint32Array(eventCount + 1));
  const gateClocks = gate * systemClocksPerClock;
  const clockWidth = patternBin * (1 << systemClockShift);
  const compared = prepareSlotSearch(segments, gateClocks);
  const table = topHitsInPlace(hits) ?? held.place(hits);
  hitOffsets.place(hits.offsets);
  slots.reserve(Math.floor(hits.offsets[eventCount] / minHits));
  slotOffsets.reserve(eventCount + 1);
  slotOffsets.values[0] = 0;
  kernels.setTopTables(
    table,
    slots.head,
    histogram.address,
    histogramLength,
    compared,
    maxCompared,
  );
  kernels.setTopClocks(patternBin, 1 / clockWidth, gateClocks, systemClockShift, minHits, maxHits);
  kernels.decideTopSlots(eventCount, hitOffsets.address, minSlots, slotOffsets.address);
  return slots.takeRows(slotOffsets.values.slice(0, eventCount + 1));
}

/** Whether any event has hits enough for a slot: without any, no patterns are made. */
function hasHits({ offsets }: TopHits, eventCount: number, minHits: number): boolean {
  for (let event = 0; event < eventCount; event++)
    if (offsets[event + 1] - offsets[event] >= minHits) return true;
  return false;
}
