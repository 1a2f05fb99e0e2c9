import type { EclObjects } from './objects.js';
import type { FiredCells } from './clusters.js';
import { dataClock } from './fam.js';
import { cellRegion } from './layout.js';

/** Columns by event that this step reads and writes. */
type TimingColumns = Pick<
  EclObjects,
  'eventTime' | 'revoClock' | 'timingSource' | 'timingQuality' | 'windowStart'
>;

/**
 * The event time is that of the highest cell in the window (the lowest id of equals), as
 * nanoseconds within its 125 ns data clock and the number of that clock modulo 128. Clocks are
 * counted from the start of the middle window: the one of the nominal collision is 0.
 * @param fineCounts energy above which the time is fine, and @param superFineCounts super-fine [ADC
 * counts]
 * @see basf2 trg/ecl/src/TrgEclTiming.cc, method 1
 */
export function eventTiming(fineCounts: number, superFineCounts: number) {
  return ({ ids, counts, time, count }: FiredCells, event: number, out: TimingColumns): void => {
    let highest = ids[0];
    for (let place = 1; place < count; place++)
      if (counts[ids[place]] > counts[highest]) highest = ids[place];
    // The phase lies in (−125, 0) ns, so rounding the start of the window up to whole windows gives
    // its number −1, 0 or 1.
    const windowClocks = 2 * Math.ceil(out.windowStart[event] / (2 * dataClock));
    out.eventTime[event] = time[highest] % dataClock;
    out.revoClock[event] = (windowClocks + Math.floor(time[highest] / dataClock)) & 0x7f;
    out.timingSource[event] = cellRegion[highest];
    out.timingQuality[event] =
      counts[highest] > superFineCounts ? 3 : counts[highest] > fineCounts ? 2 : 1;
  };
}
