import { Command } from 'commander';
import { defer, tap } from 'rxjs';
import { withAssignments } from '../../detector/base/config.js';
import { beams } from '../../detector/beams.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { ParticleTable } from '../../detector/particle-table.js';
import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { loadConditions } from '../settings/conditions.js';
import { layMachine } from '../settings/laid-machine.js';
import { noMachine } from '../settings/machine.js';
import type { ChainSetup } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { userEvents } from '../chain/user-overlay.js';
import { decayChoice } from '../decays/decay-choice.js';
import { type EmulateResult, emulateEvents, fileJobs, processJobs } from '../emulate/emulate.js';
import { findGenerator, generatorNames } from '../generators/index.js';
import { loadMenu } from '../settings/menu-source.js';
import { type EventFile, openEventFile, type ReadOptions } from '../readers/events.js';
import type { Note } from '../../detector/base/notes.js';
import { inLockedFolder } from '../files/folder-lock.js';
import { textTable } from '../files/text-table.js';
import { cardOfOwnEvents } from '../studies/card.js';
import type { Card, CardPoint } from '../studies/define-card.js';
import type { IntervalMethod } from '../studies/intervals.js';
import { provenanceOf } from '../studies/provenance.js';
import { version } from '../version.js';
import { refuseOthers } from '../writers/result-files.js';
import { remarksOf } from '../writers/totals-remarks.js';
import { flagColumns } from '../writers/event-rows.js';
import { checkTableName, type EventTable, openEventTable } from '../writers/event-table.js';
import { showStudy } from '../writers/study-report.js';
import type { TableOrigin } from '../writers/table-encoder.js';
import {
  type CommandContext,
  type CommonOptions,
  executeUntilStopped,
  type MachineOptions,
  wholeNumber,
  withCommonOptions,
  type PlotOptions,
  intervalOption,
  withMachine,
  withPlots,
  withParameters,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { type EventFileOptions, readingOf, withEventFileOptions } from './event-file-options.js';
import { saidInTheEnd, saidOfFiles, saidOfOpening } from './notes.js';
import { layFile, type OverlayOptions, withOverlay } from './overlay-option.js';
import { progress } from './progress.js';

interface EmulateCommandOptions
  extends CommonOptions,
    WorkerOptions,
    EventFileOptions,
    MachineOptions,
    PlotOptions,
    OverlayOptions {
  readonly process?: string;
  readonly with: readonly string[];
  readonly limit?: number;
  readonly card?: string;
  readonly eventsOut?: string;
  readonly out?: string;
  readonly interval?: IntervalMethod;
  readonly json?: boolean;
}

/** `b2l1 emulate FILE`, or `--process NAME`. */
export function emulateCommand(context: CommandContext): Command {
  const common = withEventFileOptions(
    withWorkers(withCommonOptions(new Command('emulate'), context)),
  );
  withPlots(withOverlay(withMachine(common, noMachine)));
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
      '--card <name|file>',
      'count as this study card does: its lines, selections, curves and plots, on these ' +
        'events in place of its own; without it all lines and families, the latter against ' +
        'photons and tracks',
    )
    .option(
      '--out <dir>',
      'write what a study writes: results.json, curves as CSV, histograms (UHI JSON), plots, ' +
        'report.html',
    )
    .option(
      '--events-out <file>',
      'write one row per event as .csv or .parquet: number, weight, accepted, prescale ' +
        '(lowest of ' +
        'the lines that fired and are not masked, 0 if none did), families and lines',
    )
    .addOption(intervalOption())
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
  /** For the points of the document. */
  readonly point: CardPoint;
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
  // Before the events: what cannot be written is said at once.
  if (options.out !== undefined) refuseOthers(options.out, 'study');
  await inLockedFolder(options.out, () => count(path, options, context));
}

async function count(
  path: string | undefined,
  options: EmulateCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { seed, workers } = options;
  const conditions = loadConditions(options.conditions, options.set);
  const {
    name: machineName,
    machine,
    config,
    notes: laidNotes,
  } = layMachine(options, conditions.config, beams(conditions.config.beams));
  const menu = loadMenu(options.menu);
  const compiled = compileMenu(menu);
  const asked = cardOfOwnEvents(options.card);
  const card = options.interval === undefined ? asked : { ...asked, interval: options.interval };
  card.layout(compiled);
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
  const { source, jobs, limit, point } = given;
  const around = { ...(machine !== undefined && { machine }), ...file.laid };
  const setup = { seed, config, menu, ...around, ...given.setup };
  const provenance = provenanceOf({ ...setup, card: card.reference });
  const table = await openTable(options, { ...header, provenance }, compiled);
  const stopped = (): boolean => stop.signal.aborted;
  const named = { version, conditions: conditions.name, machine: machineName };
  const emulation = emulateEvents({
    ...named,
    jobs,
    setup,
    card,
    point,
    workers,
    table,
    stopped,
  });
  await toTheEnd({ emulation, table, limit, stop }, context);
  const counted = emulation.result();
  const failure = emulation.failure();
  const notes = [
    ...laidNotes,
    ...file.notes,
    ...given.notes(),
    ...counted.notes,
    ...nothingFires(counted, card),
    ...emptyCurves(counted),
    ...howItEnded(counted.events, stopped(), failure),
  ];
  const result = { ...header, ...given.about, ...counted, notes };
  context.talk(saidInTheEnd(notes));
  if (options.json === true) print(result);
  else if (options.card === undefined) context.out(`${show(source, result, machineName)}\n`);
  else context.out(`${showStudy(result, emulation.card)}\n${acceptedText(result)}\n`);
  if (options.out !== undefined) await writeOutput(options, result, emulation, context);
  if (failure !== undefined) throw failure;
}

interface Work {
  readonly emulation: Pick<ReturnType<typeof emulateEvents>, 'progress$'>;
  readonly table: EventTable | undefined;
  /** Events in all, where they are known. */
  readonly limit: number | undefined;
  readonly stop: AbortController;
}

/** Has all events decided and the table closed; of a failure there is no table. */
async function toTheEnd(
  { emulation, table, limit, stop }: Work,
  context: CommandContext,
): Promise<void> {
  const bar = progress('emulate', limit, context);
  try {
    await executeUntilStopped(emulation.progress$.pipe(tap(bar.update)), stop, context);
  } catch (error) {
    await table?.abort();
    throw error;
  }
  bar.finish();
  await table?.close();
}

/** What a study gives, into the folder of `--out`. */
async function writeOutput(
  { out: folder = '.', plots: style }: EmulateCommandOptions,
  result: Parameters<typeof showStudy>[0],
  { card, leftOut }: Pick<ReturnType<typeof emulateEvents>, 'card' | 'leftOut'>,
  { talk }: CommandContext,
): Promise<void> {
  // Plotting is a quarter of a second to load: only when it is wanted.
  const { writeStudy } = await import('../writers/study-files.js');
  talk(saidOfFiles(await writeStudy(folder, result, { ...card, style }, leftOut)));
}

/** The table of `--events-out`, if it is asked for. */
async function openTable(
  { eventsOut }: EmulateCommandOptions,
  header: TableOrigin,
  compiled: CompiledMenu,
): Promise<EventTable | undefined> {
  if (eventsOut === undefined) return undefined;
  const prescales = prescalesOf(compiled.menu);
  return openEventTable(eventsOut, flagColumns(compiled), { ...header, prescales });
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
    point: { name: generator, generator, config, share: 1 },
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
    point: {
      name: path,
      generator: userEvents,
      config: {},
      share: 1,
      file: { file: path, format, frame },
    },
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

/**
 * That an efficiency of 0 is of all lines that are counted, with the likely reasons; not where the
 * menu keeps events by others, nor where none was selected, of which another note tells.
 */
function nothingFires(result: EmulateResult, card: Pick<Card, 'lines'>): readonly Note[] {
  const { accepted, selection, stage } = result;
  const lines = result.lines.filter(({ remark }) => remark === undefined);
  const tried = Math.max(0, ...lines.map(({ selected }) => selected));
  if (tried === 0 || accepted.fired > 0 || lines.some(({ fired }) => fired > 0)) return [];
  const names = lines.map(({ name }) => name).join(', ');
  const which = card.lines === 'all' ? 'not one line' : `none of the card's lines ${names}`;
  const message =
    `${which} fired ${stage === 'psnm' ? 'after prescale ' : ''}on ${tried} events ` +
    `(${selection}): see above for particles that are not simulated; others may be too soft, or ` +
    'go past the detector along the beams';
  return [{ code: 'EMULATE_NOTHING_FIRES', message, count: tried }];
}

/** That nothing is in a curve: no event is selected, or none has its variable. */
function emptyCurves({ events, curves }: EmulateResult): readonly Note[] {
  const empty = curves.filter(({ selected }) => events > 0 && selected.every((n) => n === 0));
  const ids = [...new Set(empty.map(({ id }) => id))];
  if (ids.length === 0) return [];
  const message =
    `no event is in a bin of the curves ${ids.join('; ')}: none passes their selection, or has ` +
    'their variable';
  return [{ code: 'EMULATE_EMPTY_CURVES', message, count: ids.length }];
}

/** Prescales of the lines, for the origin of a table. */
const prescalesOf = ({ lines }: Menu): string =>
  lines.map(({ name, prescale }) => `${name}=${prescale}`).join(' ');

/** Why the last event was not reached, if it was not. */
function howItEnded(events: number, isStopped: boolean, failure: unknown): readonly Note[] {
  const done = `${events} events were done before`;
  if (failure instanceof EmulatorError)
    return [{ code: failure.code, message: `${failure.message}; ${done}`, count: 1 }];
  if (!isStopped) return [];
  return [{ code: 'READER_STOPPED', message: `stopped early; ${done}`, count: 1 }];
}

/** What the whole menu keeps, in a line. */
function acceptedText({ accepted: { selected, fired, efficiency, low, high } }: EmulateResult) {
  const percent = (value: number): string => (100 * value).toFixed(2);
  const share = efficiency === null ? '' : `: ${percent(efficiency)} %`;
  return (
    `accepted (after prescale): ${fired} of all ${selected} events${share}, ${percent(low)} – ` +
    percent(high)
  );
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
