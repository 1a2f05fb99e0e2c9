import { KernelColumn } from '../base/kernel-column.js';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import { channelChargeSchema, type SiliconCharges, siliconDepositSchema } from './deposit.js';

/** Words of a list as kernels read it: `ChargeList` in charges.wasm.ts. */
const listWords = 4;
/** Rows that are copied to the kernels at once, if no event has more. */
const rowsAtOnce = 16384;

/** What all digitizers of silicon of a thread share in the memory of the kernels. */
const memory = lazily(() => ({
  /** Rows of the lists that the kernels do not have. */
  crossings: new KernelTable(siliconDepositSchema, rowsAtOnce),
  charges: new KernelTable(channelChargeSchema, rowsAtOnce),
  lists: new KernelColumn(Uint32Array, 8 * listWords),
  offsets: new KernelColumn(Uint32Array, 4096),
}));

/** Events of a batch whose charges lie in the memory of the kernels. */
interface ChargePart {
  /** Where kernels find the lists. */
  readonly lists: number;
  readonly listCount: number;
  /** Events from `first` up to (not including) `end`. */
  readonly first: number;
  readonly end: number;
}

type InPlace = (list: SiliconCharges) => number | undefined;

/**
 * Hands the charges of a batch to kernels, in parts: those that they do not have are copied to
 * them.
 */
export function forEachChargePart(
  lists: readonly SiliconCharges[],
  eventCount: number,
  inPlace: InPlace,
  visit: (part: ChargePart) => void,
): void {
  const heads = lists.map(inPlace);
  const lacking = lists.filter((_, place) => heads[place] === undefined);
  placeOffsets(lists, eventCount);
  for (let first = 0; first < eventCount; ) {
    const end = endOfPart(lacking, first, eventCount);
    visit({
      lists: placeLists(lists, heads, first, end, eventCount),
      listCount: lists.length,
      first,
      end,
    });
    first = end;
  }
}

/** Event before which a part that begins with `first` ends. */
function endOfPart(lacking: readonly SiliconCharges[], first: number, eventCount: number): number {
  if (lacking.length === 0) return eventCount;
  let end = first;
  let rows = 0;
  do {
    for (const { offsets } of lacking) rows += offsets[end + 1] - offsets[end];
    end++;
  } while (end < eventCount && rows <= rowsAtOnce);
  return end;
}

function placeOffsets(lists: readonly SiliconCharges[], eventCount: number): void {
  const { offsets } = memory();
  offsets.reserve(lists.length * (eventCount + 1));
  lists.forEach((list, place) => {
    offsets.values.set(list.offsets.subarray(0, eventCount + 1), place * (eventCount + 1));
  });
}

/** Names the lists to the kernels and copies rows of some events of those that they do not have. */
function placeLists(
  lists: readonly SiliconCharges[],
  heads: readonly (number | undefined)[],
  firstEvent: number,
  endEvent: number,
  eventCount: number,
): number {
  const { crossings, charges, lists: placed, offsets } = memory();
  crossings.clear();
  charges.clear();
  const records = lists.flatMap((list, place) => {
    const isByChannel = Number('channel' in list);
    const offsetsAt = offsets.address + place * (eventCount + 1) * Uint32Array.BYTES_PER_ELEMENT;
    const head = heads[place];
    if (head !== undefined) return [head, 0, offsetsAt, isByChannel];
    const from = list.offsets[firstEvent];
    const to = list.offsets[endEvent];
    const table = 'channel' in list ? charges : crossings;
    const firstRow = table.rowCount - from;
    copyRows(list, from, to);
    return [table.head, firstRow, offsetsAt, isByChannel];
  });
  placed.reserve(records.length);
  placed.values.set(records);
  return placed.address;
}

/** Columns that digitizers read. */
const channelColumns = ['channel', 'charge', 'time'] as const;
const crossingColumns = ['sensor', 'u', 'v', 'slopeU', 'slopeV', 'energy', 'time'] as const;

/** Copies rows of a list behind those that are there. */
function copyRows(list: SiliconCharges, from: number, to: number): void {
  const { crossings, charges } = memory();
  if ('channel' in list) {
    charges.reserve(to - from);
    const { columns, rowCount } = charges;
    for (const name of channelColumns) columns[name].set(list[name].subarray(from, to), rowCount);
    charges.rowCount += to - from;
    return;
  }
  crossings.reserve(to - from);
  const { columns, rowCount } = crossings;
  for (const name of crossingColumns) columns[name].set(list[name].subarray(from, to), rowCount);
  crossings.rowCount += to - from;
}
