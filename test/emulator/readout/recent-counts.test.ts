import { describe, expect, it } from 'vitest';
import { RecentCounts } from '../../../emulator/readout/recent-counts.js';

/** A count a tick, kept when due, with slices of ten ticks. */
function counted(slices: number): RecentCounts {
  const recent = new RecentCounts(1, 10);
  for (let ticks = 10; ticks <= 10 * slices; ticks += 10)
    if (recent.isDue(ticks)) recent.keep(ticks, Float64Array.of(ticks));
  return recent;
}

describe('counts of the last minute', () => {
  it('are kept once a second: twenty slices', () => {
    const recent = new RecentCounts(1, 10);
    expect(recent.isDue(199)).toBe(false);
    expect(recent.isDue(200)).toBe(true);
    recent.keep(200, Float64Array.of(200));
    expect([recent.isDue(399), recent.isDue(400)]).toEqual([false, true]);
  });

  it('are kept in a stretch for the last minute of it alone', () => {
    const recent = counted(45);
    // Kept at 400 ticks; the stretch ends less than a minute, a minute and some more behind.
    expect([601, 12_600, 12_601, 12_800, 12_801].map((end) => recent.nextDue(end))).toEqual([
      600, 600, 800, 800, 1000,
    ]);
    let steps = 0;
    for (let ticks = 0; ticks < 1e7; steps++) {
      ticks = recent.nextDue(1e7);
      recent.keep(ticks, Float64Array.of(ticks));
    }
    expect(steps).toBe(61);
    expect(recent.since(1e7 + 7, Float64Array.of(1e7 + 7)).ticks).toBe(11_807);
  });

  it('are those since the start of a young run, then those of a minute: 1200 slices', () => {
    expect(counted(100).since(1003, Float64Array.of(1003))).toEqual({
      ticks: 1003,
      counts: Float64Array.of(1003),
    });
    const since = (ticks: number) => counted(2000).since(ticks, Float64Array.of(ticks)).ticks;
    expect(since(20_000)).toBe(12_000);
    // A slice less its latency behind: the next that is kept is nearer.
    expect(since(20_009)).toBe(11_809);
  });
});
