import { bucketPeriod } from '../../detector/base/constants.js';

/**
 * The unit of time of the TOP trigger, a "raw ns": half an RF bucket, 0.983 ns.
 * @see basf2 trg/top/modules/trgtopUnpacker
 */
export const rawCount = bucketPeriod / 2;
/** Raw counts in the unit of a slot's time, in which patterns are compared too. */
export const slotTimeUnit = 2;
/** Units of slot times in a system clock (127 MHz), as a power of two. */
export const systemClockShift = 2;
/** System clocks in a decision clock (32 MHz). */
export const systemClocksPerClock = 4;
