import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import { type Arcs, arcSchema } from './arcs.js';
import { arcsInPlace } from './flight.js';

/** Arcs that are copied to the kernels at once, if no event has more. */
const arcsAtOnce = 4096;
/** Those of a part of a batch, for whatever detector of a thread is at work. */
const copies = lazily(() => new KernelTable(arcSchema, arcsAtOnce));

/** Events of a batch whose arcs lie in the memory of the kernels. */
export interface ArcPart {
  /** Where kernels find the arcs: the head of a `KernelTable`. */
  readonly head: number;
  /** Events from `first` up to (not including) `end`. */
  readonly first: number;
  readonly end: number;
  /** Arc of the batch with which the table begins. */
  readonly firstArc: number;
}

/**
 * Hands the arcs of a batch to kernels: at once where they are there from transport, otherwise in
 * parts that are copied to them.
 */
export function forEachArcPart(arcs: Arcs, visit: (part: ArcPart) => void): void {
  const { offsets } = arcs;
  const eventCount = offsets.length - 1;
  const inPlace = arcsInPlace(arcs);
  if (inPlace !== undefined) {
    visit({ head: inPlace, first: 0, end: eventCount, firstArc: 0 });
    return;
  }
  for (let first = 0; first < eventCount; ) {
    const end = endOfPart(offsets, first);
    visit({
      head: copyArcs(arcs, offsets[first], offsets[end]),
      first,
      end,
      firstArc: offsets[first],
    });
    first = end;
  }
}

/** Event before which a part that begins with `first` ends. */
function endOfPart(offsets: Uint32Array, first: number): number {
  const last = offsets.length - 1;
  let end = first + 1;
  while (end < last && offsets[end + 1] - offsets[first] <= arcsAtOnce) end++;
  return end;
}

/** Columns of the arcs that kernels read. */
const arcColumns = [
  'particle',
  'x',
  'y',
  'z',
  'time',
  'px',
  'py',
  'pz',
  'curvature',
  'length',
] as const;

function copyArcs(arcs: Arcs, first: number, end: number): number {
  const table = copies();
  table.reserve(end - first);
  const { columns } = table;
  for (const name of arcColumns) columns[name].set(arcs[name].subarray(first, end));
  return table.head;
}
