import { cpus } from 'node:os';
import { Command, Option } from 'commander';
import { concatMap, from, lastValueFrom, takeUntil, tap, toArray } from 'rxjs';
import { type BenchRow, measure } from '../bench/measure.js';
import { benchTwins } from '../bench/native/bench-twins.js';
import { twins } from '../bench/native/twins.js';
import { selectRows } from '../bench/select-rows.js';
import { benchChains, benchStages } from '../bench/stages.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import { benchCompare, type CompareOptions } from './bench-compare.js';
import { benchFiles, type FileBenchOptions } from './bench-readers.js';
import { benchDaq, type DaqOptions } from './bench-daq.js';
import { benchDeadTime, type DeadTimeOptions } from './bench-dead-time.js';
import { benchTables } from './bench-report.js';
import { benchScaling, type ScalingOptions } from './bench-scaling.js';
import { benchRealTime, type RealTimeOptions } from './bench-real-time.js';
import {
  collect,
  type CommandContext,
  duration,
  wholeNumber,
  wholeNumbers,
  withCommonOptions,
} from './context.js';

interface BenchOptions
  extends Omit<CompareOptions, 'compare'>,
    ScalingOptions,
    FileBenchOptions,
    RealTimeOptions,
    DeadTimeOptions,
    DaqOptions {
  readonly compare?: string;
  readonly native?: boolean;
}

/** What is measured by commands of their own. */
const benches = [
  ['scaling', benchScaling],
  ['readers', benchFiles],
  ['real-time', benchRealTime],
  ['dead-time', benchDeadTime],
  ['daq', benchDaq],
] as const;

/**
 * `b2l1 bench`: time per event of each stage and of whole chains, on one core; what more workers
 * give; this build against another commit.
 */
export function benchCommand(context: CommandContext): Command {
  return withCommonOptions(new Command('bench'), context)
    .description('Measures events per second of each stage and of whole chains, on one core.')
    .argument(
      '[stage...]',
      'rows to measure, all by default; "chain" or "tracks" stands for all rows chain:…, ' +
        'tracks:…; "native" with --native for the twins alone; scaling: single photons with 1 ' +
        'and 2 workers, and whose the time of the processor is; readers: MB/s at which event ' +
        'files are read, beside the HepMC3 C++ library where it and g++ are there; real-time: ' +
        'seconds of the machine in time a second, and what they go to; dead-time: triggers lost ' +
        'to the read-out, beside other simulations and formulas; daq: accepts a second that are ' +
        'built, checked, recorded to memory and to disk, and handed to a lossless client',
    )
    .option('--time <time>', 'time spent on each row; of real-time: of beam', duration, 1)
    .addOption(new Option('--follow <url>', 'of daq: what the client does').hideHelp())
    .option('--machine <preset|file>', 'of real-time: state of the machine', '2022-peak')
    .option('--machine-set <path=value>', 'of real-time: override one parameter', collect, [])
    .option(
      '--native',
      'also compile C++ twins of our kernels with g++ (plain x86-64, -O3), if it is there, and ' +
        'measure both in turn; the results must be the same',
    )
    .option(
      '--compare <ref>',
      'build another commit of this repository beside it, measure both in turn, and print how ' +
        'much faster each row is here',
    )
    .option('--rounds <n>', 'of --compare, readers: how often each is measured', wholeNumber(1), 5)
    .option('--triggers <n>', 'of dead-time: triggers of each row', wholeNumber(50), 1_000_000)
    .option('--size <MB>', 'of readers: size of each file', wholeNumber(1), 50)
    .addOption(
      new Option('--events <n,…>', 'of scaling: numbers of events')
        .argParser(wholeNumbers(1))
        .default([200_000, 1_000_000], '200000,1000000'),
    )
    .addOption(
      new Option('--workers <n,…>', 'of scaling: numbers of workers')
        .argParser(wholeNumbers(1))
        .default([1, 2], '1,2'),
    )
    .addOption(new Option('--here', 'of scaling: one measurement, in this process').hideHelp())
    .option('--json', 'print one JSON document')
    .action(async (names: readonly string[], options: BenchOptions) => {
      for (const [name, bench] of benches) if (names.includes(name)) return bench(options, context);
      const { compare } = options;
      if (compare !== undefined) return benchCompare(names, { ...options, compare }, context);
      const conditions = loadConditions(options.conditions, options.set);
      const { config } = conditions;
      const menu = loadMenu(options.menu);
      const stages = [
        ...benchStages(config, menu, options.seed),
        ...benchChains(config, menu, options.seed),
      ];
      const all = options.native === true ? [...stages, ...twins] : stages;
      const wanted = new Set(selectRows<{ readonly name: string }>(all, names));
      const rows$ = from(stages.filter((stage) => wanted.has(stage))).pipe(
        concatMap((stage) => measure(stage, options.time, context.clock)),
        tap(({ name }) => context.talk(`measured ${name}\n`)),
        takeUntil(context.stop$),
        toArray(),
      );
      const rows = await lastValueFrom(rows$);
      const native =
        options.native === true
          ? benchTwins(config, options.seed, options.time, { wanted: (twin) => wanted.has(twin) })
          : undefined;
      const setting = {
        menu: menu.name,
        conditions: conditions.name,
        geometry: config.ecl.geometry,
      };
      context.out(
        options.json === true
          ? `${JSON.stringify({ ...document(rows, options, setting), native }, null, 2)}\n`
          : benchTables(rows, native),
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
