import type { Addresses, HitBatch } from './event.js';
import type { Particles } from './particles.js';

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
 * Events with their truth beside the hits: `particles` after the material in front has acted (photons that converted have status
 * intermediate and their pair as daughters).
 */
export interface EventBatch<H> extends HitBatch<H>, GeneratedBatch {}
