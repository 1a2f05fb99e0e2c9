import { InvalidArgumentError } from 'commander';
import type { Task } from '../studies/shards/task-folders.js';

/** More tasks than that no batch system takes in one array. */
export const maxTasks = 10_000;

/** Parser of `3/8`. */
export function parseTask(text: string): Task {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, tasks] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || tasks < 1 || tasks > maxTasks || index >= tasks)
    throw new InvalidArgumentError(
      `expected a task such as 0/8, the first of eight, to 7/8, the last (at most ${maxTasks}).`,
    );
  return { index, tasks };
}
