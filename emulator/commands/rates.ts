import { Command } from 'commander';
import { tap } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { rateScan } from '../rates/rate-scan.js';
import { openRates } from '../rates/rates.js';
import type { RatesDocument } from '../rates/rates-document.js';
import type { ScanPoint } from '../rates/rates-tables.js';
import { scannedRates } from '../rates/scanned-rates.js';
import { inLockedFolder } from '../files/folder-lock.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMachine } from '../settings/machine.js';
import { loadMenu } from '../settings/menu-source.js';
import { collisionClasses } from '../sources/collision-classes.js';
import { version } from '../version.js';
import { decideInOrder } from '../workers/pool.js';
import {
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
import { refuseOthers } from '../writers/result-files.js';
import { saidInTheEnd, saidOfFiles } from './notes.js';
import { layFile, type OverlayOptions, withOverlay } from './overlay-option.js';
import { progress } from './progress.js';
import { lineText, ratesText, scanText } from './rates-report.js';

interface RatesOptions extends CommonOptions, WorkerOptions, MachineOptions, OverlayOptions {
  readonly events: number;
  readonly line?: string;
  readonly scan?: string;
  readonly bounds: number;
  readonly out?: string;
  readonly json?: true;
}

const help = `
Of each class, seeds go through detector and trigger with what comes around them, and count if they
open a window, as in "b2l1 run"; lines count when they rise. Their rate is cross section times
luminosity, or their own for cosmic muons. Stray particles come by the laws of their sources
(Touschek, beam-gas, radiative Bhabha, two-photon pairs, injection), with diffuse hits over all.
Prescales are taken as chances, so a line that keeps one in a hundred is as exact as it is before
prescale. Rates are those outside of the veto after injections.

Background is known to a factor of two: "half … twice" is what half and twice of each source but
the calculated two-photon pairs make (the same windows, weighted as likely as they are then;
diffuse hits stay as they are), with spectra of what opens windows that fall by half a power more
and less (simulated; events beside --events). What windows without a seed add is bounded by
--bounds: from 1300000 on below 5 Hz. Of --overlay an event file with a rate is a class of its own,
as given; a recording lies over the events of all classes.
  b2l1 rates --scan luminosity --out scan       accepts by source against luminosity, CSV and plot
  b2l1 rates --scan currents=0.5,1,1.5          both rings, luminosity with them`;

/** `b2l1 rates`: hertz of each line, family and source at a state of the machine. */
export function ratesCommand(context: CommandContext): Command {
  const common = withWorkers(withCommonOptions(new Command('rates'), context));
  return withOverlay(withMachine(common, '2022-peak'))
    .description('Rates of all lines, families and sources at a state of the machine.')
    .option('--events <n>', 'seeds of all classes', wholeNumber(100), 450_000)
    .option(
      '--bounds <n>',
      'windows of diffuse hits alone, which bound what the classes leave out',
      wholeNumber(0),
      10_000,
    )
    .option('--line <name>', 'what fires this line, in place of the whole table')
    .option(
      '--scan <what>',
      'a row for each value: luminosity, currents, or a parameter of the machine, such as ' +
        'backgrounds.scale=0.5,1,2',
    )
    .option(
      '--out <dir>',
      'write results.json, tables as CSV, of a scan its picture (SVG, PNG, PDF), and how they ' +
        'were made there; a folder with the results.json of a study is refused',
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action((options: RatesOptions) => inLockedFolder(options.out, () => rates(options, context)));
}

async function rates(options: RatesOptions, context: CommandContext): Promise<void> {
  const { machineSet, line, json, scan, out } = options;
  if (line !== undefined) checkLine(line, loadMenu(options.menu));
  if (out !== undefined)
    refuseOthers(out, 'rates', ['results.json', ...(scan === undefined ? [] : ['scan.csv'])]);
  const print = (document: object): void =>
    context.out(`${JSON.stringify(document, undefined, 2)}\n`);
  const {
    name: path,
    values,
    assignments,
  } = scan === undefined
    ? { name: '', values: [''], assignments: () => [] }
    : rateScan(scan, loadMachine(options.machine, machineSet));
  // Every state is tried before the first is simulated.
  const machines = values.map((value) =>
    loadMachine(options.machine, [...machineSet, ...assignments(value)]),
  );
  const prepared = await prepare(options);
  const points: ScanPoint[] = [];
  for (const [place, value] of values.entries()) {
    const label = scan === undefined ? 'rates' : `${path}=${value}`;
    const machine = machines[place]!;
    const measured = await measure({ ...prepared, machine }, options, label, context);
    points.push({ value, rates: measured.document });
    if (measured.stopped) break;
  }
  const document = points[0]!.rates;
  context.talk(saidInTheEnd(document.notes));
  const scanned = scannedRates(path, values, points);
  if (out !== undefined) {
    const { writeRates, writeScan } = await import('../rates/rates-files.js');
    const files =
      scan === undefined ? await writeRates(out, document) : await writeScan(out, scanned);
    context.talk(saidOfFiles(files));
  }
  if (scan !== undefined) return json ? print(scanned) : context.out(scanText(path, points));
  if (json) return print(document);
  context.out(line === undefined ? ratesText(document) : lineText(document, line));
}

/** What is the same at all states of the machine. */
async function prepare(options: RatesOptions) {
  const { seed, events, bounds, conditions: nameOrFile, set, menu } = options;
  const { name: conditions, config } = loadConditions(nameOrFile, set);
  const collisions = collisionClasses(beams(config.beams));
  const { laid, notes } = await layFile(options, config);
  // What comes at a rate is a class of its own here, and told as one.
  const isLaid = laid.overlay?.content.kind === 'hits';
  return {
    version,
    seed,
    events,
    emptyWindows: bounds,
    menu: loadMenu(menu),
    conditions,
    config,
    collisions,
    ...laid,
    notes: notes.filter(({ code }) => isLaid || code !== 'OVERLAY_LAID'),
  };
}

/** Rates at one state of the machine. */
async function measure(
  prepared: Parameters<typeof openRates>[0],
  { workers }: RatesOptions,
  label: string,
  context: CommandContext,
): Promise<{ readonly document: RatesDocument; readonly stopped: boolean }> {
  const opened = openRates(prepared);
  let stopped = false;
  const bar = progress(label, opened.total, context);
  await context.execute(
    decideInOrder(
      opened.jobs(() => stopped),
      { setup: opened.setup, workers },
    ).pipe(
      tap(({ job, batch }) => {
        if (job.kind === 'windows') bar.update(opened.add(job, batch));
      }),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  if (stopped) context.talk('stopped early: errors are larger, classes without events count 0\n');
  return { document: opened.document(), stopped };
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
