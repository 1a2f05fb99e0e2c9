import { Command } from 'commander';
import { defer, tap } from 'rxjs';
import { withAssignments } from '../../detector/base/config.js';
import { beams } from '../../detector/beams.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { ParticleTable } from '../../detector/particle-table.js';
import { loadConditions } from '../settings/conditions.js';
import { layMachine } from '../settings/laid-machine.js';
import { noMachine } from '../settings/machine.js';
import type { ChainSetup } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { decayChoice } from '../decays/decay-choice.js';
import { type EmulateResult, emulateEvents, fileJobs, processJobs } from '../emulate/emulate.js';
import { findGenerator, generatorNames } from '../generators/index.js';
import { loadMenu } from '../settings/menu-source.js';
import { type EventFile, openEventFile, type ReadOptions } from '../readers/events.js';
import type { Note } from '../../detector/base/notes.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import { remarksOf } from '../writers/totals-remarks.js';
import { checkTableName, openEventTable } from '../writers/event-table.js';
import {
  type CommandContext,
  type CommonOptions,
  executeUntilStopped,
  type MachineOptions,
  wholeNumber,
  withCommonOptions,
  withMachine,
  withParameters,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { type EventFileOptions, readingOf, withEventFileOptions } from './event-file-options.js';
import { saidInTheEnd, saidOfOpening } from './notes.js';
import { layFile, type OverlayOptions, withOverlay } from './overlay-option.js';
import { progress } from './progress.js';

interface EmulateCommandOptions
  extends CommonOptions,
    WorkerOptions,
    EventFileOptions,
    MachineOptions,
    OverlayOptions {
  readonly process?: string;
  readonly with: readonly string[];
  readonly limit?: number;
  readonly eventsOut?: string;
  readonly json?: boolean;
}

/** `b2l1 emulate FILE`, or `--process NAME`. */
export function emulateCommand(context: CommandContext): Command {
  const common = withEventFileOptions(withWorkers(withCommonOptions(new Command('emulate'))));
  withOverlay(withMachine(common, noMachine));
  return withParameters(common, 'of the process')
    .description(
      'Runs the events of an LHE, HepMC2, HepMC3 or HEPEVT file (plain or gzip) through ' +
        'detector and trigger, or those of a process.',
    )
    .argument('[file]', 'event file, or - for standard input; its format is told by its content')
    .option(
      '--process <name>',
      `events of a generator in place of a file: ${generatorNames.join(', ')}`,
    )
    .option(
      '--limit <n>',
      `stop after so many events; without it all of a file, ${processEvents} of a process`,
      wholeNumber(1),
    )
    .option(
      '--events-out <file>',
      'write one row per event (number, weight, lines fired) as .csv or .parquet',
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nEfficiencies are of FTDL bits (before prescale); the line "accepted" is the OR of ' +
        'PSNM bits (after prescale).',
    )
    .action((path: string | undefined, options: EmulateCommandOptions) =>
      emulate(path, options, context),
    );
}

/** Events sent to a worker at a time: few, since an event of a file may be large. */
const batchSize = 256;
/** Events of a process when `--limit` does not say. */
const processEvents = 10_000;

/** Events that are to be emulated, and what results say of them. */
interface Given {
  readonly source: string;
  readonly jobs: Parameters<typeof emulateEvents>[0]['jobs'];
  readonly setup: Pick<ChainSetup, 'run' | 'points' | 'decay'>;
  readonly limit: number | undefined;
  /** For the document. */
  readonly about: object;
  readonly notes: () => readonly Note[];
}

async function emulate(
  path: string | undefined,
  options: EmulateCommandOptions,
  context: CommandContext,
): Promise<void> {
  refuseIdle(path, options);
  if (options.eventsOut !== undefined) checkTableName(options.eventsOut);
  const { seed, workers } = options;
  const conditions = loadConditions(options.conditions, options.set);
  const {
    name: machineName,
    machine,
    config,
    notes: laidNotes,
  } = layMachine(options, conditions.config, beams(conditions.config.beams));
  const menu = loadMenu(options.menu);
  const file = await layFile(options, config);
  const stop = new AbortController();
  const given =
    path === undefined
      ? eventsOfProcess(options)
      : await eventsOfFile(path, config, options, stop, context);
  const header = {
    version,
    seed,
    menu: menu.name,
    conditions: conditions.name,
    machine: machineName,
    ...file.named,
    geometry: config.ecl.geometry,
    ...(path === undefined ? { process: options.process } : { file: path }),
  };
  const print = (content: object): void =>
    context.out(`${JSON.stringify({ ...header, ...content }, null, 2)}\n`);
  if (given === undefined) {
    context.talk(saidInTheEnd([stoppedAtOnce]));
    if (options.json === true) print({ events: 0, notes: [stoppedAtOnce] });
    return;
  }
  const table =
    options.eventsOut === undefined
      ? undefined
      : await openEventTable(options.eventsOut, menu.lines, header);
  const { source, jobs, limit } = given;
  const around = { ...(machine !== undefined && { machine }), ...file.laid };
  const setup = { seed, config, menu, ...around, ...given.setup };
  const stopped = (): boolean => stop.signal.aborted;
  const emulation = emulateEvents({ source, jobs, setup, workers, table, stopped });
  const bar = progress('emulate', limit, context);
  try {
    await executeUntilStopped(emulation.progress$.pipe(tap(bar.update)), stop, context);
  } catch (error) {
    await table?.abort();
    throw error;
  }
  bar.finish();
  await table?.close();
  const result = emulation.result();
  const failure = emulation.failure();
  const notes = [
    ...laidNotes,
    ...file.notes,
    ...given.notes(),
    ...emulation.notes(),
    ...nothingFires(result),
    ...howItEnded(result.events, stopped(), failure),
  ];
  context.talk(saidInTheEnd(notes));
  if (options.json === true) print({ ...given.about, ...result, curves: [], notes });
  else context.out(`${show(source, result, machineName)}\n`);
  if (failure !== undefined) throw failure;
}

/** Options that would do nothing are mistakes. */
function refuseIdle(path: string | undefined, options: EmulateCommandOptions): void {
  if ((path === undefined) === (options.process === undefined))
    throw new EmulatorError('USAGE_SOURCE', 'emulate wants either a file or --process NAME');
  const idle =
    path === undefined
      ? [
          ...(options.frame === 'auto' ? [] : ['--frame is of a file']),
          ...(options.vertex === 'auto' ? [] : ['--vertex is of a file']),
          ...(options.strict === true ? ['--strict is of a file'] : []),
        ]
      : options.with.length > 0
        ? ['--with sets parameters of a process']
        : [];
  if (idle.length > 0)
    throw new EmulatorError('USAGE_IDLE_OPTION', `${idle.join('; ')}: it has no effect here`);
}

/** The same events as `explain --process` numbers them. */
function eventsOfProcess(options: EmulateCommandOptions): Given {
  const { limit = processEvents, decay } = options;
  const generator = findGenerator(options.process!).name;
  const config = withAssignments({}, options.with, '--with');
  return {
    source: [generator, ...options.with].join(', '),
    jobs: processJobs(limit, batchSize),
    setup: { run: 1, points: [{ generator, config }], ...decayChoice(decay) },
    limit,
    about: { parameters: config },
    notes: () => [],
  };
}

/** The events of a file; undefined when the user asked to stop before it had one. */
async function eventsOfFile(
  path: string,
  config: EmulatorConfig,
  options: EmulateCommandOptions,
  stop: AbortController,
  context: CommandContext,
): Promise<Given | undefined> {
  const machine = {
    beams: beams(config.beams),
    particles: new ParticleTable(config.particles),
  };
  const file = await open(path, machine, options, stop, context);
  if (file === undefined) return undefined;
  context.talk(saidOfOpening(file));
  const { format, frame } = file;
  return {
    source: path,
    jobs: fileJobs(file),
    setup: { run: 0, points: [] },
    limit: options.limit,
    about: { format, frame },
    notes: () => file.notes,
  };
}

/** Of a pipe that nobody has written to, most of all. */
const stoppedAtOnce: Note = {
  code: 'READER_STOPPED',
  message: 'stopped before the first event',
  count: 1,
};

/** The opened file; undefined when the user asked to stop before it had an event. */
async function open(
  path: string,
  machine: Pick<ReadOptions, 'beams' | 'particles'>,
  options: EmulateCommandOptions,
  stop: AbortController,
  context: CommandContext,
): Promise<EventFile | undefined> {
  let file: EventFile | undefined;
  const { seed, limit } = options;
  const { signal } = stop;
  const reading = {
    ...readingOf(options),
    ...machine,
    seed,
    batchSize,
    signal,
    ...(limit === undefined ? {} : { limit }),
  };
  try {
    const opening$ = defer(async () => {
      file = await openEventFile(path, reading);
    });
    await executeUntilStopped(opening$, stop, context);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return file;
}

/** That an efficiency of 0 is of all lines, with the likely reasons. */
function nothingFires({ events, lines }: EmulateResult): readonly Note[] {
  if (events === 0 || lines.some(({ fired }) => fired > 0)) return [];
  const message =
    `not one line fired on ${events} events: see above for particles that are not simulated; ` +
    'others may be too soft, or go past the detector along the beams';
  return [{ code: 'EMULATE_NOTHING_FIRES', message, count: events }];
}

/** Why the last event was not reached, if it was not. */
function howItEnded(events: number, isStopped: boolean, failure: unknown): readonly Note[] {
  const done = `${events} events were done before`;
  if (failure instanceof EmulatorError)
    return [{ code: failure.code, message: `${failure.message}; ${done}`, count: 1 }];
  if (!isStopped) return [];
  return [{ code: 'READER_STOPPED', message: `stopped early; ${done}`, count: 1 }];
}

function show(
  source: string,
  { events, lines, families, accepted }: EmulateResult,
  machine: string,
): string {
  const percent = (value: number | null): string =>
    value === null ? '–' : (100 * value).toFixed(2);
  const row = ({
    selected,
    fired,
    efficiency,
    low,
    high,
  }: Omit<EmulateResult['accepted'], never>) => [
    selected,
    fired,
    percent(efficiency),
    percent(low),
    percent(high),
  ];
  const fired = lines.filter((line) => line.fired > 0);
  const silent = lines
    .filter(({ fired: count, remark }) => count === 0 && remark === undefined)
    .map(({ name }) => name);
  const unknown = remarksOf([...lines, ...families]);
  const rows = [
    ...fired.map((line) => [line.name, line.family, ...row(line)]),
    ...families.map((family) => [`family ${family.name}`, '', ...row(family)]),
    ['accepted (after prescale)', '', ...row(accepted)],
  ];
  const table = textTable(
    ['line', 'family', 'events', 'fired', 'efficiency [%]', 'low', 'high'],
    rows,
  );
  return (
    `${source}: ${events} events${machine === noMachine ? '' : `, machine ${machine}`}\n` +
    `${table}${silent.length > 0 ? `\nnot fired: ${silent.join(', ')}` : ''}` +
    (unknown === '' ? '' : `\n${unknown.trimEnd()}`)
  );
}
