import { GeV } from '../../detector/base/units.js';
import type { ParticleTable } from '../../detector/particle-table.js';
import { particleStatus } from '../../detector/particles.js';
import type { MovedList, MovedLists } from '../../detector/simulate.js';
import type { SeedClass } from '../sources/seed-class.js';
import { type StageTable, round } from './stage.js';

/**
 * What lies over an event, in words: each seed with its name (class, slice and number in it), when
 * it comes, and the particles that it begins with. Empty when nothing does.
 */
export function seedStages(
  lists: MovedLists | undefined,
  known: ParticleTable,
  classes: readonly Pick<SeedClass, 'name' | 'source'>[] = [],
): readonly StageTable[] {
  const [, ...others] = lists ?? [undefined];
  const rows = others.flatMap((list) => rowsOf(list, known, classes));
  if (rows.length === 0) return [];
  return [
    {
      stage: 'seeds',
      doc: 'what comes by itself, with its name in random streams and the time after time zero',
      columns: ['class', 'source', 'slice', 'number', 't [ns]', 'particles', 'E [GeV]'],
      rows: rows.toSorted((one, other) => one[4] - other[4]),
    },
  ];
}

type SeedRow = readonly [string, number, number, number, number, string, number];

function rowsOf(
  { origin, addresses, laid, particles }: MovedList,
  known: ParticleTable,
  classes: readonly Pick<SeedClass, 'name' | 'source'>[],
): readonly SeedRow[] {
  const { offsets, pdg, status, mother, energy } = particles;
  return Array.from(laid?.time ?? [], (time, seed): SeedRow => {
    const rows = Array.from(
      { length: offsets[seed + 1]! - offsets[seed]! },
      (_, row) => offsets[seed]! + row,
    ).filter((row) => mother[row]! < 0 && status[row] !== particleStatus.beam);
    const source = addresses.sources?.[seed] ?? addresses.source ?? 0;
    return [
      classes.find((each) => each.source === source)?.name ?? origin,
      source,
      addresses.slice[seed]!,
      addresses.index[seed]!,
      round(time, 2),
      rows.map((row) => known.info(pdg[row]!)?.name ?? `PDG ${pdg[row]}`).join(' '),
      round(rows.reduce((sum, row) => sum + energy[row]!, 0) / GeV, 4),
    ];
  });
}
