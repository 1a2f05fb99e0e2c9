// kernel: one pass over the segments of an event into a small histogram
import { choice, type ConfigOf, integer } from '../../detector/base/config.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { clockShift, never } from './clock.js';
import type { EventSegments } from './objects.js';

/**
 * Parameters of the event time finder.
 * @see basf2 trg/cdc/modules/trgcdc/src/CDCTriggerETFModule.cc
 */
export const eventTimeSchema = {
  method: choice(
    'histogram',
    ['histogram', 'hough'],
    'Event time from all segments, as the emulation of the experiment has it, or from those of ' +
      'Hough tracks alone, as the hardware',
  ),
  threshold: integer(3, 'segments', 'Entries that the first bin must exceed', { min: 0, max: 100 }),
  firstBin: integer(-50, 'ticks', 'First bin searched', { min: -256, max: 0 }),
  lastBin: integer(99, 'ticks', 'Last bin searched', { min: 0, max: 512 }),
  maxDelay: integer(
    256,
    'ticks',
    'Longest time from the fastest hit of a segment to its fourth row',
    { min: 0, max: 512 },
  ),
  perClock: integer(10, 'segments', 'Segments counted per super-layer and data clock', {
    min: 1,
    max: 384,
  }),
} as const;

/** Where an event time comes from. */
export const timeSource = { none: 0, histogram: 1, fastestPriority: 2, hough: 3 } as const;

/**
 * Whether the chamber sends such a time on: the fallback is only what the networks take instead.
 * @see D-205
 */
export const isMeasured = (source: number): boolean =>
  source === timeSource.histogram || source === timeSource.hough;

/** Event time of the chamber, in an object that the finder fills for every event. */
export interface EventTime {
  /** Ticks after the nominal collision; 0 without one. */
  time: number;
  source: number;
}

/** Earliest priority time of the event's segments, `never` without one. */
export function earliestPriority({
  columns: { priorityTime },
  eventStart,
  rowCount,
}: EventSegments): number {
  let earliest = never;
  for (let row = eventStart; row < rowCount; row++)
    if (priorityTime[row] < earliest) earliest = priorityTime[row];
  return earliest;
}

/** Data clocks told apart; times span less than this many. */
const clocks = 64;

/**
 * Event time of the CDC trigger: the first bin of the histogram of fastest times with enough
 * entries, one tick a bin; without one, the earliest priority time of the event.
 * @see basf2 trg/cdc/modules/trgcdc/src/CDCTriggerETFModule.cc; fallback as in
 * trg/cdc/src/NeuroTrigger.cc
 * @see D-073
 */
export function eventTimeFinder({
  threshold,
  firstBin,
  lastBin,
  maxDelay,
  perClock,
}: Omit<ConfigOf<typeof eventTimeSchema>, 'method'>) {
  const histogram = new Uint16Array(lastBin - firstBin + 1);
  const counted = new Uint16Array(superLayerCount * clocks);
  const result: EventTime = { time: 0, source: timeSource.none };

  return ({ columns, eventStart, rowCount }: EventSegments): EventTime => {
    result.time = 0;
    result.source = timeSource.none;
    if (rowCount === eventStart) return result;
    const { superLayer, priorityTime, fastestTime, foundTime } = columns;
    // Into locals: what a closure holds is fetched and checked anew at each use in a loop.
    const bins = histogram;
    const seen = counted;
    const low = firstBin;
    const longest = maxDelay;
    const most = perClock;
    const enough = threshold;
    let fastestPriority = never;
    bins.fill(0);
    seen.fill(0);
    for (let row = eventStart; row < rowCount; row++) {
      if (priorityTime[row] < fastestPriority) fastestPriority = priorityTime[row];
      if (foundTime[row] - fastestTime[row] > longest) continue;
      // Segments ascend within a super-layer, so these are the first ones of their clock.
      if (
        seen[superLayer[row] * clocks + ((foundTime[row] >> clockShift) & (clocks - 1))]++ >= most
      )
        continue;
      const bin = fastestTime[row] - low;
      if (bin >= 0 && bin < bins.length) bins[bin]++;
    }
    for (let bin = 0; bin < bins.length; bin++) {
      if (bins[bin] <= enough) continue;
      result.time = low + bin;
      result.source = timeSource.histogram;
      return result;
    }
    result.time = fastestPriority;
    result.source = timeSource.fastestPriority;
    return result;
  };
}
