import { join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import { inLockedFolder } from '../files/folder-lock.js';
import { slurmTask } from '../files/slurm-task.js';
import { writeWhole } from '../files/write-whole.js';
import { cardChain, type LoadedCard } from '../studies/card.js';
import { fingerprintOf } from '../studies/shards/fingerprint.js';
import { openShardFolder } from '../studies/shards/shard-folder.js';
import { commandName, taskFolder } from '../studies/shards/task-folders.js';
import { startThreads } from '../workers/pool.js';
import type { CommandContext } from './context.js';
import { count } from './study-count.js';
import { aroundOf, openAsked } from './study-open.js';
import type { StudyCommandOptions } from './study-options.js';

/** A word as a shell reads it, whatever signs it has. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * The arguments that make a study what it is, without those that say how and where it is counted.
 */
export function studyArguments(name: string, options: StudyCommandOptions): readonly string[] {
  const { events, seed, menu, conditions, machine, decay, batch, overlay, interval } = options;
  const given: readonly (readonly [string, readonly (string | number | undefined)[]])[] = [
    ['--events', [events]],
    ['--seed', [seed]],
    ['--menu', [menu]],
    ['--conditions', [conditions]],
    ['--set', options.set],
    ['--machine', [machine]],
    ['--machine-set', options.machineSet],
    ['--with', options.with],
    ['--overlay', [overlay]],
    ['--interval', [interval]],
    ['--decay', [decay]],
    ['--batch', [batch]],
    ['--plots', [options.plots]],
  ];
  const words = given.flatMap(([option, values]) =>
    values.flatMap((value) => (value === undefined ? [] : [option, `${value}`])),
  );
  return [name, ...words];
}

/** Options that mean nothing, or something else, where shards are counted by many tasks. */
export function refuseAlone(
  what: string,
  { name, variations = [] }: LoadedCard,
  options: StudyCommandOptions,
): void {
  const idle = [
    ...(variations.length > 0 ? [`card "${name}" has variations, each a study of its own`] : []),
    ...(options.engine === 'nats' ? ['--engine nats gives shards out by itself'] : []),
    ...(options.scan !== undefined
      ? ['--scan is a study for each value: one script for each']
      : []),
    ...(options.resume === true ? ['--resume: what is there is never counted again'] : []),
    ...(options.json === true ? ['--json prints results, which b2l1 study-merge makes'] : []),
    ...(options.brief !== undefined ? ['--brief is of results, which b2l1 study-merge makes'] : []),
    ...(options.keepShards === true ? ['--keep-shards is an option of b2l1 study-merge'] : []),
  ];
  if (idle.length > 0)
    throw new EmulatorError('USAGE_IDLE_OPTION', `with ${what}: ${idle.join('; ')}`);
}

/** The folder of `--out`, which tasks share. @throws USAGE_TASK */
export function sharedFolder({ out }: StudyCommandOptions, what: string): string {
  if (out !== undefined) return out;
  throw new EmulatorError('USAGE_TASK', `${what} wants --out: the folder that all tasks share`);
}

/** Counts the shards of one task into a folder of its own in `--out`. */
export async function countTask(
  name: string,
  card: LoadedCard,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<void> {
  const task = options.task!;
  refuseAlone('--task', card, options);
  const out = sharedFolder(options, '--task');
  const own = join(out, taskFolder(task));
  const work = async (): Promise<void> => {
    const opened = await openAsked(card, await aroundOf(options), options);
    const threads = startThreads(options.workers);
    cardChain(opened.setup);
    const { events, plan, cellCount, setup } = opened;
    const fingerprint = fingerprintOf(setup);
    const folder = await openShardFolder(own, { events, plan, cellCount, fingerprint }, true);
    const command = { cwd: process.cwd(), arguments: studyArguments(name, options) };
    await writeWhole(join(own, commandName), `${JSON.stringify(command, null, 2)}\n`);
    const stopped = await count({ study: opened, folder, threads, task }, options, context);
    if (!stopped) await folder.describe(true);
    const which = `task ${task.index} of ${task.tasks}`;
    context.talk(
      stopped
        ? `${which} was stopped before its end; the same command goes on with it\n`
        : `${which} is done; when all are: b2l1 study-merge ${quoted(out)}\n`,
    );
  };
  await inLockedFolder(own, work, {
    job: slurmTask(process.env),
    told: (text) => context.talk(`${text}\n`),
  });
}
