import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import type { Addresses, HitBatch } from '../../detector/event.js';
import type { Detector, MovedList } from '../../detector/simulate.js';
import { inputWords, outputWords } from '../../triggers/batches.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { unmaskedBits } from '../../triggers/gdl/prescale.js';
import { type HitTree, type KeptHits, selectHits } from './kept-hits.js';
import { selectAddresses, selectLevels, selectLists } from './selected-lists.js';
import type { ReadOutColumns, readOutColumns } from './read-out-columns.js';
import type { Triggered } from './trigger.js';

/** What is done to events that a line may accept. */
interface Completion {
  readonly menu: CompiledMenu;
  readonly detector: Detector;
  /** Subdetectors that have been simulated of every event, and all that these events get. */
  readonly simulated: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
  /** The trigger with all its plugins, where some have not run; else the bits stay. */
  readonly trigger?: (
    batch: HitBatch<unknown> & { readonly givenBits?: Uint32Array },
  ) => Pick<Triggered, 'inputBits' | 'objects'>;
  /** Whether their hits travel on. */
  readonly keepHits: boolean;
  /** What the read-out wants to know, if anybody reads out. */
  readonly readOut?: ReturnType<typeof readOutColumns>;
  /** 1 for events that are treated alike though no line may accept them. */
  readonly passes?: (addresses: Addresses) => Uint8Array;
}

/** Events as the first part of the chain leaves them. */
type CompletedBatch = HitBatch<unknown> &
  Triggered & {
    readonly givenBits?: Uint32Array;
    readonly diffuse?: DiffuseLevels;
  };

interface Completed {
  readonly inputBits: Uint32Array;
  readonly kept?: KeptHits;
  readonly readOut?: ReadOutColumns;
  readonly passed?: Uint8Array;
}

/**
 * Gives the events of a batch that a line may accept what is missing of them: hits of subdetectors
 * that no line reads, and the bits that no line reads. Events go through it alone, with the bytes
 * that they would have had among all.
 */
export function completer({
  menu,
  detector,
  simulated,
  wanted,
  trigger,
  keepHits,
  readOut,
  passes,
}: Completion): (batch: CompletedBatch, lists: readonly MovedList[]) => Completed {
  const unmasked = unmaskedBits(menu);
  const deferred = new Set([...wanted].filter((name) => !simulated.has(name)));
  const order = detector.names.filter((name) => wanted.has(name));
  return (batch, lists) => {
    const { eventCount, addresses, hits, inputBits, ftdlBits, givenBits, diffuse } = batch;
    if (trigger === undefined && !keepHits && readOut === undefined) return { inputBits };
    const passed = passes?.(addresses);
    const events = acceptable(ftdlBits, eventCount, unmasked, passed);
    const chosen = selectAddresses(addresses, events);
    const levels = diffuse && selectLevels(diffuse, events);
    const readLater = (): HitTree => {
      const selected = selectLists(lists, eventCount, events);
      return detector.read(selected, chosen, deferred, levels) as HitTree;
    };
    const found: HitTree = {
      ...selectHits(hits as HitTree, eventCount, events),
      ...(deferred.size > 0 && readLater()),
    };
    const all = Object.fromEntries(order.map((name) => [name, found[name]!]));
    const again = trigger?.({
      eventCount: events.length,
      addresses: chosen,
      hits: all,
      ...(givenBits !== undefined && { givenBits: rowsOf(givenBits, events) }),
    });
    const columns = readOut?.(eventCount, {
      events,
      addresses: chosen,
      hits: all,
      levels,
      inputBits: again?.inputBits ?? rowsOf(inputBits, events),
      objects: (again ?? batch).objects,
      rows: again === undefined ? events : events.map((_, row) => row),
    });
    return {
      inputBits: again === undefined ? inputBits : withRows(inputBits, events, again.inputBits),
      ...(keepHits && { kept: { events, hits: all } }),
      ...(columns !== undefined && { readOut: columns }),
      ...(passed !== undefined && { passed }),
    };
  };
}

/** Events with an FTDL bit of a line that is not masked, and those that pass anyway. */
function acceptable(
  ftdlBits: Uint32Array,
  eventCount: number,
  unmasked: Uint32Array,
  passed?: Uint8Array,
): Uint32Array {
  return Uint32Array.from({ length: eventCount }, (_, event) => event).filter(
    (event) =>
      passed?.[event] === 1 ||
      unmasked.some((mask, word) => (ftdlBits[event * outputWords + word]! & mask) !== 0),
  );
}

/** Input bits of some events alone. */
function rowsOf(bits: Uint32Array, events: Uint32Array): Uint32Array {
  const chosen = new Uint32Array(events.length * inputWords);
  events.forEach((event, row) =>
    chosen.set(bits.subarray(event * inputWords, (event + 1) * inputWords), row * inputWords),
  );
  return chosen;
}

/** Input bits with those of some events replaced. */
function withRows(inputBits: Uint32Array, events: Uint32Array, rows: Uint32Array): Uint32Array {
  const bits = inputBits.slice();
  events.forEach((event, row) =>
    bits.set(rows.subarray(row * inputWords, (row + 1) * inputWords), event * inputWords),
  );
  return bits;
}
