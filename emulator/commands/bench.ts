import { cpus } from 'node:os';
import { Command } from 'commander';
import { concatMap, from, lastValueFrom, takeUntil, tap, toArray } from 'rxjs';
import { type BenchRow, measure } from '../bench/measure.js';
import { benchChains, benchStages } from '../bench/stages.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMenu } from '../settings/menu-source.js';
import { textTable } from '../files/text-table.js';
import { version } from '../version.js';
import { type CommandContext, type CommonOptions, duration, withCommonOptions } from './context.js';

interface BenchOptions extends CommonOptions {
  readonly json?: boolean;
  readonly time: number;
}

/** `b2l1 bench`: time per event of each stage and of whole chains, on one core. */
export function benchCommand(context: CommandContext): Command {
  return withCommonOptions(new Command('bench'))
    .description('Measures events per second of each stage and of whole chains, on one core.')
    .option('--time <time>', 'time spent on each row', duration, 1)
    .option('--json', 'print one JSON document')
    .action(async (options: BenchOptions) => {
      const conditions = loadConditions(options.conditions, options.set);
      const { config } = conditions;
      const menu = loadMenu(options.menu);
      const stages = [
        ...benchStages(config, menu, options.seed),
        ...benchChains(config, menu, options.seed),
      ];
      const rows$ = from(stages).pipe(
        concatMap((stage) => measure(stage, options.time, context.clock)),
        tap(({ name }) => context.talk(`measured ${name}\n`)),
        takeUntil(context.stop$),
        toArray(),
      );
      const rows = await lastValueFrom(rows$);
      const setting = {
        menu: menu.name,
        conditions: conditions.name,
        geometry: config.ecl.geometry,
      };
      context.out(
        options.json === true
          ? `${JSON.stringify(document(rows, options, setting), null, 2)}\n`
          : `${show(rows)}\n`,
      );
    });
}

function document(
  rows: readonly BenchRow[],
  { seed }: BenchOptions,
  setting: Readonly<Record<'menu' | 'conditions' | 'geometry', string>>,
): unknown {
  return {
    version,
    seed,
    ...setting,
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version },
    rows,
  };
}

function show(rows: readonly BenchRow[]): string {
  return textTable(
    ['stage', 'ns/event', 'events/s', 'ratio to reference', 'GC', 'bytes/event', 'what'],
    rows.map(
      ({ name, nsPerEvent, eventsPerSecond, ratioToReference, gcCount, bytesPerEvent, what }) => [
        name,
        Number(nsPerEvent.toFixed(1)),
        Math.round(eventsPerSecond),
        Number(ratioToReference.toPrecision(3)),
        gcCount,
        Math.round(bytesPerEvent),
        what,
      ],
    ),
  );
}
