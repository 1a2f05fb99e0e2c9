import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of each thread of this process so far, by the system's number of it [s]. */
export type ThreadTimes = ReadonlyMap<number, number>;

/** Ticks of the processor times in /proc: a hundred a second on every Linux. */
const ticksPerSecond = 100;

/** Undefined where the system has no /proc/self/task, that is anywhere but on Linux. */
export function threadTimes(): ThreadTimes | undefined {
  try {
    return new Map(
      readdirSync('/proc/self/task').map((thread) => [Number(thread), secondsOf(thread)]),
    );
  } catch {
    return undefined;
  }
}

function secondsOf(thread: string): number {
  const line = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
  // The name in brackets may hold blanks; user and system time are fields 14 and 15.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Processor time by what the threads are for [s]. */
export interface SharedTimes {
  readonly main: number;
  readonly workers: number;
  /** Of the engine: what compiles and collects for all of them. */
  readonly helpers: number;
}

/**
 * Whose time it was: the main thread has the number of the process; workers are those that came
 * after `before` and took most, the rest are helpers of the engine.
 */
export function sharedTimes(
  before: ThreadTimes,
  after: ThreadTimes,
  process: number,
  workerCount: number,
): SharedTimes {
  const sum = (times: readonly number[]): number => times.reduce((total, time) => total + time, 0);
  const main = after.get(process) ?? 0;
  const came = [...after].filter(([thread]) => !before.has(thread)).map(([, time]) => time);
  const workers = sum(came.toSorted((a, b) => b - a).slice(0, workerCount));
  return { main, workers, helpers: sum([...after.values()]) - main - workers };
}
