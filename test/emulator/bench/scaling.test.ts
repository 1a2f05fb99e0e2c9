import { describe, expect, it } from 'vitest';
import { type ScalingRow, scalingRatios } from '../../../emulator/bench/scaling.js';
import { sharedTimes, threadTimes } from '../../../emulator/bench/thread-times.js';
import { b2l1 } from '../../support/command.js';

describe('the time of the processor', () => {
  it('is shared among main thread, the workers that came and the engine', () => {
    const before = new Map([
      [10, 0.5],
      [11, 0.1],
    ]);
    // A worker of two, 13, is busier than what the engine started later, 14.
    const after = new Map([
      ...before,
      [10, 0.75],
      [11, 1.5],
      [12, 8],
      [13, 7],
      [14, 0.25],
    ] as const);
    expect(sharedTimes(before, after, 10, 2)).toEqual({ main: 0.75, workers: 15, helpers: 1.75 });
    expect(sharedTimes(before, after, 10, 1)).toEqual({ main: 0.75, workers: 8, helpers: 8.75 });
  });

  it.runIf(process.platform === 'linux')('is told by the system for each thread', () => {
    const toldOf = (): number => threadTimes()!.get(process.pid)!;
    const before = toldOf();
    const began = process.cpuUsage();
    const secondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;
    while (toldOf() - before < 0.1 && secondsOf(process.cpuUsage(began)) < 5);
    const told = toldOf() - before;
    const spent = secondsOf(process.cpuUsage(began));
    // Other threads of the process, which run beside, have some of its time.
    expect(told).toBeGreaterThan(0.2 * spent);
    expect(told).toBeLessThan(spent + 0.03);
  });
});

describe('what a second worker gives', () => {
  const row = (workers: number, wallSeconds: number, processorSeconds: number): ScalingRow => ({
    events: 1000,
    workers,
    wallSeconds,
    processorSeconds,
  });
  const two = { ...row(2, 5, 11), threads: { main: 0.4, workers: 8, helpers: 1.6 } };

  it('is the ratio of wall times beside the most that is possible, 2W/(W + M + H)', () => {
    expect(scalingRatios([row(1, 8, 10), two])).toEqual([
      {
        events: 1000,
        workers: 2,
        wallRatio: 1.6,
        processorRatio: 1.1,
        ceiling: 1.6,
        mainShare: 0.05,
        helperShare: 0.2,
      },
    ]);
  });

  it('is not known without one worker on the same events, nor the ceiling without threads', () => {
    expect(scalingRatios([two, { ...row(1, 8, 10), events: 999 }])).toEqual([]);
    expect(scalingRatios([row(1, 8, 10), row(2, 5, 11)])).toEqual([
      { events: 1000, workers: 2, wallRatio: 1.6, processorRatio: 1.1 },
    ]);
  });

  it('is measured in processes of their own', async () => {
    const sizes = ['--events', '64', '--workers', '1,2'];
    const { code, stdout } = await b2l1('bench', 'scaling', ...sizes, '--json');
    expect(code).toBe(0);
    const { rows, ratios } = JSON.parse(stdout) as {
      readonly rows: readonly ScalingRow[];
      readonly ratios: readonly unknown[];
    };
    expect(rows.map(({ events, workers }) => [events, workers])).toEqual([
      [64, 1],
      [64, 2],
    ]);
    expect(ratios).toHaveLength(1);
    for (const { wallSeconds, processorSeconds, threads } of rows) {
      expect(wallSeconds).toBeGreaterThan(0.1);
      if (threads === undefined) continue;
      const { main, workers, helpers } = threads;
      expect(workers).toBeGreaterThan(0.05);
      // Ticks of 10 ms a thread, and what runs after the last event.
      expect(main + workers + helpers).toBeLessThan(processorSeconds + 0.2);
      expect(main + workers + helpers).toBeGreaterThan(0.6 * processorSeconds);
    }
  });
});
