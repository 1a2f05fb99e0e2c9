import { bucketPeriod, bucketsPerRevolution } from '../../detector/base/constants.js';

/** RF buckets in a tick of the system clock. */
const bucketsPerTick = 4;
/** Ticks of the system clock, 127.22 MHz, in a turn. */
export const ticksPerTurn = bucketsPerRevolution / bucketsPerTick;
/** A tick of the system clock [ns]. */
export const tickPeriod = bucketsPerTick * bucketPeriod;

/** Whole ticks nearest to a length of time [ns]. */
export const ticksOf = (time: number): number => Math.round(time / tickPeriod);

/** The tick of the turn in which a bucket passes. */
export const tickOfBucket = (bucket: number): number => Math.floor(bucket / bucketsPerTick);
