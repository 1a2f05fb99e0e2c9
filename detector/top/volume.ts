import type { TopHits } from './hits.js';

/** Front-end data of a hit: its waveform's features, about 30 bytes (recalled, not verified). */
export const bytesPerTopHit = 30;

/** Front-end data of the TOP by event [bytes]. */
export function topDataVolume({ offsets }: Pick<TopHits, 'offsets'>): Uint32Array {
  return Uint32Array.from({ length: offsets.length - 1 }, (_, event) => bytesPerTopHit * (offsets[event + 1] - offsets[event]));
}
