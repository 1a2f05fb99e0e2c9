import type { Beams } from '../../detector/beams.js';

/** Whether the machine makes a process by itself, a search looks for it, or a user places it. */
export type ProcessKind = 'sm' | 'signal' | 'gun';

/** One cross section of a process beside one that was found independently. */
export interface CrossSectionRow {
  /** What is counted: final state, masses and couplings, cuts with their frame, radiation. */
  readonly definition: string;
  /** Order of the calculation, such as `leading order`; `set, not computed` where it is given. */
  readonly order: string;
  /** Ours, in `unit`; the same for the same beams. */
  readonly value: (beams: Beams) => number;
  readonly unit: 'nb' | 'pb' | 'fb' | 'Hz';
  /** The independent one, in `unit`; null where there is none: `source` says why. */
  readonly expected: number | null;
  /** Largest relative difference between the two; null where nothing is expected. */
  readonly tolerance: number | null;
  /** Where `expected` comes from: a formula, a calculation of others, a publication. */
  readonly source: string;
  /** Whether `source` is a publication of others, not a calculation beside ours. */
  readonly published?: true;
  /**
   * What a user gives to the generator to make just these events, where that is possible: asked
   * for it, `processes --with` finds this row.
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
}
