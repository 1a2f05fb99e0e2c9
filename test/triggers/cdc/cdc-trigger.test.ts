import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { type CdcHits } from '../../../detector/cdc/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import { cdcObjects, cdcTriggerSchema } from '../../../triggers/cdc/cdc-trigger.js';
import { timeSource } from '../../../triggers/cdc/event-time.js';
import type { CdcObjects } from '../../../triggers/cdc/objects.js';
import { hitsOf, hitTable } from './tracks.js';

const make = (raw: object = {}) =>
  cdcObjects(parseConfig(cdcTriggerSchema, raw, 'test'), { seed: 1 });

const stream = new RandomStream().seed(9, 1, 0, 0, purpose.test);
const event = (tracks: number, noise: number): (readonly [number, number])[] => {
  const { wire, tdc } = hitsOf(
    Array.from({ length: tracks }, () => ({
      pt: 0.2 + stream.uniform(),
      charge: stream.uniform() < 0.5 ? 1 : -1,
      phi: 2 * Math.PI * stream.uniform(),
      cotTheta: -1 + 3 * stream.uniform(),
    })),
  );
  const random = Array.from(
    { length: noise },
    () => [Math.floor(14336 * stream.uniform()), Math.floor(400 * stream.uniform())] as const,
  );
  return [...[...wire].map((at, row) => [at, tdc[row]!] as const), ...random];
};
const events = [
  event(0, 0),
  event(1, 0),
  event(4, 160),
  event(0, 40),
  event(11, 400),
  event(0, 0),
  event(2, 0),
];

/** Rows of one event of every table, and its time. */
function eventOf(objects: CdcObjects, index: number): unknown {
  const { eventTime, eventTimeSource, ...tables } = objects;
  const rows = Object.entries(tables).map(([name, { offsets, ...columns }]) => [
    name,
    Object.entries(columns).map(([column, values]) => [
      column,
      [...values.subarray(offsets[index], offsets[index + 1])],
    ]),
  ]);
  return { rows, time: eventTime[index], source: eventTimeSource[index] };
}

const single = (index: number): CdcHits => hitTable([events[index]!]);

describe('the CDC trigger', () => {
  it('finds the same in a batch as in each event alone, whatever came before', () => {
    const together = make()(hitTable(events), sliceAddresses(0, 0, 0, events.length));
    const kept = make();
    for (const index of events.keys()) {
      const alone = kept(single(events.length - 1 - index), sliceAddresses(0, 0, 0, 1));
      expect(eventOf(alone, 0)).toEqual(eventOf(together, events.length - 1 - index));
    }
  });

  it('has nothing and no event time without hits', () => {
    const objects = make()(hitTable([[], []]), sliceAddresses(0, 0, 0, 2));
    expect([...objects.eventTimeSource]).toEqual([timeSource.none, timeSource.none]);
    expect([...objects.eventTime]).toEqual([0, 0]);
    for (const table of [
      objects.segments,
      objects.tracks2d,
      objects.tracks3d,
      objects.shortTracks,
      objects.shortPatterns,
      objects.innerTracks,
    ]) {
      expect([...table.offsets]).toEqual([0, 0, 0]);
    }
  });

  it('finds most of eleven tracks under noise, with an event time', () => {
    const objects = make()(single(4), sliceAddresses(0, 0, 0, 1));
    expect(objects.tracks2d.phi.length).toBeGreaterThan(4);
    expect(objects.eventTimeSource[0]).toBe(timeSource.histogram);
    expect(objects.innerTracks.bin.length).toBeGreaterThanOrEqual(8);
  });

  it('times events from their full tracks alone when told to, and without one not at all', () => {
    const raw = { eventTime: { method: 'hough' } };
    const hough = make(raw)(single(4), sliceAddresses(0, 0, 0, 1));
    const histogram = make()(single(4), sliceAddresses(0, 0, 0, 1));
    expect(hough.eventTimeSource[0]).toBe(timeSource.hough);
    expect(hough.tracks2d).toEqual(histogram.tracks2d);
    const { segment0, segment2, segment4, segment6, segment8 } = hough.tracks2d;
    const attached = [segment0, segment2, segment4, segment6, segment8].flatMap((rows) => [
      ...rows,
    ]);
    const times = attached
      .filter((row) => row >= 0)
      .map((row) => hough.segments.priorityTime[row]!);
    expect(hough.eventTime[0]).toBe(Math.min(...times));
  });
});
