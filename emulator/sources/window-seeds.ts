import type { Particles } from '../../detector/particles.js';
import type { ParticleList } from '../../detector/truth.js';
import { artificialAnchor } from '../chain/windows.js';
import { type HitTree, selectHits } from '../chain/kept-hits.js';
import type { SeedTable } from './seed-table.js';
import type { Stretch } from './stretch.js';
import type { StretchWindows } from './windows.js';

/** Name of the list of all seeds of windows among those of a batch. */
const seedsOrigin = 'seeds of the machine';

/** The seeds of windows `first` up to `end`, of all classes in one list, in order of time. */
export function seedsOfWindows(
  { opener, from, to }: StretchWindows,
  [first, end]: readonly [first: number, end: number],
  { place, time }: Stretch,
  { addresses, particles, position }: SeedTable,
): ParticleList {
  const at: number[] = [];
  const event: number[] = [];
  const after: number[] = [];
  for (let window = first; window < end; window++) {
    const zero = time[opener[window]!]!;
    for (let row = from[window]!; row < to[window]!; row++) {
      if (place[row] === artificialAnchor) continue;
      at.push(position[row]!);
      event.push(window - first);
      after.push(time[row]! - zero);
    }
  }
  const rows = Uint32Array.from(at);
  return {
    origin: seedsOrigin,
    addresses: {
      run: addresses.run,
      sources: rows.map((row) => addresses.sources[row]!),
      slice: rows.map((row) => addresses.slice[row]!),
      index: rows.map((row) => addresses.index[row]!),
    },
    event: Uint32Array.from(event),
    time: Float64Array.from(after),
    particles: particlesOf(particles, addresses.index.length, rows),
  };
}

/** Particles of some seeds, again where one lies over several windows. */
const particlesOf = (particles: Particles, seeds: number, rows: Uint32Array): Particles =>
  selectHits(particles as unknown as HitTree, seeds, rows) as unknown as Particles;
