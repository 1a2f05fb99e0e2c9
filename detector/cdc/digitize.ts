import { kernels } from '#kernels';
import { KernelColumn } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import type { Addresses } from '../event.js';
import { signalsInPlace } from './deposit.js';
import { wireCount } from './geometry.js';
import { type CdcHits, cdcHitSchema, type CdcSignals, cdcSignalSchema } from './hits.js';
import type { CdcConfig } from './schema.js';

/** Width of a TDC bin [ns]: 1/1.017774 GHz. @see basf2 cdc/data/CDC.xml */
export const tdcBin = 0.98254;
/**
 * Of the hits of a wire within the same 2⁵ bins the earliest is kept.
 * @see basf2 cdc/modules/cdcDigitizer/src/CDCDigitizerModule.cc
 */
export const bitsOfWindow = 5;
/** First bin of the window of acceptance and the one after the last. */
const acceptedBins = ({ windowStart, windowLength }: CdcConfig): readonly [number, number] => [
  Math.ceil(windowStart / tdcBin),
  Math.floor((windowStart + windowLength) / tdcBin),
];

/** Lengths of the windows within the acceptance [ns]: the first and the last are cut. */
export function hitWindows(config: CdcConfig): readonly number[] {
  const [firstBin, endBin] = acceptedBins(config);
  const lengths: number[] = [];
  for (let bin = firstBin; bin < endBin; ) {
    const next = Math.min(endBin, ((bin >> bitsOfWindow) + 1) << bitsOfWindow);
    lengths.push((next - bin) * tdcBin);
    bin = next;
  }
  return lengths;
}

/** Deposits that are copied to the kernels at once, if no event has more. */
const depositsAtOnce = 16384;

/**
 * Hits of all deposit lists: at most one per wire and window of 32 bins, within the window of
 * acceptance.
 */
export function digitizeCdc(config: CdcConfig) {
  const [firstBin, endBin] = acceptedBins(config);

  return (lists: readonly CdcSignals[], addresses: Addresses): CdcHits => {
    const held = digitizerMemory();
    const eventCount = addresses.index.length;
    for (let first = 0; first < eventCount; ) {
      const end = endOfPart(lists, first, eventCount);
      const placed = placeDeposits(held, lists, first, end);
      place(held, firstBin, endBin);
      for (let event = first; event < end; event++) {
        for (const { head, shift, offsets } of placed)
          if (offsets[event] < offsets[event + 1])
            kernels.addChamberDeposits(head, shift + offsets[event], shift + offsets[event + 1]);
        kernels.writeChamberHits();
        held.hits.endEvent();
      }
      first = end;
    }
    return held.hits.take();
  };
}

/** What all digitizers of a thread share in the memory of the kernels. */
interface DigitizerMemory {
  readonly deposits: KernelTable<typeof cdcSignalSchema>;
  readonly hits: KernelTable<typeof cdcHitSchema>;
  readonly heads: KernelColumn<Uint32Array>;
  readonly touched: KernelColumn<Uint32Array>;
  readonly entries: KernelColumn<Uint32Array>;
}

let memory: DigitizerMemory | undefined;

function digitizerMemory(): DigitizerMemory {
  memory ??= {
    deposits: new KernelTable(cdcSignalSchema, depositsAtOnce),
    hits: new KernelTable(cdcHitSchema, 65536),
    heads: new KernelColumn(Uint32Array, wireCount),
    touched: new KernelColumn(Uint32Array, wireCount / 32),
    entries: new KernelColumn(Uint32Array, 2 * depositsAtOnce),
  };
  return memory;
}

function place(
  { hits, heads, touched, entries }: DigitizerMemory,
  firstBin: number,
  endBin: number,
): void {
  kernels.setChamberDigitizer(
    hits.head,
    heads.address,
    touched.address,
    wireCount,
    entries.address,
    tdcBin,
    firstBin,
    endBin,
    bitsOfWindow,
  );
}

/** Event before which a part that begins with `first` ends. */
function endOfPart(lists: readonly CdcSignals[], first: number, eventCount: number): number {
  let end = first;
  let rows = 0;
  do {
    for (const { offsets } of lists) rows += offsets[end + 1] - offsets[end];
    end++;
  } while (end < eventCount && rows <= depositsAtOnce);
  return end;
}

/** A list of deposits as the kernels read it: its table there, and where row 0 would be in it. */
interface PlacedList {
  readonly head: number;
  readonly shift: number;
  readonly offsets: Uint32Array;
}

/** Copies the deposits of some events, list after list, but for those that the kernels have. */
function placeDeposits(
  { deposits, hits, entries }: DigitizerMemory,
  lists: readonly CdcSignals[],
  firstEvent: number,
  endEvent: number,
): readonly PlacedList[] {
  const count = lists.reduce(
    (sum, { offsets }) => sum + offsets[endEvent] - offsets[firstEvent],
    0,
  );
  deposits.reserve(count);
  hits.reserve(count);
  entries.reserve(2 * count);
  const { wire: wires, time: times } = deposits.columns;
  let begin = 0;
  return lists.map((list) => {
    const { offsets, wire, time } = list;
    const head = signalsInPlace(list);
    if (head !== undefined) return { head, shift: 0, offsets };
    const from = offsets[firstEvent];
    const to = offsets[endEvent];
    wires.set(wire.subarray(from, to), begin);
    times.set(time.subarray(from, to), begin);
    const shift = begin - from;
    begin += to - from;
    return { head: deposits.head, shift, offsets };
  });
}
