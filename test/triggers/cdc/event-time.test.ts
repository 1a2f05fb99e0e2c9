import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import {
  type EventTime,
  eventTimeFinder,
  eventTimeSchema,
  timeSource,
} from '../../../triggers/cdc/event-time.js';
import { segmentSchema } from '../../../triggers/cdc/objects.js';

interface Times {
  readonly fastest: number;
  readonly priority?: number;
  readonly found?: number;
  readonly superLayer?: number;
}

function timeOf(segments: readonly Times[], raw: Record<string, unknown> = {}): EventTime {
  const builder = new TableBuilder(segmentSchema);
  builder.reserve(segments.length);
  for (const {
    fastest,
    priority = fastest + 20,
    found = fastest + 40,
    superLayer = 0,
  } of segments) {
    builder.columns.superLayer[builder.rowCount] = superLayer;
    builder.columns.fastestTime[builder.rowCount] = fastest;
    builder.columns.priorityTime[builder.rowCount] = priority;
    builder.columns.foundTime[builder.rowCount++] = found;
  }
  return { ...eventTimeFinder(parseConfig(eventTimeSchema, raw, 'test'))(builder) };
}

const times = (count: number, time: Times): Times[] => Array.from({ length: count }, () => time);

describe('event time', () => {
  it('is the first tick with more than three fastest times', () => {
    expect(
      timeOf([
        ...times(3, { fastest: 2 }),
        ...times(4, { fastest: 7 }),
        ...times(9, { fastest: 12, superLayer: 2 }),
      ]),
    ).toEqual({
      time: 7,
      source: timeSource.histogram,
    });
  });

  it('is searched from −50 to 99 ticks', () => {
    expect(timeOf(times(4, { fastest: -50 }))).toEqual({ time: -50, source: timeSource.histogram });
    expect(timeOf(times(4, { fastest: 99 }))).toEqual({ time: 99, source: timeSource.histogram });
    for (const fastest of [-51, 100]) {
      expect(timeOf(times(4, { fastest }))).toEqual({
        time: fastest + 20,
        source: timeSource.fastestPriority,
      });
    }
  });

  it('leaves out segments found more than 256 ticks after their fastest hit', () => {
    expect(timeOf([...times(3, { fastest: 5 }), { fastest: 5, found: 261 }]).source).toBe(
      timeSource.histogram,
    );
    expect(timeOf([...times(3, { fastest: 5 }), { fastest: 5, found: 262 }]).source).toBe(
      timeSource.fastestPriority,
    );
  });

  it('counts ten segments of a super-layer and data clock', () => {
    const early = times(10, { fastest: -20, found: 3 }).map((time, index) => ({
      ...time,
      fastest: -20 - index,
    }));
    const late = times(4, { fastest: 1, found: 3 });
    expect(timeOf([...early, ...late]).source).toBe(timeSource.fastestPriority);
    expect(timeOf([...early, ...times(4, { fastest: 1, found: 16 })])).toEqual({
      time: 1,
      source: timeSource.histogram,
    });
    expect(timeOf([...early, ...times(4, { fastest: 1, found: 3, superLayer: 1 })])).toEqual({
      time: 1,
      source: timeSource.histogram,
    });
  });

  it('falls back to the earliest priority time, and is 0 without segments', () => {
    expect(
      timeOf([
        { fastest: 3, priority: 50 },
        { fastest: 9, priority: 12 },
      ]),
    ).toEqual({ time: 12, source: timeSource.fastestPriority });
    expect(timeOf([])).toEqual({ time: 0, source: timeSource.none });
  });
});
