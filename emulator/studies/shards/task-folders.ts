import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EmulatorError } from '../../../detector/base/errors.js';
import type { ShardPlan } from './plan.js';
import { type FoundShards, type KeptStudy, readShards, removeShards } from './shard-folder.js';

/** One of so many tasks that share the shards of a study. */
export interface Task {
  /** From 0. */
  readonly index: number;
  readonly tasks: number;
}

/** Shards go to the tasks in turn, so that points of the card that take longer are spread. */
export const isOfTask = ({ index, tasks }: Task, slice: number): boolean => slice % tasks === index;

/** Name of the folder of a task. */
export const taskFolder = ({ index, tasks }: Task): string => `task-${index}-of-${tasks}`;

/** Name of the file that says how a study is called again. */
export const commandName = 'command.json';
const commandShape = z.strictObject({ cwd: z.string(), arguments: z.array(z.string()).min(1) });
/** How a study is called, and where. */
type StudyCommand = z.infer<typeof commandShape>;

/** The folder of a task that was begun. */
export interface TaskFolder extends Task {
  readonly path: string;
  readonly command: StudyCommand;
}

/**
 * The folders of tasks in these folders, all of one study.
 * @throws STUDY_TASKS where there are none; STUDY_FOLDER, STUDY_DIFFERS
 */
export function taskFolders(folders: readonly string[]): readonly TaskFolder[] {
  const found = folders.flatMap((folder) =>
    names(folder).flatMap((name): TaskFolder[] => {
      const match = /^task-(\d+)-of-(\d+)$/.exec(name);
      const path = join(folder, name);
      // A task that failed before its first shard has said nothing.
      if (match === null || !existsSync(join(path, commandName))) return [];
      return [
        { index: Number(match[1]), tasks: Number(match[2]), path, command: readCommand(path) },
      ];
    }),
  );
  const sorted = found.toSorted((a, b) => a.tasks - b.tasks || a.index - b.index);
  const [first, ...others] = sorted;
  if (first === undefined)
    throw new EmulatorError(
      'STUDY_TASKS',
      `${folders.join(', ')}: no task has counted there yet; expected the folder of --out of ` +
        'b2l1 study --slurm',
    );
  const asked = JSON.stringify(first.command.arguments);
  const other = others.find(({ command }) => JSON.stringify(command.arguments) !== asked);
  if (other !== undefined)
    throw new EmulatorError(
      'STUDY_DIFFERS',
      `${other.path} was counted for another study than ${first.path}: ` +
        `${other.command.arguments.join(' ')}, there ${first.command.arguments.join(' ')}`,
    );
  return sorted;
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new EmulatorError(
      'STUDY_TASKS',
      `${folder}: cannot be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function readCommand(path: string): StudyCommand {
  try {
    return commandShape.parse(JSON.parse(readFileSync(join(path, commandName), 'utf8')));
  } catch (error) {
    throw new EmulatorError(
      'STUDY_FOLDER',
      `${join(path, commandName)} cannot be read; delete ${path}, or its task counts anew`,
      { cause: error },
    );
  }
}

/**
 * The shards of all tasks, whole and each once.
 * @throws STUDY_DIFFERS, STUDY_FOLDER; STUDY_TASKS with what is missing and who is to count it
 */
export function joinedTasks(folders: readonly TaskFolder[], study: KeptStudy): FoundShards {
  const each = folders.map(({ path }) => readShards(path, study));
  const owner = new Map<number, FoundShards>();
  for (const shards of each) for (const slice of shards.found) owner.set(slice, shards);
  const missing = missingOf(study.plan, owner);
  if (missing.length > 0)
    throw missingTasks(
      missing,
      study.plan.shardCount,
      folders,
      each.flatMap(({ damaged }) => damaged),
    );
  return {
    found: new Set(owner.keys()),
    damaged: [],
    read: (slice) => owner.get(slice)!.read(slice),
  };
}

function missingOf({ shardCount }: ShardPlan, owner: ReadonlyMap<number, unknown>) {
  const missing: number[] = [];
  for (let slice = 0; slice < shardCount; slice++) if (!owner.has(slice)) missing.push(slice);
  return missing;
}

/** Whole numbers in ascending order as a batch system takes them: `0-3,7`. */
export function ranges(numbers: readonly number[]): string {
  const text: string[] = [];
  for (let first = 0; first < numbers.length; ) {
    let last = first;
    while (numbers[last + 1] === numbers[last]! + 1) last++;
    text.push(last === first ? `${numbers[first]}` : `${numbers[first]}-${numbers[last]}`);
    first = last + 1;
  }
  return text.join(',');
}

/** No list in a message is longer. */
const maxText = 200;
const shortened = (text: string): string =>
  text.length > maxText ? `${text.slice(0, text.lastIndexOf(',', maxText))},…` : text;

function missingTasks(
  missing: readonly number[],
  shardCount: number,
  folders: readonly TaskFolder[],
  damaged: readonly string[],
): EmulatorError {
  const { tasks } = folders.at(-1)!;
  const lacking = [...new Set(missing.map((slice) => slice % tasks))].toSorted((a, b) => a - b);
  const spoiled =
    damaged.length === 0 ? '' : `; damaged: ${shortened(damaged.join(', '))}, counted anew`;
  const are = missing.length === 1 ? 'is' : 'are';
  return new EmulatorError(
    'STUDY_TASKS',
    `${missing.length} of ${shardCount} shards ${are} missing (${shortened(ranges(missing))})` +
      `${spoiled}: run these tasks of ${tasks} again, with the same script: ` +
      `sbatch --array=${ranges(lacking)} SCRIPT, or SLURM_ARRAY_TASK_ID=${lacking[0]} ` +
      'bash SCRIPT, one by one',
  );
}

/** Removes what a task has left; files of others stay. */
export function removeTask({ path }: TaskFolder): void {
  removeShards(path);
  rmSync(join(path, commandName), { force: true });
}
