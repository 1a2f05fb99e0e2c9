// kernel: runs over every particle of a file
import { speedOfLight } from '../../detector/base/constants.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { type RawEvent, role } from './raw-event.js';
import type { ReadingCounts } from './reading-counts.js';
import type { Source } from './source.js';

/**
 * A final particle may lack this share of its momentum in energy, by the rounding of few digits;
 * more is a damaged line.
 */
const energyRounding = 0.01;

/**
 * Turns events as they stand in a file into particles: decides which ones the detector sees, finds
 * mothers and production vertices. Which ones: stable according to the generator, without daughters
 * of the generator's, and without a tracked ancestor. So a stable particle whose decay or shower
 * another simulation added is tracked once, by our detector, and one that a generator decayed
 * without changing its status is replaced by its daughters.
 */
export function eventResolver(
  source: Source,
  builder: ParticleBuilder,
  counts: ReadingCounts,
): (event: RawEvent) => void {
  const mother: number[] = [];
  const decayed: boolean[] = [];
  const covered: boolean[] = [];
  const order: number[] = [];

  return (event) => {
    readLinks(event, mother, decayed);
    orderByAncestry(mother, order, source);
    covered.length = 0;
    builder.reserve(event.size);
    const start = builder.rowCount;
    const columns = builder.columns;
    for (const row of order) {
      const parent = mother[row]!;
      const underTracked =
        parent >= 0 &&
        (covered[parent]! || columns.status[start + parent] === particleStatus.final);
      covered[row] = underTracked;
      const status = statusOf(event, row, decayed[row]! || underTracked);
      const target = start + row;
      columns.pdg[target] = event.pdg[row]!;
      columns.status[target] = status;
      columns.origin[target] = 0;
      columns.mother[target] = parent;
      columns.px[target] = event.px[row]!;
      columns.py[target] = event.py[row]!;
      columns.pz[target] = event.pz[row]!;
      columns.energy[target] =
        status === particleStatus.final ? usableEnergy(event, row, source) : event.energy[row]!;
      placeRow(event, row, parent);
      columns.x[target] = event.x[row]!;
      columns.y[target] = event.y[row]!;
      columns.z[target] = event.z[row]!;
      columns.time[target] = event.ct[row]! / speedOfLight;
      counts.addParticle(event.pdg[row]!, status, event.role[row]!);
    }
    builder.rowCount = start + event.size;
    builder.endEvent();
  };
}

/** First mother of each row, and whether it has a daughter that the generator made. */
function readLinks(
  { size, role: roles, linkMother, linkDaughter }: RawEvent,
  mother: number[],
  decayed: boolean[],
): void {
  mother.length = decayed.length = size;
  mother.fill(-1);
  decayed.fill(false);
  for (let link = 0; link < linkMother.length; link++) {
    const parent = linkMother[link]!;
    const child = linkDaughter[link]!;
    if (mother[child]! < 0) mother[child] = parent;
    if (roles[child] !== role.secondary) decayed[parent] = true;
  }
}

/**
 * Rows in an order in which mothers precede daughters.
 * @throws READER_MALFORMED when a particle is its own ancestor.
 */
function orderByAncestry(mother: readonly number[], order: number[], source: Source): void {
  const seen = new Uint8Array(mother.length);
  const path: number[] = [];
  order.length = 0;
  for (let row = 0; row < mother.length; row++) {
    let at = row;
    while (at >= 0 && seen[at] === 0) {
      seen[at] = 1;
      path.push(at);
      at = mother[at]!;
    }
    if (at >= 0 && seen[at] === 1)
      throw source.malformed(
        `particle ${at + 1} as its own ancestor`,
        'mothers that lead to the beams',
      );
    for (let back = path.pop(); back !== undefined; back = path.pop()) {
      seen[back] = 2;
      order.push(back);
    }
  }
}

function statusOf({ role: roles, px, py, pz }: RawEvent, row: number, replaced: boolean): number {
  const kind = roles[row]!;
  if (kind === role.beam) return particleStatus.beam;
  const atRest = px[row] === 0 && py[row] === 0 && pz[row] === 0;
  if (kind === role.intermediate || replaced || atRest) return particleStatus.intermediate;
  return particleStatus.final;
}

/** The file's energy, raised to |p| where rounding left it below. @throws READER_MALFORMED */
function usableEnergy({ px, py, pz, energy }: RawEvent, row: number, source: Source): number {
  const momentum = Math.sqrt(px[row]! ** 2 + py[row]! ** 2 + pz[row]! ** 2);
  if (energy[row]! >= momentum) return energy[row]!;
  if (energy[row]! < (1 - energyRounding) * momentum) {
    throw source.malformed(
      `energy ${energy[row]} GeV of particle ${row + 1}`,
      `at least its momentum ${momentum} GeV`,
    );
  }
  return momentum;
}

/**
 * Writes the vertex of a row that has none: where its mother was made, and her flight from there.
 */
function placeRow(event: RawEvent, row: number, parent: number): void {
  if (event.placed[row]) return;
  if (parent < 0) {
    event.place(row, ...event.origin);
    return;
  }
  const { x, y, z, ct, flight, px, py, pz, energy } = event;
  const way = flight[parent]!;
  event.place(
    row,
    x[parent]! + way * px[parent]!,
    y[parent]! + way * py[parent]!,
    z[parent]! + way * pz[parent]!,
    ct[parent]! + way * energy[parent]!,
  );
}
