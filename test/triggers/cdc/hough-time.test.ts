import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { timeSource } from '../../../triggers/cdc/event-time.js';
import { houghTimeFinder } from '../../../triggers/cdc/hough-time.js';
import { segmentSchema, track2dSchema } from '../../../triggers/cdc/objects.js';

/** Rows of the segments that a track has in super-layers 0, 2, 4, 6, 8; −1 for none. */
type Attached = readonly [number, number, number, number, number];

interface TestEvent {
  /** Priority times [ticks]. */
  readonly times: readonly number[];
  readonly tracks: readonly Attached[];
}

/** Event times of events that follow each other in one batch. */
function timesOf(...events: readonly TestEvent[]) {
  const segments = new TableBuilder(segmentSchema);
  const tracks2d = new TableBuilder(track2dSchema);
  const find = houghTimeFinder();
  return events.map(({ times, tracks }) => {
    segments.reserve(times.length);
    for (const time of times) segments.columns.priorityTime[segments.rowCount++] = time;
    tracks2d.reserve(tracks.length);
    for (const attached of tracks) {
      attached.forEach((row, axial) => {
        tracks2d.columns[`segment${2 * axial}` as 'segment0'][tracks2d.rowCount] = row;
      });
      tracks2d.rowCount++;
    }
    const found = { ...find(segments, tracks2d) };
    segments.endEvent();
    tracks2d.endEvent();
    return found;
  });
}

describe('event time after the preselection of the hardware', () => {
  const noise = [-40, 3];

  it('is the earliest priority time of segments on full tracks, not of noise', () => {
    const times = [...noise, 30, 25, 41, 28, 17];
    const all = { times, tracks: [[2, 3, 4, 5, 6]] } as const;
    expect(timesOf(all)).toEqual([{ time: 17, source: timeSource.hough }]);
    for (const [axial, earliest] of [25, 17, 17, 17, 17].entries()) {
      const early = times.with(2 + axial, earliest);
      expect(timesOf({ ...all, times: early })[0]!.time).toBe(Math.min(...early.slice(2)));
    }
    const lone = (axial: number) =>
      [-1, -1, -1, -1, -1].with(axial, 2 + axial) as unknown as Attached;
    expect(
      [0, 1, 2, 3, 4].map((axial) => timesOf({ times, tracks: [lone(axial)] })[0]!.time),
    ).toEqual([30, 25, 41, 28, 17]);
  });

  it('is that of the earlier of two tracks, in each event of a batch', () => {
    const two: TestEvent = {
      times: [8, 9, 10, 11, 5, 6, 7, 12],
      tracks: [
        [0, 1, 2, 3, -1],
        [4, 5, 6, 7, -1],
      ],
    };
    const one: TestEvent = { times: [1, 20, 21, 22, 23], tracks: [[1, 2, 3, 4, -1]] };
    const first: TestEvent = { times: [2, 20, 21, 22], tracks: [[0, 1, 2, 3, -1]] };
    expect(timesOf(two, one, two, first).map(({ time }) => time)).toEqual([5, 20, 5, 2]);
  });

  it('is not measured without a track: the earliest segment, or nothing', () => {
    expect(timesOf({ times: noise, tracks: [] }, { times: [], tracks: [] })).toEqual([
      { time: -40, source: timeSource.fastestPriority },
      { time: 0, source: timeSource.none },
    ]);
  });
});
