import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { defer } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { ExplainedWindow } from '../../monitor/explanation.js';
import { drawEvent } from '../../monitor/display/draw-event.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import { recordedSetupAt } from '../daq/recorded-legs.js';
import { openRecording } from '../daq/recording.js';
import { segmentNumber } from '../daq/segments.js';
import {
  fileEvent,
  type FoundEvent,
  generatedEvent,
  parseEventName,
  recordedEvent,
  windowEvent,
} from '../explain/addressed-event.js';
import { playedMachine } from '../settings/played-machine.js';
import { loadConditions } from '../settings/conditions.js';
import { layMachine } from '../settings/laid-machine.js';
import { noMachine } from '../settings/machine.js';
import { eventDisplay } from '../display/event.js';
import { phoenixEvent } from '../explain/phoenix.js';
import { type ExplainedEvent, explainEvent, fullEvent } from '../explain/explain.js';
import { explainWindow, windowText } from '../explain/window.js';
import { generatorNames } from '../generators/index.js';
import { loadMenu } from '../settings/menu-source.js';
import { isCardName } from '../studies/card.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import {
  type CommandContext,
  type CommonOptions,
  executeUntilStopped,
  type MachineOptions,
  rate,
  wholeNumber,
  withCommonOptions,
  withMachine,
  withParameters,
} from './context.js';
import { type EventFileOptions, readingOf, withEventFileOptions } from './event-file-options.js';
import { saidInTheEnd, saidLater, saidOfOpening } from './notes.js';
import { layFile, layRecordedFile, type OverlayOptions, withOverlay } from './overlay-option.js';

interface ExplainOptions extends CommonOptions, EventFileOptions, MachineOptions, OverlayOptions {
  readonly process?: string;
  readonly with: readonly string[];
  readonly event: string;
  readonly events?: number;
  readonly svg?: string;
  readonly phoenix?: string;
  readonly changes?: string;
  readonly point?: number;
  readonly rate?: number;
  readonly json?: boolean;
}

/** `b2l1 explain`: one event, stage by stage. */
export function explainCommand(context: CommandContext): Command {
  const common = withEventFileOptions(withCommonOptions(new Command('explain'), context));
  withOverlay(withMachine(common, noMachine));
  return withParameters(common, 'of the generators that have it')
    .description('Shows one event stage by stage, down to the bits; the same event as in a stream.')
    .argument('[file]', 'event file, or a recording of b2l1 run: its directory or a segment')
    .option('--changes <file>', 'changes of the machine in the run that a window is of')
    .option(
      '--process <name>',
      `generator (${generatorNames.join(', ')}) or study card, in place of a file; a card where ` +
        'both have the name and the address is of run 0',
    )
    .requiredOption(
      '--event <N|run:slice:index>',
      'which event: position from 0, or its address (run 0: a study, 1, 2, …: the daemon)',
    )
    .option('--events <n>', 'events of the study that the address is of', wholeNumber(1))
    .option(
      '--point <n>',
      'which point of the card made the event of a run, from 0; that of its slice by default',
      wholeNumber(0),
    )
    .option('--rate <rate>', 'events a second of that run, all cards together: their times', rate)
    .option(
      '--svg <file>',
      'draw the event: transverse and longitudinal view, calorimeter unrolled',
    )
    .option(
      '--phoenix <file>',
      'write the event in the JSON format of the Phoenix event display (mm, GeV)',
    )
    .option('--json', 'print one JSON document')
    .action((file: string | undefined, options: ExplainOptions, command: Command) =>
      explain(file, options, context, (name) => command.getOptionValueSource(name) === 'cli'),
    );
}

/** An event to explain, under which names, and what is to be said of it. */
interface Subject extends FoundEvent {
  readonly source: string;
  readonly conditions: string;
  readonly machine: string;
  /** The file laid over it, as results name it. */
  readonly named?: object;
}

async function explain(
  file: string | undefined,
  options: ExplainOptions,
  context: CommandContext,
  given: (option: string) => boolean,
): Promise<void> {
  const subject = isRecording(file)
    ? await recorded(file, options, given)
    : await made(file, options, context);
  if (subject === undefined) return context.talk('stopped before the event was read\n');
  const { setup, generated, notes } = subject;
  const { menu, config, seed } = setup;
  context.talk(saidInTheEnd(notes));
  const batch = await fullEvent(setup, generated);
  const compiled = compileMenu(menu);
  const event = explainEvent(batch, compiled, setup);
  const window = explainWindow(generated, setup);
  const display = () => eventDisplay(batch, compiled.lines, subject.source, saidLater(notes));
  if (options.svg !== undefined) await writeFile(options.svg, drawEvent(display()));
  if (options.phoenix !== undefined)
    await writeFile(options.phoenix, `${JSON.stringify(phoenixEvent(display()))}\n`);
  const header = {
    version,
    seed,
    menu: menu.name,
    conditions: subject.conditions,
    machine: subject.machine,
    ...subject.named,
    geometry: config.ecl.geometry,
  };
  context.out(
    options.json === true
      ? `${JSON.stringify({ ...header, ...event, window, notes }, null, 2)}\n`
      : show(event, window),
  );
}

/** What the options describe: of a file, of a generator or card, or a window of a machine. */
async function made(
  file: string | undefined,
  options: ExplainOptions,
  context: CommandContext,
): Promise<Subject | undefined> {
  const { process, seed } = options;
  const isWindow = file === undefined && process === undefined && options.machine !== noMachine;
  if (!isWindow && (file === undefined) === (process === undefined))
    throw new EmulatorError(
      'USAGE_SOURCE',
      'explain wants one of: a file, --process NAME, a recording, or --machine PRESET for a ' +
        'window of it',
    );
  refuseIdle(file, options);
  const conditions = loadConditions(options.conditions, options.set);
  const menu = loadMenu(options.menu);
  const event = parseEventName(options.event);
  if (isWindow) {
    const { machine, config, notes } = playedMachine(options, conditions.config);
    const run = 'run' in event ? event.run : 0;
    const own = await layFile(options, config);
    const { decay } = readingOf(options);
    const setup = { seed, run, config, menu, points: [], machine, decay, ...own.laid };
    const found = windowEvent(setup, event);
    const source = `machine ${machine.name}`;
    const told = { source, conditions: conditions.name, machine: machine.name, named: own.named };
    return { ...found, notes: [...notes, ...own.notes, ...found.notes], ...told };
  }
  const laid = layMachine(options, conditions.config, beams(conditions.config.beams));
  const { config, machine } = laid;
  const own = await layFile(options, config);
  const { point, rate: perSecond } = options;
  const ofRun = { point, rate: perSecond };
  const reading = readingOf(options);
  const question = { event, seed, config, machine, ...ofRun, ...own.laid, menu, ...reading };
  const found =
    file === undefined
      ? generatedEvent(process!, options.with, options.events, question)
      : await readEvent(file, question, context);
  if (found === undefined) return undefined;
  const source = file === undefined ? process! : basename(file);
  const told = { source, conditions: conditions.name, machine: laid.name, named: own.named };
  return { ...found, notes: [...laid.notes, ...own.notes, ...found.notes], ...told };
}

/** A recording is a directory, or one of its segments. */
const isRecording = (path: string | undefined): path is string =>
  path !== undefined &&
  (segmentNumber(basename(path)) !== undefined ||
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);

/** An event of a recording: everything else stands in its journal. */
async function recorded(
  path: string,
  options: ExplainOptions,
  given: (option: string) => boolean,
): Promise<Subject> {
  const told = ['process', 'with', 'events', 'seed', 'menu', 'conditions', 'set', 'machine'];
  const idle = [...told, 'machineSet', 'changes', 'decay', 'frame', 'vertex', 'strict'].filter(
    given,
  );
  if (idle.length > 0)
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      `a recording tells itself what was played: ${idle.join(', ')} has no effect here`,
    );
  const recording = await openRecording(path);
  const { run } = recording;
  const { source, conditions, machine } = run;
  const { laid, named, notes } = await layRecordedFile(options, run);
  const event = parseEventName(options.event);
  const settings =
    'run' in event ? await recordedSetupAt(recording, event.slice, laid.overlay) : undefined;
  const found = recordedEvent(run, event, laid.overlay, settings);
  const played = { source, conditions, machine: machine?.name ?? noMachine, named };
  return { ...found, notes: [...notes, ...found.notes], ...played };
}

/** An event of a file; undefined when the user asked to stop before it was read. */
async function readEvent(
  path: string,
  question: Parameters<typeof fileEvent>[1],
  context: CommandContext,
): Promise<Awaited<ReturnType<typeof fileEvent>> | undefined> {
  const stop = new AbortController();
  const { signal } = stop;
  let found: Awaited<ReturnType<typeof fileEvent>> | undefined;
  const reading$ = defer(async () => {
    found = await fileEvent(path, { ...question, signal }, (file) =>
      context.talk(saidOfOpening(file)),
    );
  });
  try {
    await executeUntilStopped(reading$, stop, context);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return found;
}

function show(
  { address, weight, stages, eclWord, inputBits, ftdl }: ExplainedEvent,
  window: ExplainedWindow | undefined,
): string {
  const blocks = stages.map(
    ({ stage, doc, columns, rows }) =>
      `${stage}: ${doc}\n${indent(rows.length === 0 ? '(none)' : textTable(columns, rows))}`,
  );
  return [
    `event ${address.run}:${address.slice}:${address.index}, weight ${weight}`,
    ...(window === undefined ? [] : [windowText(window)]),
    ...blocks,
    `word to the GDL (bit 95 first)\n  ${eclWord}`,
    `input bits\n  ${inputBits.join(', ') || '(none)'}`,
    `FTDL bits (before prescale)\n  ${ftdl.join(', ') || '(none)'}`,
    'PSNM bits depend on the prescale counters, that is on the events before this one.\n',
  ].join('\n\n');
}

/** Options that would do nothing are mistakes. */
function refuseIdle(file: string | undefined, options: ExplainOptions): void {
  const idle = [
    ...(options.with.length > 0 && options.process === undefined
      ? ['--with sets parameters of a generator']
      : []),
    ...(options.changes !== undefined && (file !== undefined || options.process !== undefined)
      ? ['--changes is of windows of a machine']
      : []),
    ...(options.events !== undefined && (file !== undefined || !isCardName(options.process ?? ''))
      ? ['--events is of a study card']
      : []),
    ...(options.point !== undefined && options.process === undefined
      ? ['--point is of a card']
      : []),
    ...(options.rate !== undefined && options.point === undefined
      ? ['--rate goes with the --point of a card in a run']
      : []),
    ...(file === undefined && options.frame !== 'auto' ? ['--frame is of a file'] : []),
    ...(file === undefined && options.vertex !== 'auto' ? ['--vertex is of a file'] : []),
    ...(file === undefined && options.strict === true ? ['--strict is of a file'] : []),
  ];
  if (idle.length > 0)
    throw new EmulatorError('USAGE_IDLE_OPTION', `${idle.join('; ')}: it has no effect here`);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
