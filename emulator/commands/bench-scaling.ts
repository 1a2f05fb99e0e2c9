import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  concatMap,
  from,
  lastValueFrom,
  map,
  type Observable,
  takeUntil,
  tap,
  toArray,
} from 'rxjs';
import { outputOf } from '../bench/child.js';
import { runScaling, type ScalingRatio, type ScalingRow, scalingRatios } from '../bench/scaling.js';
import { textTable } from '../files/text-table.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import type { CommandContext, CommonOptions } from './context.js';

/** What `b2l1 bench scaling` takes. */
export interface ScalingOptions extends CommonOptions {
  readonly json?: boolean;
  readonly events: readonly number[];
  readonly workers: readonly number[];
  /** One measurement in this process: what the others are asked for. */
  readonly here?: boolean;
}

/** The command as it is bundled: every measurement is a process of its own. */
export const commandFile = (): string =>
  fileURLToPath(new URL('b2l1.js', import.meta.resolve('#worker')));

/** `b2l1 bench scaling`: what a second worker gives, and whose the processor's time is. */
export async function benchScaling(
  options: ScalingOptions,
  { out, talk, stop$ }: CommandContext,
): Promise<void> {
  if (options.here === true) return measureHere(options, out);
  const load = loadavg()[0]!;
  const sizes = options.events.flatMap((events) =>
    options.workers.map((workers) => ({ events, workers })),
  );
  const rows = await lastValueFrom(
    from(sizes).pipe(
      concatMap((size) => measuredElsewhere(size, options)),
      tap(({ events, workers }) =>
        talk(`measured ${events} events with ${workers} worker${workers === 1 ? '' : 's'}\n`),
      ),
      takeUntil(stop$),
      toArray(),
    ),
  );
  const ratios = scalingRatios(rows);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, load };
  out(
    options.json === true
      ? `${JSON.stringify({ version, seed: options.seed, machine, rows, ratios }, null, 2)}\n`
      : `${scalingTables(rows, ratios)}\n${loadNote(load)}\n`,
  );
}

async function measureHere(options: ScalingOptions, out: CommandContext['out']): Promise<void> {
  const { config } = loadConditions(options.conditions, options.set);
  const row = await runScaling({
    events: options.events[0]!,
    workers: options.workers[0]!,
    seed: options.seed,
    config,
    menu: loadMenu(options.menu),
  });
  out(`${JSON.stringify(row)}\n`);
}

function measuredElsewhere(
  { events, workers }: Pick<ScalingRow, 'events' | 'workers'>,
  { seed, conditions, menu, set }: ScalingOptions,
): Observable<ScalingRow> {
  const size = ['--events', String(events), '--workers', String(workers)];
  const settings = ['--seed', String(seed), '--conditions', conditions, '--menu', menu].concat(
    ...set.map((assignment) => ['--set', assignment]),
  );
  const command = [commandFile(), 'bench', 'scaling', '--here'];
  return outputOf(process.execPath, [...command, ...size, ...settings]).pipe(
    map((text) => JSON.parse(text) as ScalingRow),
  );
}

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
const seconds = (time: number | undefined): string => (time === undefined ? '–' : time.toFixed(2));

function scalingTables(rows: readonly ScalingRow[], ratios: readonly ScalingRatio[]): string {
  const times = textTable(
    ['events', 'workers', 'wall s', 'processor s', 'of workers', 'main thread', 'helpers'],
    rows.map(({ events, workers, wallSeconds, processorSeconds, threads }) => [
      events,
      workers,
      seconds(wallSeconds),
      seconds(processorSeconds),
      seconds(threads?.workers),
      seconds(threads?.main),
      seconds(threads?.helpers),
    ]),
  );
  if (ratios.length === 0) return times;
  const gains = textTable(
    ['events', 'workers', 'times as fast', 'ceiling', 'processor', 'main/workers', 'helpers'],
    ratios.map((row) => [
      row.events,
      row.workers,
      row.wallRatio.toFixed(2),
      row.ceiling?.toFixed(2) ?? '–',
      `× ${row.processorRatio.toFixed(2)}`,
      percent(row.mainShare),
      percent(row.helperShare),
    ]),
  );
  return `${times}\nagainst one worker; the ceiling is workers · W / (W + M + H)\n${gains}`;
}

/** Wall times of a machine that does something else, too, say little. */
function loadNote(load: number): string {
  return load < 0.5
    ? 'start of the process included; the machine was idle'
    : `start of the process included; the machine was busy (load ${load.toFixed(1)}): of the ` +
        'ratios only those of processor times mean something';
}
