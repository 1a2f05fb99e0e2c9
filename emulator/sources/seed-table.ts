import type { Addresses } from '../../detector/event.js';
import type { Particles } from '../../detector/particles.js';
import { artificialAnchor } from '../chain/windows.js';
import { concatTables } from './concat-tables.js';
import { type Reach, reachOf } from './reach.js';
import type { SeedClass } from './seed-class.js';
import type { Stretch } from './stretch.js';

/** Makes the particles of seeds of a class, one list each, from their names. */
export type MakeSeeds = (addresses: Addresses) => Particles;

/** Seeds of a stretch that have been made, a class after the other. */
export interface SeedTable {
  /** Their names. */
  readonly addresses: Addresses & { readonly sources: Uint32Array };
  readonly particles: Particles;
  readonly reach: Reach;
  /** Position of each row of the stretch in the table, −1 if it was not made. */
  readonly position: Int32Array;
}

/** Which run and slice. */
interface Where {
  readonly run: number;
  readonly slice: number;
}

/** Makes the seeds of a stretch that are wanted. */
export function makeSeeds(
  { place, index, shift }: Stretch,
  isWanted: Uint8Array,
  { run, slice }: Where,
  classes: readonly SeedClass[],
  makers: (place: number) => MakeSeeds,
): SeedTable {
  const { position, starts } = positionsOf(place, isWanted, classes.length);
  const seeds = starts.at(-1)!;
  const addresses = {
    run,
    sources: new Uint32Array(seeds),
    slice: new Uint32Array(seeds),
    index: new Uint32Array(seeds),
  };
  for (let row = 0; row < place.length; row++) {
    const at = position[row]!;
    if (at < 0) continue;
    addresses.sources[at] = classes[place[row]!]!.source;
    addresses.slice[at] = slice + shift[row]!;
    addresses.index[at] = index[row]!;
  }
  const made = classes.flatMap(({ source }, own) => {
    const [from, to] = [starts[own]!, starts[own + 1]!];
    if (from === to) return [];
    const names = {
      run,
      source,
      slice: addresses.slice.subarray(from, to),
      index: addresses.index.subarray(from, to),
    };
    return [makers(own)(names)];
  });
  const particles = concatTables(made);
  return { addresses, particles, reach: reachOf(particles), position };
}

/** Where the wanted rows of each class come in the table, and where each class begins in it. */
function positionsOf(
  place: Uint8Array,
  isWanted: Uint8Array,
  classes: number,
): { readonly position: Int32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(classes + 1);
  const isMade = (row: number) => isWanted[row] === 1 && place[row] !== artificialAnchor;
  for (let row = 0; row < place.length; row++) if (isMade(row)) starts[place[row]! + 1]!++;
  for (let own = 0; own < classes; own++) starts[own + 1]! += starts[own]!;
  const next = starts.slice();
  const position = new Int32Array(place.length).fill(-1);
  for (let row = 0; row < place.length; row++)
    if (isMade(row)) position[row] = next[place[row]!]!++;
  return { position, starts };
}
