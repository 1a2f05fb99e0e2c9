import { describe, expect, it } from 'vitest';
import { progress } from '../../../emulator/commands/progress.js';

/** A bar on a terminal with a clock that is set by hand. */
function bar(total: number, already = 0) {
  let time = 0;
  let said = '';
  const context = {
    talk: (text: string) => {
      said = text;
    },
    terminal: true,
    clock: { now: () => time },
  };
  const shown = progress('study', total, context, { already });
  return (seconds: number, done: number): string => {
    time = 1000 * seconds;
    shown.update(done);
    return said;
  };
}

const secondsLeft = (line: string): number => Number(/([\d.]+) s left/.exec(line)![1]);

describe('progress', () => {
  it('tells the time left from the steady rate, not from the start of threads', () => {
    const at = bar(100_000);
    at(5, 64);
    for (let tenth = 1; tenth < 40; tenth++) at(5 + tenth / 10, 64 + 100 * tenth);
    // 4064 done of 100000 at 1000 a second: 96 s; the average since the start says 212.
    const line = at(9, 4064);
    expect(secondsLeft(line)).toBeGreaterThan(90);
    expect(secondsLeft(line)).toBeLessThan(102);
    expect(line).toContain('452 events/s');
  });

  it('follows a rate that changes, within 15 s', () => {
    const at = bar(100_000);
    for (let second = 1; second <= 40; second++) at(second, 1000 * second);
    let line = '';
    for (let second = 1; second <= 20; second++) line = at(40 + second, 40_000 + 100 * second);
    expect(secondsLeft(line)).toBeCloseTo((100_000 - 42_000) / 100, -2);
  });

  it('does not count what was there before', () => {
    const at = bar(10_000, 5000);
    at(1, 5100);
    for (let second = 2; second <= 10; second++) at(second, 5000 + 100 * second);
    expect(secondsLeft(at(11, 6100))).toBeCloseTo(39, 0);
  });
});
