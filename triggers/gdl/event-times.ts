// kernel: every event that a line may accept goes through here
import { hasBit, inputWords } from '../batches.js';
import { tick as cdcTick } from '../cdc/clock.js';
import { dataClock } from '../ecl/fam.js';
import type { TriggerObjects } from '../objects.js';
import { rawCount } from '../top/clock.js';
import { activeSlots, detectorOrder, type TimingConfig, timingQualities } from './timing.js';

/** The event time that the trigger has of each event, before it is known which line takes it. */
interface EventTimes {
  /** One of `timingQualities`; `none`: no detector gives a time. */
  readonly quality: Uint8Array;
  /** After the true collision, or what else the window is for [ns]; 0 without one. */
  readonly time: Float32Array;
}

/** Objects that times come from, as far as they were simulated. */
type TimedObjects = Partial<Pick<TriggerObjects, 'ecl' | 'top' | 'cdc'>>;

/** Data clocks of the calorimeter count modulo so many, the last half before the collision. */
const clockModulus = 128;
/** Clocks of the calorimeter's decision window. */
const windowClocks = 2;

/**
 * Time that the calorimeter gives [ns after the collision]: data clocks are counted from the window
 * of the nominal collision, whose phase is known.
 */
function eclTime(
  { eventTime, revoClock, windowStart }: NonNullable<TimedObjects['ecl']>,
  row: number,
): number {
  const clock = revoClock[row] < clockModulus / 2 ? revoClock[row] : revoClock[row] - clockModulus;
  const window = windowClocks * dataClock;
  const phase = windowStart[row] - window * Math.ceil(windowStart[row] / window);
  return phase + clock * dataClock + eventTime[row];
}

/**
 * Time and quality of the first detector of the priority that has a time, for events at `rows` of
 * the objects whose input bits follow each other. Mean delays are taken off, as the experiment's
 * calibration does.
 */
export function eventTimes(config: TimingConfig) {
  const order = detectorOrder(config);
  const { delay } = config;
  const qualityOf = {
    top: timingQualities[config.topQuality],
    cdc: timingQualities[config.cdcQuality],
  };
  return (
    { ecl, top, cdc }: TimedObjects,
    inputBits: Uint32Array,
    rows: Uint32Array,
  ): EventTimes => {
    const quality = new Uint8Array(rows.length);
    const time = new Float32Array(rows.length);
    for (let event = 0; event < rows.length; event++) {
      const row = rows[event];
      const detector = order.find((name) =>
        hasBit(inputBits, inputWords, event, activeSlots[name]),
      );
      if (detector === 'ecl' && ecl !== undefined) {
        quality[event] = ecl.timingQuality[row];
        time[event] = eclTime(ecl, row) - delay.ecl;
      } else if (detector === 'top' && top !== undefined) {
        quality[event] = qualityOf.top;
        time[event] = top.eventTime[row] * rawCount - delay.top;
      } else if (detector === 'cdc' && cdc !== undefined) {
        quality[event] = qualityOf.cdc;
        time[event] = cdc.eventTime[row] * cdcTick - delay.cdc;
      }
    }
    return { quality, time };
  };
}
