import { describe, expect, it } from 'vitest';
import { tickBooks } from '../../../emulator/bench/tick-books.js';

describe('a run in which everything happens', () => {
  const books = tickBooks(1);
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, count) => total + count, 0);

  it('has live, dead, vetoed and paused ticks, which are the run to the tick', () => {
    const { live, dead, vetoed, paused } = books.groups;
    expect(live + dead + vetoed + paused).toBe(books.runTicks);
    expect(sum(books.ticks)).toBe(books.runTicks);
    for (const ticks of Object.values(books.ticks)) expect(ticks).toBeGreaterThan(0);
  });

  it('loses triggers to every cause but the veto, and none without a cause', () => {
    expect(sum(books.lost) + books.accepted).toBe(books.triggers);
    const causes = Object.keys(books.lost).filter((state) => books.lost[state]! > 0);
    const all = Object.keys(books.ticks);
    expect(causes).toEqual(all.filter((state) => !/^veto|^live/.test(state)));
  });
});
