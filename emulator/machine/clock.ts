import { bucketPeriod, bucketsPerRevolution, clockPeriod } from '../../detector/base/constants.js';

/** A tick of the system clock [ns]. */
export const tickPeriod = clockPeriod;
/** RF buckets in a tick of the system clock. */
const bucketsPerTick = clockPeriod / bucketPeriod;
/** Ticks of the system clock in a turn. */
export const ticksPerTurn = bucketsPerRevolution / bucketsPerTick;

/** Whole ticks nearest to a length of time [ns]. */
export const ticksOf = (time: number): number => Math.round(time / tickPeriod);

/** The tick of the turn in which a bucket passes. */
export const tickOfBucket = (bucket: number): number => Math.floor(bucket / bucketsPerTick);
