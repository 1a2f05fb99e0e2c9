import type { Particles } from '../../detector/particles.js';
import { type Addresses, shardEvents } from '../../detector/event.js';
import type { DecayedEvents } from '../generators/index.js';
import { type HitTree, selectHits } from './kept-hits.js';

/** Events of a file that were read, each once and in its order: in memory that threads share. */
export interface FileEvents {
  readonly kind: 'file';
  readonly events: number;
  readonly particles: Particles;
  /** One per event, in units of the first. */
  readonly weights: Float64Array;
  /** SHA-256 of the bytes of the file. */
  readonly hash: string;
  /** Slice in which the first event is; others follow in shards of 4096. */
  readonly firstSlice: number;
}

/** Whether the parameters of a point are events of a file. */
export const isFileEvents = (config: unknown): config is FileEvents =>
  typeof config === 'object' && config !== null && 'kind' in config && config.kind === 'file';

/**
 * The events at some addresses: decayed when they were read. Those behind the last are an error of
 * the caller.
 */
export const eventsInOrder =
  ({ events, particles, weights, firstSlice }: FileEvents) =>
  ({ slice, index }: Addresses): DecayedEvents => {
    const rows = index.map((at, event) => (slice[event]! - firstSlice) * shardEvents + at);
    if (rows.some((row) => row >= events))
      throw new RangeError(`a file of ${events} events was asked for one behind its last`);
    return {
      weights: Float64Array.from(rows, (row) => weights[row]!),
      particles: selectHits(particles as unknown as HitTree, events, rows) as unknown as Particles,
      decays: [],
    };
  };
