import { cpus } from 'node:os';
import { Command } from 'commander';
import { concatMap, from, lastValueFrom, takeUntil, tap, toArray } from 'rxjs';
import { type BenchRow, measure } from '../bench/measure.js';
import { benchTwins } from '../bench/native/bench-twins.js';
import { benchChains, benchStages } from '../bench/stages.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import { benchTable, nativeTable } from './bench-report.js';
import { type CommandContext, type CommonOptions, duration, withCommonOptions } from './context.js';

interface BenchOptions extends CommonOptions {
  readonly json?: boolean;
  readonly native?: boolean;
  readonly time: number;
}

/** `b2l1 bench`: time per event of each stage and of whole chains, on one core. */
export function benchCommand(context: CommandContext): Command {
  return withCommonOptions(new Command('bench'))
    .description('Measures events per second of each stage and of whole chains, on one core.')
    .option('--time <time>', 'time spent on each row', duration, 1)
    .option(
      '--native',
      'also compile C++ twins of our kernels with g++ (plain x86-64, -O3), if it is there, and ' +
        'measure both in turn; the results must be the same',
    )
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
      const native =
        options.native === true ? benchTwins(config, options.seed, options.time) : undefined;
      const setting = {
        menu: menu.name,
        conditions: conditions.name,
        geometry: config.ecl.geometry,
      };
      context.out(
        options.json === true
          ? `${JSON.stringify({ ...document(rows, options, setting), native }, null, 2)}\n`
          : `${benchTable(rows)}\n${native === undefined ? '' : `\n${nativeTable(native)}\n`}`,
      );
    });
}

function document(
  rows: readonly BenchRow[],
  { seed }: BenchOptions,
  setting: Readonly<Record<'menu' | 'conditions' | 'geometry', string>>,
): object {
  return {
    version,
    seed,
    ...setting,
    machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version },
    rows,
  };
}
