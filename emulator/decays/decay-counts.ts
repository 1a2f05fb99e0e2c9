import { particleInfo } from '../../detector/pdg.js';
import type { Note } from '../../detector/base/notes.js';

/** What became of particles on which no subdetector answers; numbers by PDG code. */
export interface DecayCounts {
  /** Particles decayed, those of a decay's own products not included. */
  readonly decayed: Map<number, number>;
  /** Particles decayed with their nominal mass because the given one was another. */
  readonly corrected: Map<number, number>;
  /** Particles not decayed, as asked or for want of a table: they leave nothing in the detector. */
  readonly undecayed: Map<number, number>;
  /** Invisible particles of events in which nothing else is final. */
  readonly unseen: Map<number, number>;
  /** Particles at rest: they are not simulated. */
  readonly atRest: Map<number, number>;
  /** Particles that start outside of the detector, whether they come in or not. */
  readonly outside: Map<number, number>;
  /** What showers and starts behind the calorimeter, where no shower is simulated. */
  readonly behind: Map<number, number>;
  /** What flies some way before it decays and starts behind the front, where nothing decays. */
  readonly undecaying: Map<number, number>;
  /** Particles that start before or behind the time in which anything is read out. */
  readonly late: Map<number, number>;
}

/** Some of the counts as plain rows, which travel between threads and into files. */
export interface DecayCount {
  readonly fate: keyof DecayCounts;
  readonly pdg: number;
  readonly count: number;
}

/** All fates, in the order in which they are told. */
export const fates = [
  'decayed',
  'corrected',
  'undecayed',
  'unseen',
  'atRest',
  'outside',
  'behind',
  'undecaying',
  'late',
] as const satisfies readonly (keyof DecayCounts)[];

/** Counts that are still empty. */
export function decayCounts(): DecayCounts {
  return {
    decayed: new Map(),
    corrected: new Map(),
    undecayed: new Map(),
    unseen: new Map(),
    atRest: new Map(),
    outside: new Map(),
    behind: new Map(),
    undecaying: new Map(),
    late: new Map(),
  };
}

/** Counts particles of a kind, one if no number is given. */
export function countOne(counts: Map<number, number>, pdg: number, count = 1): void {
  counts.set(pdg, (counts.get(pdg) ?? 0) + count);
}

/** The counts as rows; empties them. */
export function takeCounts(counts: DecayCounts): readonly DecayCount[] {
  return fates.flatMap((fate) => {
    const rows = Array.from(counts[fate], ([pdg, count]) => ({ fate, pdg, count }));
    counts[fate].clear();
    return rows;
  });
}

/** Adds rows to counts. */
export function addCounts(counts: DecayCounts, rows: readonly DecayCount[]): void {
  for (const { fate, pdg, count } of rows) countOne(counts[fate], pdg, count);
}

/** The counts that rows give. */
export function countsOf(rows: readonly DecayCount[]): DecayCounts {
  const counts = decayCounts();
  addCounts(counts, rows);
  return counts;
}

/** Who handed the particles over. */
type Giver = 'file' | 'generator';

const codes = {
  file: {
    decayed: 'READER_DECAYED',
    corrected: 'READER_MASS_CORRECTED',
    undecayed: 'READER_UNDECAYED',
    unseen: 'READER_UNSEEN',
    atRest: 'READER_AT_REST',
    outside: 'READER_OUTSIDE',
    behind: 'READER_BEHIND',
    undecaying: 'READER_BEHIND',
    late: 'READER_LATE',
  },
  generator: {
    decayed: 'GENERATOR_DECAYED',
    corrected: 'GENERATOR_MASS_CORRECTED',
    undecayed: 'GENERATOR_UNDECAYED',
    unseen: 'GENERATOR_UNSEEN',
    atRest: 'GENERATOR_AT_REST',
    outside: 'GENERATOR_OUTSIDE',
    behind: 'GENERATOR_BEHIND',
    undecaying: 'GENERATOR_BEHIND',
    late: 'GENERATOR_LATE',
  },
} as const satisfies Record<Giver, Record<keyof DecayCounts, Note['code']>>;

/** What a user should know of the decays of particles that a file or a generator left. */
export function decayNotes(counts: DecayCounts, giver: Giver): Note[] {
  const texts: Record<keyof DecayCounts, string> = {
    decayed: `are final in the ${giver} and were decayed here`,
    corrected: `have another mass in the ${giver} and were decayed with their own`,
    undecayed:
      'are final, live too short for the detector and were not decayed: they leave nothing in it',
    unseen: 'are all that is final in their events, and invisible: the detector sees nothing of it',
    atRest: 'are final and at rest: they are not simulated',
    outside: 'start outside of the detector: only what comes in can be seen',
    behind:
      'start behind the calorimeter, where showers are not simulated: they leave nothing, unless ' +
      'they fly inward from the coil or before it',
    undecaying:
      'start in or behind the calorimeter, where decays are not simulated: they fly on as they are',
    late: 'start when nothing is read out: they leave nothing in the detector',
  };
  return fates.flatMap((fate) => kindNotes(codes[giver][fate], counts[fate], texts[fate]));
}

/** A note for each kind of particle, with its number and name. */
export function kindNotes(
  code: Note['code'],
  counts: ReadonlyMap<number, number>,
  what: string,
): Note[] {
  return Array.from(counts, ([pdg, count]) => {
    const name = `${particleInfo(pdg)?.name ?? 'particles'} (PDG code ${pdg})`;
    return { code, message: `${count} ${name} ${what}`, count };
  });
}
