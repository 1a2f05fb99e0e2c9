import type { Addresses } from '../../detector/event.js';
import type { Particles } from '../../detector/particles.js';
import { artificialAnchor } from '../chain/windows.js';
import { type Reach, reachOf } from './reach.js';
import type { SeedClass } from './seed-class.js';
import type { Stretch } from './stretch.js';

/** Makes the particles of seeds of a class, one list each, from their names. */
export type MakeSeeds = (addresses: Addresses) => Particles;

/** Seeds of one class in a stretch, with their particles. */
interface ClassTable {
  /** Their names. */
  readonly addresses: Addresses;
  readonly particles: Particles;
  readonly reach: Reach;
}

/** Seeds of a stretch that have been made. */
export interface SeedTable {
  /** By place of the class. */
  readonly classes: readonly ClassTable[];
  /** Position of each row of the stretch in the table of its class, −1 if it was not made. */
  readonly position: Int32Array;
}

/** Which run and slice. */
interface Where {
  readonly run: number;
  readonly slice: number;
}

/** Makes the seeds of a stretch that are wanted, a class at a time. */
export function makeSeeds(
  { place, index, shift }: Stretch,
  isWanted: Uint8Array,
  { run, slice }: Where,
  classes: readonly SeedClass[],
  makers: (place: number) => MakeSeeds,
): SeedTable {
  const position = new Int32Array(place.length).fill(-1);
  const counts = new Uint32Array(classes.length);
  for (let row = 0; row < place.length; row++)
    if (isWanted[row] === 1 && place[row] !== artificialAnchor)
      position[row] = counts[place[row]!]!++;
  const names = classes.map(({ source }, own) => ({
    run,
    source,
    slice: new Uint32Array(counts[own]!),
    index: new Uint32Array(counts[own]!),
  }));
  for (let row = 0; row < place.length; row++) {
    const at = position[row]!;
    if (at < 0) continue;
    const own = names[place[row]!]!;
    own.slice[at] = slice + shift[row]!;
    own.index[at] = index[row]!;
  }
  const made = names.map((addresses, own): ClassTable => {
    const particles = makers(own)(addresses);
    return { addresses, particles, reach: reachOf(particles) };
  });
  return { classes: made, position };
}
