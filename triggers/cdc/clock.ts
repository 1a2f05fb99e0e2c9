import { bucketPeriod } from '../../detector/base/constants.js';

/**
 * The trigger's unit of time, two TDC bins: 1.965 ns.
 * @see basf2 trg/cdc/modules/trgcdc/src/CDCTriggerTSFModule.cc
 */
export const tick = bucketPeriod;
/** Ticks in a data clock (31.4 ns), as a power of two. */
export const clockShift = 4;
/** Ticks in a data clock. */
export const ticksPerClock = 1 << clockShift;
/** Later than any time of the trigger [ticks]: no hit. */
export const never = 0x7fff;
