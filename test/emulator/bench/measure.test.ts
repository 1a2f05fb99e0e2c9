import { expect, it } from 'vitest';
import { measure } from '../../../emulator/bench/measure.js';

it('divides the time of a call by its events and by what they are made of', async () => {
  // A clock that only this work moves on: 3 ms a call.
  let now = 0;
  const stage = {
    name: 'stage',
    what: 'six events',
    events: 6,
    perEvent: { arcs: 4, cells: 0.5, hits: 0 },
    work: () => void (now += 3),
  };
  const row = await measure(stage, 0.1, { now: () => now });
  expect(row.nsPerEvent).toBeCloseTo(500_000, 6);
  expect(row.eventsPerSecond).toBeCloseTo(2000, 6);
  expect(row.work).toEqual([
    { unit: 'arcs', perEvent: 4, nsPerUnit: row.nsPerEvent / 4 },
    { unit: 'cells', perEvent: 0.5, nsPerUnit: row.nsPerEvent / 0.5 },
  ]);
});

it('counts garbage collections and their time', async () => {
  const kept: unknown[] = [];
  const stage = {
    name: 'littering',
    what: 'a call leaves a megabyte',
    events: 1,
    work: () => {
      kept.length = 0;
      for (let at = 0; at < 20_000; at++) kept.push([at, at]);
    },
  };
  const row = await measure(stage, 0.2, performance);
  expect(row.gcCount).toBeGreaterThan(0);
  expect(row.gcMs).toBeGreaterThan(0);
  expect(row.bytesPerEvent).toBeGreaterThan(100_000);
});
