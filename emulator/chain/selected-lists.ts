import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import type { Addresses } from '../../detector/event.js';
import type { MovedList } from '../../detector/simulate.js';
import { type HitTree, selectHits } from './kept-hits.js';

/** Names of some events. `events` ascend. */
export const selectAddresses = (addresses: Addresses, events: Uint32Array): Addresses =>
  selectRows(addresses, addresses.index.length, events);

/** Diffuse background of some events. */
export const selectLevels = (levels: DiffuseLevels, events: Uint32Array): DiffuseLevels =>
  Object.fromEntries(
    Object.entries(levels).map(([name, parts]) => [
      name,
      parts.map((level) => Float64Array.from(events, (event) => level[event]!)),
    ]),
  );

/**
 * Particles of some events alone, after their way: what their subdetectors see of them is the same
 * as among all events, because everything is drawn from the names of events and seeds.
 */
export const selectLists = (
  lists: readonly MovedList[],
  eventCount: number,
  events: Uint32Array,
): readonly MovedList[] =>
  lists.map((list) =>
    list.laid === undefined
      ? rowsOf(list, events)
      : laidOver(list, list.laid, placesOf(events, eventCount)),
  );

/** Place of each event among those chosen, −1 for the others. */
function placesOf(events: Uint32Array, eventCount: number): Int32Array {
  const places = new Int32Array(eventCount).fill(-1);
  events.forEach((event, place) => {
    places[event] = place;
  });
  return places;
}

/** The seeds that lie over chosen events, laid over them at their new places. */
function laidOver(
  list: MovedList,
  { event, time }: NonNullable<MovedList['laid']>,
  places: Int32Array,
): MovedList {
  const seeds = Uint32Array.from(event.keys()).filter((seed) => places[event[seed]!]! >= 0);
  return {
    ...rowsOf(list, seeds),
    laid: {
      event: seeds.map((seed) => places[event[seed]!]!),
      time: Float64Array.from(seeds, (seed) => time[seed]!),
    },
  };
}

function rowsOf(list: MovedList, rows: Uint32Array): MovedList {
  const count = list.addresses.index.length;
  return {
    ...list,
    addresses: selectAddresses(list.addresses, rows),
    particles: selectRows(list.particles, count, rows),
    arcs: selectRows(list.arcs, count, rows),
  };
}

/**
 * Rows of some events alone, of a table or of columns: trees of hits to `selectHits`, which gives
 * back what it is given.
 */
export const selectRows = <T extends object>(node: T, count: number, rows: Uint32Array): T =>
  selectHits(node as unknown as HitTree, count, rows) as unknown as T;
