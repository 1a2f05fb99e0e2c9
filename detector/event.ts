import type { RandomStream } from './base/random.js';
import type { ParticleTable } from './particle-table.js';
import type { PatternLibrary } from './pattern-library.js';

/**
 * What every part of the chain sees of a batch of events: which events they are and what they left
 * in the detector.
 */

/**
 * Names of the events of a batch: `run : slice : index`. A slice is a fixed stretch of emulated
 * time, or a shard of 4096 events in a study. Particles that a background makes have names of the
 * same form, with the source that made them.
 */
export interface Addresses {
  readonly run: number;
  /** Number of the source of particles; 0, the collision, when absent. */
  readonly source?: number;
  /** The same for each row, where a list has particles of several sources. */
  readonly sources?: Uint32Array;
  /** One per event, length eventCount. */
  readonly slice: Uint32Array;
  /** Position in the slice; length eventCount. */
  readonly index: Uint32Array;
}

/** What a stage may know of the run besides its own configuration. */
export interface RunContext {
  /** Seed of all randomness of the run, an integer in [0, 2⁵³). */
  readonly seed: number;
  /** What is known of particles; those of the PDG alone when absent. */
  readonly particles?: ParticleTable;
  /** What correlated noise of the chamber is drawn from; there can be none when absent. */
  readonly patterns?: () => PatternLibrary;
}

/** Points a stream at row `row` of some addresses, their source included, for one purpose. */
export function seedAt(
  random: { readonly seed: (...name: Parameters<RandomStream['seed']>) => unknown },
  { seed }: RunContext,
  { run, slice, index, source, sources }: Addresses,
  row: number,
  purposeId: number,
): void {
  random.seed(seed, run, slice[row], index[row], purposeId, sources?.[row] ?? source);
}

/**
 * Events as the trigger sees them: addresses and hits, no truth. `H` maps subdetector names to
 * their hits.
 */
export interface HitBatch<H> {
  readonly eventCount: number;
  readonly addresses: Addresses;
  readonly hits: H;
}

/** Addresses `first` up to `first + count` of one slice. */
export function sliceAddresses(
  run: number,
  slice: number,
  first: number,
  count: number,
): Addresses {
  const index = new Uint32Array(count);
  for (let event = 0; event < count; event++) index[event] = first + event;
  return { run, slice: new Uint32Array(count).fill(slice), index };
}

/** Events of a shard: the slice of a study. */
export const shardEvents = 4096;
