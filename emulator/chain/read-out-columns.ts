import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import type { Addresses } from '../../detector/event.js';
import { eventSizes, readOutSubdetectors } from '../../detector/event-sizes.js';
import type { DetectorHits } from '../../detector/index.js';
import { eventTimes } from '../../triggers/gdl/event-times.js';
import type { TriggerObjects } from '../../triggers/objects.js';
import type { HitTree } from './kept-hits.js';
import type { EmulatorConfig } from './parts.js';
import { sizeStandIns, unreadSubdetectors } from './size-stand-ins.js';

/** What the read-out wants to know of the events of a batch that a line may accept. */
export interface ReadOutColumns {
  /** Of the event time, see `EventTimes`; elements of other events are 0. */
  readonly quality: Uint8Array;
  /** After the true collision [ns]. */
  readonly time: Float32Array;
  /** Bytes, a row of `readOutSubdetectors` an event. */
  readonly bytes: Uint32Array;
}

/** Events that a line may accept, with what was found of them. */
interface Acceptable {
  /** Their places in the batch. */
  readonly events: Uint32Array;
  readonly addresses: Addresses;
  readonly hits: HitTree;
  readonly inputBits: Uint32Array;
  readonly levels?: DiffuseLevels | undefined;
  /** Objects, and the rows of the events in them. */
  readonly objects: Partial<TriggerObjects>;
  readonly rows: Uint32Array;
}

/**
 * Timing and sizes of the events of a batch that a line may accept: sizes from hits, or from a
 * stand-in where the subdetector may be simulated and is not.
 */
export function readOutColumns(config: EmulatorConfig, context: { readonly seed: number }) {
  const timesOf = eventTimes(config.gdl.timing);
  const standIn = sizeStandIns(config, context);
  const width = readOutSubdetectors.length;
  const sizesOf = ({ addresses, hits, levels }: Acceptable): Uint32Array => {
    const count = addresses.index.length;
    const sizes = eventSizes(hits as unknown as Partial<DetectorHits>, count);
    for (const name of unreadSubdetectors) {
      if (hits[name] !== undefined || !config.simulated[name]) continue;
      const place = readOutSubdetectors.indexOf(name);
      const bytes = standIn(name, addresses, levels);
      for (let event = 0; event < count; event++) sizes[event * width + place] = bytes[event]!;
    }
    return sizes;
  };
  return (eventCount: number, found: Acceptable): ReadOutColumns => {
    const { events, objects, inputBits, rows } = found;
    const times = timesOf(objects, inputBits, rows);
    const sizes = sizesOf(found);
    const columns = {
      quality: new Uint8Array(eventCount),
      time: new Float32Array(eventCount),
      bytes: new Uint32Array(eventCount * width),
    };
    events.forEach((event, row) => {
      columns.quality[event] = times.quality[row]!;
      columns.time[event] = times.time[row]!;
      columns.bytes.set(sizes.subarray(row * width, (row + 1) * width), event * width);
    });
    return columns;
  };
}
