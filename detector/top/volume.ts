/**
 * Front-end data of a hit: what is left of its waveform, about 30 bytes (recalled, not verified).
 */
const bytesPerPhoton = 30;

/** Raw data of an event [bytes]. */
export const topBytes = (hits: number): number => bytesPerPhoton * hits;
