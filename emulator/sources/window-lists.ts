import type { Addresses } from '../../detector/event.js';
import type { Particles } from '../../detector/particles.js';
import type { ParticleList } from '../../detector/truth.js';
import { artificialAnchor } from '../chain/windows.js';
import type { SeedClass } from './seed-class.js';
import type { SliceWindows } from './windows.js';

/** Makes the particles of seeds of a class, one list each, from their names. */
type MakeSeeds = (addresses: Addresses) => Particles;

/** Windows of a slice: which, of which run and slice. */
interface Wanted {
  readonly run: number;
  readonly slice: number;
  /** Numbers of the windows, ascending. */
  readonly numbers: readonly number[];
}

/** The seeds of some windows, a list for each class that has any. */
export function windowLists(
  { stretch, zero, from, to }: SliceWindows,
  { run, slice, numbers }: Wanted,
  classes: readonly SeedClass[],
  makers: (place: number) => MakeSeeds,
): readonly ParticleList[] {
  const rows = classes.map((): number[] => []);
  const windows = classes.map((): number[] => []);
  for (const [event, number] of numbers.entries())
    for (let row = from[number]!; row < to[number]!; row++) {
      const place = stretch.place[row]!;
      if (place === artificialAnchor) continue;
      rows[place]!.push(row);
      windows[place]!.push(event);
    }
  return classes.flatMap(({ name, source }, place): readonly ParticleList[] => {
    const own = rows[place]!;
    if (own.length === 0) return [];
    const event = Uint32Array.from(windows[place]!);
    const addresses: Addresses = {
      run,
      source,
      slice: Uint32Array.from(own, (row) => slice + stretch.shift[row]!),
      index: Uint32Array.from(own, (row) => stretch.index[row]!),
    };
    const time = Float64Array.from(
      own,
      (row, seed) => stretch.time[row]! - zero[numbers[event[seed]!]!]!,
    );
    return [{ origin: name, addresses, event, time, particles: makers(place)(addresses) }];
  });
}
