import type { SeedClass } from './seed-class.js';

/**
 * Windows class by class: a seed of one class stands at time zero, and those of all classes come
 * around it as they do in the machine.
 */
export interface Strata {
  /** What stands at time zero; the stratum behind the last has windows without a seed. */
  readonly anchors: readonly SeedClass[];
  /** How often seeds of each class of the machine come around it [1/ns], by place. */
  readonly rates: readonly number[];
  /** Factors on these rates, by place: sets of rates for which each window gets its likelihood. */
  readonly variations: readonly (readonly number[])[];
}

/** Slices of a stratum: more than it can fill. */
const slicesPerStratum = 2 ** 20;

/** Slices of a stratum are numbered from here on. */
export const firstSliceOf = (stratum: number): number => stratum * slicesPerStratum;

/** Stratum that a slice belongs to. */
export const stratumOf = (slice: number): number => Math.floor(slice / slicesPerStratum);
