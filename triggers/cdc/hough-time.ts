// kernel: one pass over the tracks of an event
import type { TableBuilder } from '../../detector/base/columns.js';
import { never } from './clock.js';
import { type EventTime, earliestPriority, timeSource } from './event-time.js';
import type { EventSegments, track2dSchema } from './objects.js';

type Segments = EventSegments;
type Tracks = TableBuilder<typeof track2dSchema>;

/**
 * Event time with the preselection of the hardware: the earliest priority time of the axial
 * segments that full tracks of the event have; without a track the earliest of all, which is no
 * measured time.
 * @see basf2 trg/cdc/modules/houghETF (its default: the earliest priority time; a later version
 * averages around the median)
 * @see D-207
 */
export function houghTimeFinder() {
  const result: EventTime = { time: 0, source: timeSource.none };

  return (segments: Segments, tracks: Tracks): EventTime => {
    const earliest = earliestOfTracks(segments, tracks);
    result.time = earliest;
    result.source = timeSource.hough;
    if (earliest !== never) return result;
    const hasSegments = segments.rowCount > segments.eventStart;
    result.time = hasSegments ? earliestPriority(segments) : 0;
    result.source = hasSegments ? timeSource.fastestPriority : timeSource.none;
    return result;
  };
}

function earliestOfTracks(
  { columns: { priorityTime }, eventStart }: Segments,
  { columns, eventStart: firstTrack, rowCount }: Tracks,
): number {
  const { segment0, segment2, segment4, segment6, segment8 } = columns;
  let earliest = never;
  for (const attached of [segment0, segment2, segment4, segment6, segment8]) {
    for (let track = firstTrack; track < rowCount; track++) {
      const row = attached[track];
      if (row >= 0 && priorityTime[eventStart + row] < earliest)
        earliest = priorityTime[eventStart + row];
    }
  }
  return earliest;
}
