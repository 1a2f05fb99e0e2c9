import { Command } from 'commander';
import { from, tap } from 'rxjs';
import { withAssignments } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { beams as beamsOf } from '../../detector/beams.js';
import { nextTurn } from '../chain/next-turn.js';
import {
  eventRateHz,
  findProcess,
  processes,
  processRows,
  type ProcessRow,
  variedRow,
} from '../generators/process-rows.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMachine, machineNames } from '../settings/machine.js';
import { version } from '../version.js';
import {
  type CommandContext,
  type CommonOptions,
  whenAskedToStop,
  withConditions,
  withParameters,
} from './context.js';
import { allProcesses, decaysLeftBy, oneProcess } from './processes-report.js';
import { progress } from './progress.js';

interface ProcessesOptions extends Pick<CommonOptions, 'conditions' | 'set'> {
  readonly with: readonly string[];
  readonly machine: string;
  readonly json?: boolean;
}

/** `b2l1 processes [NAME]`: what collides, with cross sections beside independent ones. */
export function processesCommand(context: CommandContext): Command {
  return withConditions(withParameters(new Command('processes'), 'of the process'))
    .description(
      'Lists every process of the machine and every signal: cross section with its definition, ' +
        'order and source, our value beside an independent one, Hz at a luminosity. Of one: also ' +
        'its parameters.',
    )
    .argument('[name]', `one of ${processes.map(({ name }) => name).join(', ')}`)
    .option(
      '--machine <preset|file>',
      `whose luminosity at its start: ${machineNames.join(', ')}, or a YAML file, see them with: ` +
        'b2l1 machine',
      '2022-peak',
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Values are of the beams of --conditions; other energies or angles have no independent numbers. A
coupling is that of the definition: where it says ε = 1, multiply by ε².

Examples:
  b2l1 processes
  b2l1 processes mumu-zprime
  b2l1 processes dark-photon --with mass="8 GeV" --with epsilon=1e-3 --machine design`,
    )
    .action((name: string | undefined, options: ProcessesOptions) => list(name, options, context));
}

async function list(
  name: string | undefined,
  options: ProcessesOptions,
  context: CommandContext,
): Promise<void> {
  const machine = loadMachine(options.machine);
  const conditions = loadConditions(options.conditions, options.set);
  const beams = beamsOf(conditions.config.beams);
  const process = name === undefined ? undefined : findProcess(name);
  if (process === undefined && options.with.length > 0)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      '--with sets parameters of one process: name it, for example b2l1 processes dark-photon',
    );
  const given = withAssignments({}, options.with, '--with') as Readonly<Record<string, unknown>>;
  const wanted = process === undefined ? processes : [process];
  const computed = (function* (): Generator<ProcessRow> {
    if (process !== undefined && options.with.length > 0) yield variedRow(process, given, beams);
    else for (const each of wanted) yield* processRows(each, beams);
  })();
  const { rows, stopped } = await gather(computed, totalOf(wanted, options), context);
  const rated = rows.map((row) => ({ ...row, hz: eventRateHz(row, machine.luminosity) }));
  if (options.json === true) {
    const { name: machineName, luminosity } = machine;
    const header = { version, conditions: conditions.name, machine: machineName, luminosity };
    const decays = process === undefined ? {} : { decays: decaysLeftBy(process) };
    context.out(`${JSON.stringify({ ...header, processes: rated, ...decays }, null, 2)}\n`);
  } else
    context.out(
      process === undefined ? allProcesses(rated, machine) : oneProcess(process, rated, machine),
    );
  if (stopped) context.talk(`stopped after ${rows.length} cross sections\n`);
}

const totalOf = (wanted: typeof processes, { with: assignments }: ProcessesOptions): number =>
  assignments.length > 0
    ? 1
    : wanted.reduce((sum, { crossSections }) => sum + Math.max(1, crossSections?.length ?? 1), 0);

/** Computes rows one at a time, so that a bar moves and Ctrl-C is heard between them. */
async function gather(
  computed: Generator<ProcessRow>,
  total: number,
  context: CommandContext,
): Promise<{ readonly rows: readonly ProcessRow[]; readonly stopped: boolean }> {
  const rows: ProcessRow[] = [];
  let stopped = false;
  const bar = progress('processes', total, context, {
    what: 'cross sections',
    quietMs: 1000,
  });
  const turning = async function* (): AsyncGenerator<ProcessRow> {
    for (const row of computed) {
      yield row;
      await new Promise<void>((resolve) => nextTurn(resolve));
      if (stopped) return;
    }
  };
  await context.execute(
    from(turning()).pipe(
      tap((row) => {
        rows.push(row);
        bar.update(rows.length);
      }),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  return { rows, stopped };
}
