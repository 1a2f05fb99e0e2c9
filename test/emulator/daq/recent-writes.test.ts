import { describe, expect, it } from 'vitest';
import { RecentWrites } from '../../../emulator/daq/recent-writes.js';

describe('what was written lately', () => {
  it('is events and bytes a second of the last ten seconds, whatever was before', () => {
    const recent = new RecentWrites();
    let rates = recent.rates({ at: 0, events: 0, bytes: 0 });
    expect(rates).toEqual({ eventRate: 0, byteRate: 0 });
    // A second of 100 events of 1 kB, looked at ten times a second.
    const look = (at: number, events: number): void => {
      rates = recent.rates({ at, events, bytes: 1000 * events });
    };
    for (let at = 100; at <= 1000; at += 100) look(at, at / 10);
    expect(rates).toEqual({ eventRate: 100, byteRate: 100_000 });
    // Then five a second, until the first second is over ten seconds ago.
    for (let at = 1100; at <= 12_000; at += 100) look(at, 100 + (at - 1000) / 200);
    expect(rates.eventRate).toBeCloseTo(5, 6);
    expect(rates.byteRate).toBeCloseTo(5000, 3);
  });

  it('is none where nothing comes, and never negative', () => {
    const recent = new RecentWrites();
    for (let at = 0; at <= 20_000; at += 100) recent.rates({ at, events: 70, bytes: 7 });
    expect(recent.rates({ at: 20_100, events: 70, bytes: 7 }).eventRate).toBe(0);
    expect(recent.rates({ at: 20_200, events: 0, bytes: 0 })).toEqual({
      eventRate: 0,
      byteRate: 0,
    });
  });
});
