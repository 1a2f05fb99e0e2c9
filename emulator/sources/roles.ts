// kernel: a few passes over the seeds of a stretch
import { artificialAnchor, type TierCounts } from '../chain/windows.js';
import type { LinesInVeto } from './lines-in-veto.js';
import type { SeedTable } from './seed-table.js';
import type { Stretch } from './stretch.js';

/** What a seed does: nothing by itself, opens or joins a window, the same for many others. */
export const roles = { idle: 0, opening: 1, standing: 2 } as const;

/** Seeds this close together belong to one group [ns]. */
export const groupedWithin = 512;
/** Seeds this close to another may lie over its window [ns]. */
const laidWithin = 1000;

/** Least that some line without prescale asks of a group of seeds; see `README.md`. */
export interface LeastReach {
  readonly energy: number;
  readonly pt: number;
  /** Of the second of two tracks. */
  readonly second: number;
}

/** Which seeds could fire a line without prescale, and how the others are thinned. */
export interface Tiers {
  /** By place of the class: whether one of its seeds alone cannot, whatever its particles are. */
  readonly isSoft: Uint8Array;
  readonly least: LeastReach;
  /** Whether a seed is the one in so many of its class that stands for the others. */
  readonly isChosen: (place: number, index: number, shift: number) => boolean;
  /** What a seed can fire at best at a time: less while the veto after injections is up. */
  readonly lines?: (time: number, shift: number) => LinesInVeto;
}

/**
 * Seeds of a stretch whose particles are wanted: of the classes that may fire a line, of those that
 * stand for others, and all that come near another.
 */
export function wantedSeeds(
  { time, place, index, shift }: Stretch,
  { isSoft, isChosen }: Tiers,
): Uint8Array {
  const isWanted = new Uint8Array(time.length);
  for (let row = 0; row < time.length; row++) {
    const own = place[row]!;
    if (isSoft[own] !== 1 || isChosen(own, index[row]!, shift[row]!)) isWanted[row] = 1;
    if (row === 0 || time[row]! - time[row - 1]! > laidWithin) continue;
    isWanted[row - 1] = 1;
    isWanted[row] = 1;
  }
  return isWanted;
}

/** Roles of all rows of a stretch. */
export interface Roles {
  readonly role: Uint8Array;
  /** Of its own seeds. */
  readonly counts: Readonly<TierCounts>;
}

/**
 * What each seed of a stretch does. Seeds that can be seen and follow each other within 512 ns are
 * a group: it opens windows when all of it together could fire a line without prescale or an
 * artificial anchor is among it, else when its first seed is the one in so many that stands for the
 * others. While the veto is up the former is asked of no group when only prescaled lines can do
 * without it, and the latter of none when no line can. A seed that cannot be seen is a group by
 * itself when nothing is near, else it does nothing. Of a soft class a seed that is alone stands
 * for others whatever its particles could do, since those of the others are not known.
 */
export function rolesOf(stretch: Stretch, table: SeedTable, tiers: Tiers): Roles {
  const { time, place, index, shift, own } = stretch;
  const role = new Uint8Array(time.length);
  const counts: TierCounts = { anchors: 0, promoted: 0, thinned: 0 };
  const seen = seenRows(table);
  const isOwn = (row: number) => row >= own.from && row < own.to;
  const chosen = (row: number) => tiers.isChosen(place[row]!, index[row]!, shift[row]!);
  for (let first = 0, end = 0; first < seen.length; first = end) {
    end = first + 1;
    while (end < seen.length && time[seen[end]!]! - time[seen[end - 1]!]! <= groupedWithin) end++;
    const group = seen.subarray(first, end);
    const lines = linesOf(group, stretch, tiers);
    const isHopeful =
      isArtificial(group, stretch) ||
      (lines === 'unprescaled' &&
        !(tiers.isSoft[place[group[0]!]!] === 1 && isAlone(group[0]!, stretch)) &&
        canFire(group, table, tiers.least));
    const stands = lines !== 'none' && chosen(group[0]!);
    const does = isHopeful ? roles.opening : stands ? roles.standing : roles.idle;
    for (const row of group) {
      role[row] = does;
      if (!isOwn(row) || place[row] === artificialAnchor) continue;
      if (!isHopeful) counts.thinned++;
      else if (tiers.isSoft[place[row]!] === 1) counts.promoted++;
      else counts.anchors++;
    }
  }
  unseenAlone(stretch, seen, (row) => {
    if (isOwn(row)) counts.thinned++;
    if (chosen(row) && linesOf([row], stretch, tiers) !== 'none') role[row] = roles.standing;
  });
  return { role, counts };
}

/** Rows that can be seen; those that were not made are of soft classes, and can. */
function seenRows({ reach, position }: SeedTable): Uint32Array {
  const rows = new Uint32Array(position.length);
  let count = 0;
  for (let row = 0; row < position.length; row++) {
    const at = position[row]!;
    if (at < 0 || reach.isSeen[at] === 1) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

/** Whether no other seed is so near that it was made for that. */
const isAlone = (row: number, { time }: Stretch): boolean =>
  (row === 0 || time[row]! - time[row - 1]! > laidWithin) &&
  (row + 1 === time.length || time[row + 1]! - time[row]! > laidWithin);

/** What a group of seeds can fire at best: that of its seeds which can most. */
function linesOf(
  group: ArrayLike<number>,
  { time, shift }: Stretch,
  { lines }: Tiers,
): LinesInVeto {
  if (lines === undefined) return 'unprescaled';
  let best: LinesInVeto = 'none';
  for (let at = 0; at < group.length; at++) {
    const own = lines(time[group[at]!]!, shift[group[at]!]!);
    if (own !== 'none') best = own;
    if (own === 'unprescaled') break;
  }
  return best;
}

const isArtificial = (group: Uint32Array, { place }: Stretch): boolean =>
  group.some((row) => place[row] === artificialAnchor);

/** Whether a group of seeds could together fire a line without prescale. */
function canFire(group: Uint32Array, { reach, position }: SeedTable, least: LeastReach): boolean {
  let [energy, first, second] = [0, 0, 0];
  for (const row of group) {
    const at = position[row]!;
    if (at < 0) continue;
    energy += reach.energy[at]!;
    const own = reach.pt[at]!;
    second = Math.max(second, reach.second[at]!, Math.min(first, own));
    first = Math.max(first, own);
  }
  return energy >= least.energy || first >= least.pt || second >= least.second;
}

/** Calls for each row that cannot be seen and has none near that can. */
function unseenAlone({ time }: Stretch, seen: Uint32Array, found: (row: number) => void): void {
  let next = 0;
  for (let row = 0; row < time.length; row++) {
    if (seen[next] === row) {
      next++;
      continue;
    }
    const before = next === 0 ? -Infinity : time[seen[next - 1]!]!;
    const after = next === seen.length ? Infinity : time[seen[next]!]!;
    if (time[row]! - before > groupedWithin && after - time[row]! > groupedWithin) found(row);
  }
}
