import { Command } from 'commander';
import { from, tap } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import { nextTurn } from '../chain/next-turn.js';
import { inLockedFolder } from '../files/folder-lock.js';
import { prescalesFrom, usualPrescales } from '../optimize/ladders.js';
import {
  openOptimization,
  type Optimization,
  type Request,
  shownShares,
} from '../optimize/optimize.js';
import { optimizeDocument, type OptimizeDocument } from '../optimize/optimize-document.js';
import { optimizedConditions, optimizedMenu } from '../optimize/optimized-menu.js';
import { triggersOf } from '../optimize/thresholds.js';
import { presentValues, type Task, TradeOff, type TradeOffPoint } from '../optimize/trade-off.js';
import { openRates } from '../rates/rates.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMachine } from '../settings/machine.js';
import { loadMenu } from '../settings/menu-source.js';
import { collisionClasses } from '../sources/collision-classes.js';
import type { Provenance } from '../studies/provenance.js';
import { version } from '../version.js';
import { decideInOrder } from '../workers/pool.js';
import { refuseOthers } from '../writers/result-files.js';
import {
  collect,
  type CommandContext,
  type CommonOptions,
  type MachineOptions,
  whenAskedToStop,
  wholeNumber,
  withCommonOptions,
  withMachine,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { menuYaml } from './menu-report.js';
import { saidInTheEnd, saidOfFiles } from './notes.js';
import { optimizeText } from './optimize-report.js';
import {
  type Asked,
  otherTriggersOf,
  readSignals,
  signalsOf,
  takeSignals,
  toTheEnd,
  usualEvents,
} from './optimize-signals.js';
import { progress } from './progress.js';

interface OptimizeOptions extends CommonOptions, WorkerOptions, MachineOptions {
  readonly budget: readonly string[];
  readonly signal: readonly string[];
  readonly threshold: readonly string[];
  readonly free: readonly string[];
  readonly keep: readonly string[];
  readonly prescales: readonly number[];
  readonly events: number;
  readonly signalEvents?: number;
  readonly out?: string;
  readonly json?: true;
}

const help = `
Windows of the machine as "b2l1 rates" makes them and events of the cards, with the machine over
them, go through the trigger once; then every set of prescales is a sum over the patterns of lines
that fire. Prescales are taken as chances. Half of the seeds and events (those of even numbers) are
optimized on, the other half has not been seen: promised and unseen numbers stand side by side, with
their difference. Intervals are at 68.27 %.

The efficiency of a signal is that of all of Level 1, after prescale, in the selection of its card;
signals count by their weights, events by those of their files. The best is no worse than with any
other prescale of one line, or of two; lines that gain nothing keep what they have as far as the
budget allows. A budget is held by the expected rate, not by its upper end. "uniform" is one
factor on the prescales of the same lines.

Lines that may change: those of a family or of no class CALIB or MONITOR, if they are not masked.
--free and --keep take names of lines, families or classes, or all; --keep wins.

Examples:
  b2l1 optimize --budget 50% --signal dark-photon --signal mumu-zprime=2 --out optimized
  b2l1 optimize --budget 30kHz --budget single-photon=3kHz --signal alp --free CALIB
  b2l1 optimize --budget 6kHz --signal alp --threshold bits.ecl.sums.ehigh="0.9 GeV,1.1 GeV"
  b2l1 optimize --budget 50% --signal mine.lhe.gz --signal my-card.yaml=0.5
  b2l1 menu check optimized/menu.yaml; b2l1 rates --menu optimized/menu.yaml`;

/** `b2l1 optimize`: prescales and thresholds for the best efficiency within a budget of rate. */
export function optimizeCommand(context: CommandContext): Command {
  const common = withWorkers(withCommonOptions(new Command('optimize'), context));
  return withMachine(common, '2022-peak')
    .description(
      'Prescales and thresholds that keep most of some signals within a budget of rate, checked ' +
        'on events that it has not seen.',
    )
    .option(
      '--budget <rate>',
      'of all lines, such as 30kHz or 50% (of the present rate), or of a family, class or line, ' +
        'such as single-photon=5kHz; repeatable',
      collect,
      [],
    )
    .option(
      '--signal <card=weight>',
      'a study card, a YAML file of your own, a process or a file of events (LHE, HepMC, ' +
        'HEPEVT); weight 1 when none; repeatable',
      collect,
      [],
    )
    .option(
      '--threshold <path=values>',
      'values that a parameter of the trigger may have besides its own; all combinations are ' +
        'tried; repeatable',
      collect,
      [],
    )
    .option('--free <name>', 'lines that may be changed too, masked ones as well', collect, [])
    .option('--keep <name>', 'lines that stay as they are, in the rates', collect, [])
    .option(
      '--prescales <list>',
      'what lines may get besides what they have; 0 masks',
      prescalesFrom,
      usualPrescales,
    )
    .option('--events <n>', 'seeds of all classes', wholeNumber(1000), 200_000)
    .option(
      '--signal-events <n>',
      `events of each signal (default: ${usualEvents}, of files all that they have)`,
      wholeNumber(2),
    )
    .option(
      '--out <dir>',
      'write results.json, menu.yaml, conditions.yaml (with --threshold, if others are better), ' +
        'tables as CSV and the trade-off (SVG, PNG, PDF) there',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action((options: OptimizeOptions) => optimize(options, context));
}

async function optimize(options: OptimizeOptions, context: CommandContext): Promise<void> {
  if (options.budget.length === 0)
    throw new EmulatorError('USAGE_BUDGET', '--budget: expected a rate, such as 30kHz or 50%');
  if (options.out !== undefined) refuseOthers(options.out, 'optimization');
  const request = requestOf(options);
  const optimization = openOptimization(request);
  await inLockedFolder(options.out, async () => {
    const sampled = await takeSample(options, request, optimization, context);
    const found = sampled && (await findBest(sampled.task, sampled.task.budgetHz, context));
    if (sampled === undefined || found === undefined)
      return context.talk('stopped before its end: nothing is found\n');
    const document = optimizeDocument({
      version,
      seed: options.seed,
      conditions: sampled.conditions,
      machine: sampled.machine,
      signalEvents: options.signalEvents ?? usualEvents,
      signalCounts: sampled.signalCounts,
      provenance: sampled.provenance,
      request,
      optimization,
      task: sampled.task,
      ...found,
      notes: [...optimization.notes, ...sampled.notes, ...found.notes],
    });
    await tell(options, request, document, context);
  });
}

/** @throws USAGE_SIGNAL, USAGE_THRESHOLD and the codes of menus, conditions and cards */
function requestOf({
  menu,
  conditions,
  set,
  signal,
  threshold,
  ...rest
}: OptimizeOptions): Request {
  if (signal.length === 0)
    throw new EmulatorError(
      'USAGE_SIGNAL',
      '--signal: expected a card, such as dark-photon; see them with: b2l1 study --list',
    );
  const { free, keep, prescales, budget: budgets } = rest;
  return {
    menu: loadMenu(menu),
    config: loadConditions(conditions, set).config,
    signals: signalsOf(signal),
    budgets,
    free,
    keep,
    prescales,
    triggers: triggersOf(threshold, { conditions, set }),
  };
}

interface Sampled {
  readonly task: Task & { readonly budgetHz: number };
  readonly conditions: string;
  readonly machine: string;
  /** Events of each signal. */
  readonly signalCounts: readonly number[];
  readonly provenance: Provenance;
  readonly notes: readonly Note[];
}

/**
 * Events of all signals, then windows, which take longest: what has no events is refused before.
 * Undefined when it was stopped before its end.
 */
async function takeSample(
  options: OptimizeOptions,
  request: Request,
  optimization: Optimization,
  context: CommandContext,
): Promise<Sampled | undefined> {
  const conditions = loadConditions(options.conditions, options.set);
  const machine = loadMachine(options.machine, options.machineSet);
  const asked: Asked = { options, request, optimization, conditions };
  const rates = openWindows(options, asked, machine);
  const read = await readSignals(request.signals, conditions, options.seed);
  const signals = await takeSignals(asked, read, context);
  if (signals === undefined) return undefined;
  optimization.requireSignals();
  const { workers } = options;
  const isWhole = await toTheEnd('windows', rates.total, context, (isStopped) =>
    decideInOrder(rates.jobs(isStopped), { setup: rates.setup, workers }).pipe(
      tap(({ job, batch }) => {
        if (job.kind === 'windows') rates.add(job, batch);
      }),
    ),
  );
  if (!isWhole) return undefined;
  const { sources, notes } = rates.document();
  return {
    task: optimization.task(sources.map(({ seedHz }) => seedHz)),
    conditions: conditions.name,
    machine: machine.name,
    provenance: signals.provenance,
    signalCounts: signals.events,
    notes: distinct([...notes, ...signals.notes]),
  };
}

function openWindows(
  options: OptimizeOptions,
  { request, optimization, conditions }: Asked,
  machine: ReturnType<typeof loadMachine>,
) {
  return openRates({
    version,
    seed: options.seed,
    events: options.events,
    emptyWindows: 0,
    menu: request.menu,
    conditions: conditions.name,
    config: conditions.config,
    collisions: collisionClasses(beams(conditions.config.beams)),
    machine,
    ...otherTriggersOf(request),
    watch: optimization.builder.addWindows,
  });
}

/** Notes that several parts of the sample have are told once. */
const distinct = (notes: readonly Note[]): readonly Note[] => [
  ...new Map(notes.map((note) => [note.message, note])).values(),
];

interface Best {
  readonly best: TradeOffPoint;
  readonly points: readonly TradeOffPoint[];
  readonly notes: readonly Note[];
}

/** The best within the budget and along the trade-off; undefined when it was stopped. */
async function findBest(
  task: Task,
  budgetHz: number,
  context: CommandContext,
): Promise<Best | undefined> {
  const tradeOff = new TradeOff(task);
  const presentHz = presentValues(task)[1]!;
  const leastHz = tradeOff.leastHz();
  const asked = new Set([budgetHz, ...shownShares.map((share) => share * presentHz)]);
  const budgets = [...asked].sort((one, other) => one - other);
  const shown = budgets.filter((hz) => hz === budgetHz || hz >= leastHz);
  let stopped = false;
  const bar = progress('budgets', shown.length, context, { what: 'budgets', quietMs: 1000 });
  const points: TradeOffPoint[] = [];
  const searched = async function* (): AsyncGenerator<TradeOffPoint> {
    for (const hz of shown) {
      if (stopped) return;
      yield tradeOff.at(hz);
      await new Promise<void>((resolve) => nextTurn(resolve));
    }
  };
  await context.execute(
    from(searched()).pipe(
      tap((point) => bar.update(points.push(point))),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  const best = points.find((point) => point.budgetHz === budgetHz);
  if (stopped || best === undefined) return undefined;
  return { best, points, notes: outOfReach(budgets.length - shown.length, leastHz) };
}

function outOfReach(count: number, leastHz: number): readonly Note[] {
  if (count === 0) return [];
  const message =
    `${count} points of the trade-off are left out: lines that are kept make ` +
    `${Number(leastHz.toPrecision(4))} Hz with the least of all others`;
  return [{ code: 'OPTIMIZE_OUT_OF_REACH', message, count }];
}

async function tell(
  { out, json, conditions, set }: OptimizeOptions,
  { menu }: Request,
  document: OptimizeDocument,
  context: CommandContext,
): Promise<void> {
  context.talk(saidInTheEnd(document.notes));
  if (out !== undefined) {
    // Plotting is a quarter of a second to load: only when it is wanted.
    const { writeOptimization } = await import('../optimize/optimize-files.js');
    const files = await writeOptimization(out, document, {
      menu: menuYaml(optimizedMenu(menu, document)),
      conditions: optimizedConditions(conditions, set, document),
    });
    context.talk(saidOfFiles(files));
  }
  context.out(json ? `${JSON.stringify(document, undefined, 2)}\n` : optimizeText(document));
}
