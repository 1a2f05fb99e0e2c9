import { Command, Option } from 'commander';
import { type IntervalMethod, intervalMethods } from '../studies/intervals.js';
import {
  type CommandContext,
  type CommonOptions,
  type DecayOptions,
  duration,
  type MachineOptions,
  type PlotOptions,
  wholeNumber,
  withCommonOptions,
  withDecay,
  withCardMachine,
  withParameters,
  withPlots,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { type NatsOptions, withNats } from './nats-options.js';
import { type OverlayOptions, withOverlay } from './overlay-option.js';
import type { Task } from '../studies/shards/task-folders.js';
import { maxTasks, parseTask } from './task-option.js';

/** What `b2l1 study` is asked for. */
export interface StudyCommandOptions
  extends CommonOptions,
    WorkerOptions,
    DecayOptions,
    MachineOptions,
    PlotOptions,
    OverlayOptions,
    NatsOptions {
  readonly with: readonly string[];
  readonly events?: number;
  readonly batch: number;
  readonly out?: string;
  readonly resume?: boolean;
  readonly engine: 'local' | 'nats';
  /** [s] */
  readonly redeliverAfter: number;
  readonly scan?: string;
  readonly interval?: IntervalMethod;
  /** Print a job script in place of counting. */
  readonly slurm?: boolean;
  /** Its tasks. */
  readonly array?: number;
  /** Whose shards are counted here, for `study-merge`. */
  readonly task?: Task;
  readonly list?: boolean;
  readonly print?: boolean;
  readonly brief?: boolean;
  readonly keepShards?: boolean;
  readonly json?: boolean;
  /** Of `machineSet` what the user has given; the rest is the card's. */
  readonly givenMachineSet: readonly string[];
  /** Whether the machine is another than the card's, which is told. */
  readonly replacesMachine: boolean;
}

/** The same as a user gives it: what is left out of the machine is the card's. */
export type AskedStudyOptions = Omit<
  StudyCommandOptions,
  'machine' | 'givenMachineSet' | 'replacesMachine'
> & {
  readonly machine?: string;
};

/** Whose parameters are scanned when no machine is named. */
export const scanned = '2022-peak';

/** Declares what says by whom and where shards are counted. */
function withHosts(command: Command): Command {
  return withNats(command)
    .addOption(
      new Option(
        '--engine <engine>',
        'local: worker threads here; nats: whoever runs b2l1 worker with the same --nats; ' +
          'same results',
      )
        .choices(['local', 'nats'])
        .default('local'),
    )
    .addOption(
      new Option(
        '--redeliver-after <duration>',
        'with --engine nats: a shard whose worker is silent for so long (1s at least) goes ' +
          'to another',
      )
        .argParser(duration)
        .default(10, '10s'),
    )
    .option(
      '--slurm',
      'count nothing: print the script of a job array (sbatch) whose tasks share the shards and ' +
        'count them into --out; b2l1 study-merge makes the results',
    )
    .option('--array <n>', 'with --slurm: number of tasks, 10 without it', wholeNumber(1, maxTasks))
    .option(
      '--task <k/n>',
      'count only the shards of task k of n (from 0), into a folder of its own in --out, for ' +
        'b2l1 study-merge; what is there already is not counted again',
      parseTask,
    );
}

/** The command `study` with its options, without what it does. */
export function declareStudy(context: Pick<CommandContext, 'talk'>): Command {
  const common = withDecay(withWorkers(withCommonOptions(new Command('study'), context)));
  withPlots(withOverlay(withCardMachine(common)));
  return withHosts(withParameters(common, 'of the generators of the card that have it'))
    .description('Measures trigger efficiencies and turn-on curves with a study card.')
    .argument('[card]', 'built-in card, a YAML file of your own, or a process: all lines on it')
    .option('--events <n>', "events in all; the card's own number without it", wholeNumber(1))
    .option(
      '--out <dir>',
      'write results.json, curves as CSV, histograms (UHI JSON), plots (SVG, PDF, PNG), a page ' +
        'with all of it (report.html; of --scan scan.html) there; ' +
        'finished shards meanwhile; files of an earlier study there that this one has not are ' +
        'removed, others stay',
    )
    .option('--keep-shards', 'leave the shards in --out when the results are written')
    .option(
      '--resume',
      'go on from the finished shards (4096 events) that an interrupted study has left in ' +
        '--out; of a finished one nothing is counted again; one of another seed, card, menu or ' +
        'conditions is refused',
    )
    .option(
      '--batch <n>',
      'events sent to a worker at a time; results do not depend on it',
      wholeNumber(1, 4096),
      1024,
    )
    .option(
      '--scan <path=values>',
      'one table of efficiencies against a parameter of machine or conditions, such as ' +
        'ler.current=0.7,1,1.3; background: 0 to 9 times the background of --machine ' +
        `(${scanned} when none). With --out each value has a folder path=value there, of an ` +
        'earlier scan of the parameter those of other values are removed, unless --resume is ' +
        'given, shards are unfinished or the results are not what that scan has written',
    )
    .addOption(
      new Option(
        '--interval <method>',
        "how intervals of efficiencies are made; the card's own way without it",
      ).choices(intervalMethods),
    )
    .option('--list', 'list the built-in cards')
    .option(
      '--print',
      'print a built-in card as YAML that reads back, the start of one of your own: same events, ' +
        'lines, selections and curves',
    )
    .option(
      '--brief',
      'print numbers read off, families and the lines that fire most; the default on a terminal',
    )
    .option('--no-brief', 'print all lines and curves; the default elsewhere')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nUnless the card says otherwise, efficiencies are of FTDL bits (before prescale) and ' +
        'intervals are Clopper–Pearson at 68.27 %; of weighted events those of effective counts.' +
        '\n\nStopped by Ctrl-C (exit 130), SIGTERM (143) or SIGHUP (129) it finishes the batch,\n' +
        'tells what there is and what is missing, and with --out keeps all shards: --resume,\n' +
        'or the same --task once more, goes on from them.',
    );
}
