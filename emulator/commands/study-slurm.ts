import { resolve } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import { cardChain, type LoadedCard } from '../studies/card.js';
import { shardEvents } from '../../detector/event.js';
import { version } from '../version.js';
import type { CommandContext } from './context.js';
import { aroundOf, openAsked } from './study-open.js';
import type { StudyCommandOptions } from './study-options.js';
import { quoted, refuseAlone, sharedFolder, studyArguments } from './study-task.js';

const fallbackTasks = 10;

/** Nothing that would end a comment or a directive. */
const plain = (text: string): string => text.replaceAll(/[^\w.+-]+/g, '_').slice(0, 60);

/** Prints the script of a job array that counts a study; whatever is wrong with it is told now. */
export async function printJob(
  name: string,
  card: LoadedCard,
  options: StudyCommandOptions,
  context: CommandContext,
): Promise<void> {
  refuseAlone('--slurm', card, options);
  if (options.task !== undefined)
    throw new EmulatorError('USAGE_IDLE_OPTION', '--slurm is of all tasks, --task of one');
  const out = resolve(sharedFolder(options, '--slurm'));
  const { events, plan, setup } = await openAsked(card, await aroundOf(options), options);
  cardChain(setup);
  const wanted = options.array ?? fallbackTasks;
  const tasks = Math.min(wanted, plan.shardCount);
  const b2l1 = [process.execPath, resolve(process.argv[1]!)];
  context.out(
    script({
      about:
        `${plain(card.name)}: ${events} events, ${plan.shardCount} shards of at most ` +
        `${shardEvents}, in ${tasks} tasks (belle2-l1 ${plain(version)})`,
      job: `b2l1-${plain(card.name)}`,
      tasks,
      b2l1,
      study: studyArguments(name, options),
      out,
    }),
  );
  const fewer =
    tasks < wanted && options.array !== undefined
      ? `${plan.shardCount} shards: not more tasks; `
      : '';
  context.talk(
    `${fewer}${tasks} tasks; submit the script with sbatch, then: b2l1 study-merge ` +
      `${quoted(out)}\n`,
  );
}

interface Job {
  readonly about: string;
  readonly job: string;
  readonly tasks: number;
  /** How this program is called. */
  readonly b2l1: readonly string[];
  readonly study: readonly string[];
  readonly out: string;
}

const words = (list: readonly string[]): string => list.map(quoted).join(' ');

const script = ({ about, job, tasks, b2l1, study, out }: Job): string => `#!/bin/bash
# ${about}
# sbatch takes the rest: sbatch --time=2:00:00 --partition=NAME THIS_FILE
# One task by hand: SLURM_ARRAY_TASK_ID=0 bash THIS_FILE
#SBATCH --job-name=${job}
#SBATCH --array=0-${tasks - 1}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
set -euo pipefail

task="\${SLURM_ARRAY_TASK_ID:?this is a task of an array: sbatch, or give its number}"
b2l1=(${words(b2l1)})
study=(${words(study)})
out=${quoted(out)}

# Where the names of files in the arguments are meant.
cd -- ${quoted(process.cwd())}
exec "\${b2l1[@]}" study "\${study[@]}" --workers "\${SLURM_CPUS_PER_TASK:-1}" \\
  --task "\${task}/${tasks}" --out "\${out}"
`;
