import { describe, expect, it } from 'vitest';
import { s } from '../../../detector/base/units.js';
import { lostText } from '../../../emulator/commands/replay.js';
import { sliceEventCount, slicePeriod } from '../../../emulator/chain/slices.js';
import { eventsRecord } from '../../../emulator/daq/events-record.js';
import { Journal } from '../../../emulator/daq/journal.js';
import type { RecordingItem } from '../../../emulator/daq/recording.js';
import type { EventsRecord, RunRecord } from '../../../emulator/daq/records.js';
import { syntheticBatch } from './support.js';

const rate = 1000;
const run = { seed: 5, run: 1, rate } as RunRecord;
const eventsIn = (slice: number): number => sliceEventCount(run.seed, run.run, slice, rate);

const books = (items: readonly RecordingItem[], alone = false) => {
  const journal = new Journal({ run, alone });
  for (const item of items) journal.add(item);
  return journal.books();
};

/** A slice as it is recorded when it was played whole, and where a segment begins. */
const played = (slice: number): RecordingItem =>
  eventsRecord(syntheticBatch(slice, 0, eventsIn(slice)), 0);
const begins = (slice: number, event: number): RecordingItem => ({
  kind: 'state',
  processed: 0,
  recorded: 0,
  slice,
  event,
  prescale: new Uint32Array(0),
});

describe('the journal', () => {
  it('accounts for every slice that was played whole or given up', () => {
    const givenUp = {
      kind: 'given-up',
      cause: 'host',
      firstSlice: 2,
      slices: 3,
      events: 9,
    } as const;
    const all = books([begins(0, 0), played(0), played(1), givenUp, begins(5, 0), played(5)]);
    expect(all).toMatchObject({ unaccounted: 0, givenUpSlices: 3, givenUpEvents: 9, slices: 6 });
    expect(all.processed).toBe(eventsIn(0) + eventsIn(1) + eventsIn(5));
  });

  it('adds up what the read-out lost, by the state that lost it', () => {
    const losing = (slice: number, lost: Readonly<Record<string, number>>): RecordingItem => ({
      ...(played(slice) as EventsRecord),
      lost,
    });
    const { lost } = books([
      begins(0, 0),
      losing(0, { apv: 2, 'veto-full': 1 }),
      losing(1, { apv: 3 }),
      played(2),
    ]);
    expect(lost).toEqual({ apv: 5, 'veto-full': 1 });
    expect(lostText(lost)).toEqual(['not read out: 6 accepts (apv 5, veto-full 1)']);
    expect(books([begins(0, 0), played(0)]).lost).toEqual({});
    expect(lostText({})).toEqual([]);
  });

  it('counts events of slices of which nothing is told, up to the start of a segment', () => {
    const { unaccounted } = books([begins(0, 0), played(0), begins(3, 7)]);
    expect(unaccounted).toBe(eventsIn(1) + eventsIn(2) + 7);
  });

  it('does not miss what stands before a segment that is read alone, but what lacks in it', () => {
    const { firstSlice, unaccounted } = books([begins(8, 0), played(8), played(10)], true);
    expect({ firstSlice, unaccounted }).toEqual({ firstSlice: 8, unaccounted: eventsIn(9) });
  });

  it('counts a gap of years by its mean, and not for years', () => {
    const last = 2 ** 32 - 2;
    const { unaccounted } = books([begins(0, 0), begins(last, 0)]);
    expect(unaccounted).toBeCloseTo((last * slicePeriod * rate) / s, -1);
  });

  it('tells what this version passed over, by kind and column', () => {
    const unread = ['seeds', 'events/epoch'];
    const items = [played(0), played(1)].map((item) => ({ ...item, unread }) as RecordingItem);
    const unknown = { kind: 'unknown', name: 'fragments' } as const;
    expect(books([...items, unknown, unknown])).toMatchObject({
      unknownKinds: [{ kind: 'fragments', records: 2 }],
      unknownColumns: unread,
    });
  });
});
