import { Command } from 'commander';
import { tap } from 'rxjs';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { textTable } from '../files/text-table.js';
import { openRates } from '../rates/rates.js';
import type { RatesDocument } from '../rates/rates-document.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMachine, luminosityText } from '../settings/machine.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import { decideInOrder } from '../workers/pool.js';
import {
  collect,
  type CommandContext,
  type CommonOptions,
  machineOption,
  whenAskedToStop,
  wholeNumber,
  withCommonOptions,
  withWorkers,
  type WorkerOptions,
} from './context.js';
import { saidInTheEnd } from './notes.js';
import { progress } from './progress.js';

interface RatesCommandOptions extends CommonOptions, WorkerOptions {
  readonly machine: string;
  readonly machineSet: readonly string[];
  readonly events: number;
  readonly line?: string;
  readonly json?: true;
}

const help = `
Events of each class go through detector and trigger; their rate is cross section times luminosity,
or their own for cosmic muons. Stray particles come by the laws of their sources (Touschek,
beam-gas, radiative Bhabha), with diffuse hits over all events. Prescales are taken as chances, so a
line that keeps one in a hundred is as exact as it is before prescale. Rates are those outside of
the veto after injections.`;

/** `b2l1 rates`: hertz of each line, family and source at a state of the machine. */
export function ratesCommand(context: CommandContext): Command {
  return withWorkers(withCommonOptions(new Command('rates')))
    .description('Rates of all lines, families and sources at a state of the machine.')
    .addOption(machineOption())
    .option(
      '--machine-set <path=value>',
      'override one parameter of the machine; see them with: b2l1 parameters machine; repeatable',
      collect,
      [],
    )
    .option('--events <n>', 'events in all', wholeNumber(100), 100_000)
    .option('--line <name>', 'what fires this line, in place of the whole table')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action((options: RatesCommandOptions) => rates(options, context));
}

async function rates(options: RatesCommandOptions, context: CommandContext): Promise<void> {
  const { seed, workers, events } = options;
  const menu = loadMenu(options.menu);
  if (options.line !== undefined) checkLine(options.line, menu);
  const conditions = loadConditions(options.conditions, options.set);
  const opened = openRates({
    version,
    seed,
    menu,
    conditions: conditions.name,
    config: conditions.config,
    machine: loadMachine(options.machine, options.machineSet),
    events,
  });
  let stopped = false;
  const bar = progress('rates', events, context);
  await context.execute(
    decideInOrder(
      opened.jobs(() => stopped),
      { setup: opened.setup, workers },
    ).pipe(
      tap(({ job, batch }) => {
        if (job.kind === 'generate') bar.update(opened.add(job, batch));
      }),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  const document = opened.document();
  context.talk(saidInTheEnd(document.notes));
  if (stopped) context.talk('stopped early: errors are larger, classes without events count 0\n');
  if (options.json) return context.out(`${JSON.stringify(document, undefined, 2)}\n`);
  context.out(options.line === undefined ? textOf(document) : lineText(document, options.line));
}

/** @throws USAGE_LINE */
function checkLine(name: string, { name: menu, lines }: Menu): void {
  const names = lines.map((line) => line.name);
  if (names.includes(name)) return;
  throw new EmulatorError(
    'USAGE_LINE',
    `menu ${menu} has no line "${name}"${nearestHint(name, names)}`,
  );
}

/** What fires a line, the most frequent first. */
function lineText({ lines }: RatesDocument, name: string): string {
  const { ftdlHz, errorHz, psnmHz, sources, prescale } = lines.find((line) => line.name === name)!;
  if (ftdlHz === null) return `of line ${name} nothing is known: see the notes\n`;
  const rows = sources.toSorted((one, other) => other.hz - one.hz);
  const table = textTable(
    ['what fires it', 'before prescale [Hz]'],
    rows.map((source) => [source.name, withError(source.hz, source.errorHz)]),
  );
  const after = prescale === 0 ? 'masked' : `${hertz(psnmHz ?? 0)} Hz after prescale ${prescale}`;
  const before = `${withError(ftdlHz, errorHz ?? 0)} Hz before prescale`;
  return `line ${name}: ${before}, ${after}\n\n${table}`;
}

const hertz = (value: number): string => value.toPrecision(4);
const withError = (hz: number, errorHz: number): string =>
  `${hertz(hz)} ± ${errorHz.toPrecision(2)}`;

function textOf(document: RatesDocument): string {
  const { machine, menu, conditions, luminosity, totalHz, totalErrorHz } = document;
  const { modelLowHz, modelHighHz, backgroundTracks, diffuse } = document;
  const vetoed = ((100 * luminosity.vetoed) / luminosity.delivered).toFixed(2);
  const hits =
    `${(diffuse.chamberHz / 1e3).toFixed(1)} kHz a wire of the chamber, ` +
    `${(diffuse.topHz / 1e6).toFixed(2)} MHz a tube of the TOP`;
  return [
    `rates at machine ${machine} (${luminosityText(luminosity.delivered)}), menu ${menu}, ` +
      `conditions ${conditions} with ${hits}; outside of the veto after injections, ${vetoed} % ` +
      'of the time',
    sourcesTable(document.sources),
    sourcesTable(document.strays),
    familiesTable(document),
    linesTable(document),
    'track lines without prescale on background alone (tuned to 1.0 kHz at 2022-peak): ' +
      `${withError(backgroundTracks.hz, backgroundTracks.errorHz)} Hz`,
    `Level-1 accepts: ${withError(totalHz, totalErrorHz)} Hz (statistical); ` +
      `${hertz(modelLowHz)} to ${hertz(modelHighHz)} Hz with half and twice the background\n`,
  ].join('\n\n');
}

const sourcesTable = (sources: RatesDocument['sources']): string =>
  textTable(
    ['source', 'tier', 'comes [Hz]', 'accepted [Hz]'],
    sources.map(({ name, tier, seedHz, l1Hz, errorHz }) => [
      name,
      tier,
      hertz(seedHz),
      withError(l1Hz, errorHz),
    ]),
  ).trimEnd();

const familiesTable = ({ families }: RatesDocument): string =>
  textTable(
    ['family', 'after prescale [Hz]'],
    families.map(({ name, hz, errorHz }) => [name, withError(hz, errorHz)]),
  ).trimEnd();

/** Lines that fire, the most frequent first. */
function linesTable({ lines }: RatesDocument): string {
  const shown = lines
    .filter(({ ftdlHz }) => ftdlHz !== null && ftdlHz > 0)
    .sort((one, other) => (other.psnmHz ?? 0) - (one.psnmHz ?? 0));
  const unknown = lines.filter(({ ftdlHz }) => ftdlHz === null).length;
  const silent = lines.length - shown.length - unknown;
  const table = textTable(
    ['line', 'family', 'prescale', 'before [Hz]', 'after [Hz]', 'alone [Hz]'],
    shown.map(({ name, family, prescale, ftdlHz, errorHz, psnmHz, exclusiveHz }) => [
      name,
      family,
      prescale === 0 ? 'masked' : String(prescale),
      withError(ftdlHz ?? 0, errorHz ?? 0),
      hertz(psnmHz ?? 0),
      hertz(exclusiveHz ?? 0),
    ]),
  );
  return `${table}${silent} lines did not fire; of ${unknown} nothing is known`;
}
