import { existsSync, readdirSync, realpathSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { EMPTY, tap } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { inLockedFolder, lockFolder } from '../files/folder-lock.js';
import { fingerprintOf } from '../studies/shards/fingerprint.js';
import { withFoundShards } from '../studies/shards/resume.js';
import {
  commandName,
  joinedTasks,
  removeTask,
  type TaskFolder,
  taskFolders,
} from '../studies/shards/task-folders.js';
import type { Study } from '../studies/study.js';
import { version } from '../version.js';
import type { CommandContext } from './context.js';
import { askedCard, aroundOf, openAsked, withBackground } from './study-open.js';
import { type AskedStudyOptions, declareStudy, type StudyCommandOptions } from './study-options.js';
import { tellAll } from './study-output.js';

interface MergeOptions {
  readonly out?: string;
  readonly keepShards?: boolean;
  readonly brief?: boolean;
  readonly json?: boolean;
}

/** `b2l1 study-merge DIR…`: the results of a study that many tasks have counted. */
export function studyMergeCommand(context: CommandContext): Command {
  return new Command('study-merge')
    .description(
      'Makes the results of a study whose shards many tasks have counted (b2l1 study --slurm): ' +
        'those of one that was counted here, to the last bit.',
    )
    .argument('<folders...>', 'folder of --out of the tasks; several where they shared none')
    .option('--out <dir>', 'where the results go, as those of b2l1 study; the first folder without')
    .option('--keep-shards', 'leave the folders of the tasks when the results are written')
    .option('--brief', 'as of b2l1 study')
    .option('--no-brief', 'as of b2l1 study')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
All shards must be there, of one study and of this program: else it says which are missing and
which tasks to run again, and writes nothing. Names of files in the arguments of the study are meant
where its script was made; without that folder, here. Folders of tasks are removed when the
results are written, unless these go elsewhere by --out.

Examples:
  b2l1 study two-track --events 100000000 --out /shared/results --slurm --array 200 > job.sh
  sbatch --time=2:00:00 job.sh
  b2l1 study-merge /shared/results`,
    )
    .action((folders: readonly string[], options: MergeOptions) =>
      merge(folders, options, context),
    );
}

async function merge(
  folders: readonly string[],
  options: MergeOptions,
  context: CommandContext,
): Promise<void> {
  const out = resolve(options.out ?? folders[0]!);
  const tasks = taskFolders(eachOnce(folders));
  const { study, plots } = await studyOf(tasks[0]!, context);
  const { events, plan, cellCount, setup } = study;
  const kept = { events, plan, cellCount, fingerprint: fingerprintOf(setup) };
  await inLockedFolder(out, async () => {
    const shards = joinedTasks(tasks, kept);
    await context.execute(EMPTY.pipe(withFoundShards(shards), tap(study.add)));
    await tellAll(study.document(), study, { ...options, out, plots }, context);
    if (options.out === undefined && options.keepShards !== true)
      for (const task of tasks) removeDone(task, context);
  });
}

/** Folders by one name each, whatever names they were given by. */
const eachOnce = (folders: readonly string[]): readonly string[] => [
  ...new Set(
    folders.map((folder) => (existsSync(folder) ? realpathSync(folder) : resolve(folder))),
  ),
];

/**
 * The study that the tasks were asked for, before its first event.
 * @throws STUDY_FOLDER where the arguments are none of this program's
 */
async function studyOf(
  task: TaskFolder,
  context: CommandContext,
): Promise<{ readonly study: Study; readonly plots: StudyCommandOptions['plots'] }> {
  const { cwd } = task.command;
  const here = process.cwd();
  if (existsSync(cwd)) process.chdir(cwd);
  else
    context.talk(`${cwd}, where the tasks were started, is not here: files are looked for here\n`);
  try {
    const { name, asked } = askedOf(task, context);
    const card = askedCard(name, asked);
    const options = withBackground(card, asked);
    const study = await openAsked(card, await aroundOf(options), options);
    return { study, plots: options.plots };
  } finally {
    process.chdir(here);
  }
}

/** What the arguments of a task ask for. */
function askedOf(
  { path, command: { arguments: given } }: TaskFolder,
  context: CommandContext,
): { readonly name: string; readonly asked: AskedStudyOptions } {
  const file = join(path, commandName);
  const command = declareStudy(context)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
  try {
    command.parse([...given], { from: 'user' });
  } catch (error) {
    throw new EmulatorError(
      'STUDY_FOLDER',
      `${file}: the arguments are none of b2l1 study of this program, belle2-l1 ${version}: ` +
        (error as Error).message,
      { cause: error },
    );
  }
  const [name] = command.args;
  if (name === undefined)
    throw new EmulatorError('STUDY_FOLDER', `${file}: the arguments name no card`);
  return { name, asked: command.opts<AskedStudyOptions>() };
}

/** A task that still runs keeps its folder. */
function removeDone(task: TaskFolder, { talk }: CommandContext): void {
  try {
    const release = lockFolder(task.path);
    removeTask(task);
    release();
    if (readdirSync(task.path).length === 0) rmdirSync(task.path);
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    talk(`${task.path} stays: ${error.message}\n`);
  }
}
