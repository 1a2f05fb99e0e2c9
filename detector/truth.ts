import type { Addresses, HitBatch } from './event.js';
import type { Particles } from './particles.js';
import type { Arcs } from './propagation/arcs.js';

/** Generated events before the detector has seen them. */
export interface GeneratedBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  /** One weight per event; 1 for unweighted sources. */
  readonly weights: Float64Array;
  /** Time of each collision since the run began [ns]. */
  readonly time: Float64Array;
  readonly particles: Particles;
}

/**
 * Events with their truth beside the hits: `particles` after their way to the calorimeter (what
 * converted, decayed or stopped has status intermediate, its products follow), `arcs` the helices
 * of the charged ones.
 */
export interface EventBatch<H> extends HitBatch<H>, GeneratedBatch {
  readonly arcs: Arcs;
}
