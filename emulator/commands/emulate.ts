import { Command, Option } from 'commander';
import { tap } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { loadConditions } from '../settings/conditions.js';
import { type EmulateResult, emulateFile } from '../emulate/emulate.js';
import { loadMenu } from '../settings/menu-source.js';
import { type EventFile, openEventFile, vertexModes } from '../readers/events.js';
import { type FrameName, frameNames } from '../readers/frame.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import { checkTableName, openEventTable } from '../writers/event-table.js';
import {
  type CommandContext,
  type CommonOptions,
  whenAskedToStop,
  wholeNumber,
  withCommonOptions,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { progress } from './progress.js';

interface EmulateCommandOptions extends CommonOptions, WorkerOptions {
  readonly frame: FrameName;
  readonly vertex: (typeof vertexModes)[number];
  readonly limit?: number;
  readonly eventsOut?: string;
  readonly json?: boolean;
}

/** `b2l1 emulate FILE`. */
export function emulateCommand(context: CommandContext): Command {
  return withWorkers(withCommonOptions(new Command('emulate')))
    .description(
      'Runs the events of an LHE, HepMC2, HepMC3 or HEPEVT file (plain or gzip) through ' +
        'detector and trigger.',
    )
    .argument('<file>', 'event file; its format is told by its content')
    .addOption(
      new Option(
        '--frame <frame>',
        'frame of the file; auto decides from the beams or the total momentum and says so',
      )
        .choices(frameNames)
        .default('auto'),
    )
    .addOption(
      new Option(
        '--vertex <mode>',
        'file: vertices as they are; smear: move each event to a drawn collision point; ' +
          'auto: smear if all collisions are at zero',
      )
        .choices(vertexModes)
        .default('auto'),
    )
    .option('--limit <n>', 'stop after so many events', wholeNumber(1))
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
    .action((path: string, options: EmulateCommandOptions) => emulate(path, options, context));
}

/** Events sent to a worker at a time: few, since an event of a file may be large. */
const batchSize = 256;

async function emulate(
  path: string,
  options: EmulateCommandOptions,
  context: CommandContext,
): Promise<void> {
  if (options.eventsOut !== undefined) checkTableName(options.eventsOut);
  const { seed, frame, vertex, limit, workers } = options;
  const conditions = loadConditions(options.conditions, options.set);
  const { config } = conditions;
  const menu = loadMenu(options.menu);
  const file = await openEventFile(path, {
    beams: beams(config.beams),
    seed,
    frame,
    vertex,
    batchSize,
    ...(limit === undefined ? {} : { limit }),
  });
  context.talk(`${path}: ${file.format}; ${file.frameReason}; ${file.vertexReason}\n`);
  let stopped = false;
  const table =
    options.eventsOut === undefined
      ? undefined
      : await openEventTable(options.eventsOut, menu.lines);
  const emulation = emulateFile({
    file,
    setup: { seed, run: 0, config, menu, points: [] },
    workers,
    table,
    stopped: () => stopped,
  });
  const bar = progress('emulate', limit, context);
  try {
    await context.execute(
      emulation.progress$.pipe(
        tap(bar.update),
        whenAskedToStop(context.stop$, () => {
          stopped = true;
        }),
      ),
    );
  } catch (error) {
    await table?.abort();
    throw error;
  }
  bar.finish();
  await table?.close();
  for (const line of remarks(file)) context.talk(`${line}\n`);
  const header = {
    version,
    seed,
    menu: menu.name,
    conditions: conditions.name,
    geometry: config.ecl.geometry,
    file: path,
    format: file.format,
    frame: file.frame,
  };
  const result = emulation.result();
  context.out(
    options.json === true
      ? `${JSON.stringify({ ...header, ...result, curves: [] }, null, 2)}\n`
      : `${show(path, result)}\n`,
  );
  if (stopped) context.talk(`stopped after ${result.events} events; what was done is above\n`);
  const failure = emulation.failure();
  if (failure !== undefined) throw failure;
}

/** What the reader has to say at the end. */
function remarks({ counts, notes }: EventFile): readonly string[] {
  const unknown = [...counts.unknownCodes].map(
    ([code, { particles, tracked }]) =>
      `unknown PDG code ${code}: ${particles} particles, of which ${tracked} reach the ` +
      'detector as invisible neutrals',
  );
  const bad =
    counts.badEvents > 0
      ? [`${counts.badEvents} malformed event; ${counts.events} good ones before it are kept`]
      : [];
  return [...notes, ...unknown, ...bad];
}

function show(path: string, { events, lines, families, accepted }: EmulateResult): string {
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
  const silent = lines.filter((line) => line.fired === 0).map(({ name }) => name);
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
    `${path}: ${events} events\n` +
    `${table}${silent.length > 0 ? `\nnot fired: ${silent.join(', ')}` : ''}`
  );
}
