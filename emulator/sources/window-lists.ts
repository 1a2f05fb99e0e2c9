import type { Particles } from '../../detector/particles.js';
import type { ParticleList } from '../../detector/truth.js';
import { artificialAnchor } from '../chain/windows.js';
import { type HitTree, selectHits } from '../chain/kept-hits.js';
import type { SeedClass } from './seed-class.js';
import type { SeedTable } from './seed-table.js';
import type { Stretch } from './stretch.js';
import type { SliceWindows } from './windows.js';

/** Seeds of a class laid over windows: position in its table, window of the batch, time. */
interface Laid {
  readonly at: number[];
  readonly event: number[];
  readonly time: number[];
}

/** The seeds of windows `first` up to `end`, a list for each class that has any. */
export function windowLists(
  { opener, from, to }: SliceWindows,
  [first, end]: readonly [first: number, end: number],
  { place, time }: Stretch,
  { classes: tables, position }: SeedTable,
  classes: readonly SeedClass[],
): readonly ParticleList[] {
  const laid = classes.map((): Laid => ({ at: [], event: [], time: [] }));
  for (let window = first; window < end; window++) {
    const zero = time[opener[window]!]!;
    for (let row = from[window]!; row < to[window]!; row++) {
      if (place[row] === artificialAnchor) continue;
      const own = laid[place[row]!]!;
      own.at.push(position[row]!);
      own.event.push(window - first);
      own.time.push(time[row]! - zero);
    }
  }
  return classes.flatMap(({ name, source }, own): readonly ParticleList[] => {
    const { at, event, time: after } = laid[own]!;
    if (at.length === 0) return [];
    const rows = Uint32Array.from(at);
    const { addresses, particles } = tables[own]!;
    return [
      {
        origin: name,
        addresses: {
          run: addresses.run,
          source,
          slice: rows.map((row) => addresses.slice[row]!),
          index: rows.map((row) => addresses.index[row]!),
        },
        event: Uint32Array.from(event),
        time: Float64Array.from(after),
        particles: particlesOf(particles, addresses.index.length, rows),
      },
    ];
  });
}

/** Particles of some seeds, again where one lies over several windows. */
const particlesOf = (particles: Particles, seeds: number, rows: Uint32Array): Particles =>
  selectHits(particles as unknown as HitTree, seeds, rows) as unknown as Particles;
