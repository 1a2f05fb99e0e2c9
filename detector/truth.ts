import type { DiffuseLevels } from './diffuse-levels.js';
import type { Addresses, HitBatch } from './event.js';
import type { Particles } from './particles.js';
import type { Arcs } from './propagation/arcs.js';

/**
 * Particles of one source, laid over the events of a batch: any number of its *seeds* over each. A
 * seed is one happening of the source, with a name and a list of particles of its own.
 */
export interface ParticleList {
  /** Name of the source. */
  readonly origin: string;
  /** Names of the seeds, their source included: what is drawn for their particles follows them. */
  readonly addresses: Addresses;
  /** Event of the batch over which each seed is laid, ascending. */
  readonly event: Uint32Array;
  /** When each seed happens, after its event [ns]. */
  readonly time: Float64Array;
  /** One list a seed, with times after the seed. */
  readonly particles: Particles;
}

/** Generated events before the detector has seen them. */
export interface GeneratedBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  /** One weight per event; 1 for unweighted sources. */
  readonly weights: Float64Array;
  /** Time of each collision since the run began [ns]. */
  readonly time: Float64Array;
  /** Of the collisions. */
  readonly particles: Particles;
  /** What other sources lay over the collisions; none when absent. */
  readonly overlays?: readonly ParticleList[];
  /** Of each event, where it is not the same in all; as the conditions say when absent. */
  readonly diffuse?: DiffuseLevels;
}

/**
 * Events with their truth beside the hits: `particles` of the collisions after their way to the
 * calorimeter (what converted, decayed or stopped has status intermediate, its products follow),
 * `arcs` the helices of the charged ones. Of other sources only the hits are kept.
 */
export interface EventBatch<H> extends HitBatch<H>, GeneratedBatch {
  readonly arcs: Arcs;
}
