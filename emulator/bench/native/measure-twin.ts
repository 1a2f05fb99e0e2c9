import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { EmulatorError } from '../../../detector/base/errors.js';
import type { EmulatorConfig } from '../../chain/parts.js';
import { median } from '../median.js';
import type { TwinFolder } from './compiler.js';
import { twinInput } from './twin-input.js';
import type { NamedColumns, Twin, TwinWork } from './twin.js';

/** One row of `b2l1 bench --native`: processor time of our own code beside that of its twin. */
export interface TwinRow {
  readonly name: string;
  readonly unit: string;
  /** Units that were worked on, over and over. */
  readonly units: number;
  /** Of our own code, processor time of all threads of this process. */
  readonly nsPerUnit: number;
  readonly nativeNsPerUnit: number;
  /** Median of our own time over the native one, stretches in turn; and their middle half. */
  readonly ratio: number;
  readonly ratioLow: number;
  readonly ratioHigh: number;
  readonly what: string;
}

const warmUpCalls = 20;
const stretches = 9;

/**
 * Measures a twin and our own code in turn, for about `seconds` together.
 * @throws BENCH_NATIVE_DIFFERS when the results are not the same
 */
export function measureTwin(
  twin: Twin,
  folder: TwinFolder,
  run: EmulatorConfig,
  seed: number,
  seconds: number,
): TwinRow {
  const own = twin.prepare(run, seed);
  const program = folder.compile(twin.source);
  const input = join(folder.path, `${twin.source}.input`);
  writeFileSync(input, twinInput(own.input));

  for (let call = 0; call < warmUpCalls; call++) own.work();
  const native = runTwin(twin, program, input, 1);
  checkResults(twin, own.results(), native.results);
  const callSeconds = Math.max(native.seconds, secondsOf(own, 3) / 3);
  const calls = Math.max(1, Math.ceil(seconds / (2 * stretches * callSeconds)));

  const ownTimes: number[] = [];
  const nativeTimes: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    ownTimes.push(secondsOf(own, calls));
    nativeTimes.push(runTwin(twin, program, input, calls).seconds);
  }
  const ratios = ownTimes
    .map((time, stretch) => time / nativeTimes[stretch]!)
    .toSorted((a, b) => a - b);
  const perUnit = 1e9 / (calls * own.units);
  return {
    name: twin.name,
    unit: twin.unit,
    units: own.units,
    nsPerUnit: perUnit * median(ownTimes),
    nativeNsPerUnit: perUnit * median(nativeTimes),
    ratio: median(ratios),
    ratioLow: ratios[2]!,
    ratioHigh: ratios[6]!,
    what: twin.what,
  };
}

function secondsOf({ work }: TwinWork, calls: number): number {
  const began = process.cpuUsage();
  for (let call = 0; call < calls; call++) work();
  const { user, system } = process.cpuUsage(began);
  return 1e-6 * (user + system);
}

/** What a column of results is known by: its length and checksum. */
type Checksums = ReadonlyMap<string, string>;

function runTwin(
  { source }: Twin,
  program: string,
  input: string,
  calls: number,
): { readonly seconds: number; readonly results: Checksums } {
  const { status, stdout, stderr } = spawnSync(program, [input, `${calls}`], { encoding: 'utf8' });
  if (status !== 0)
    throw new EmulatorError(
      'BENCH_NATIVE_FAILED',
      `the twin of ${source} ended with ${status}: ${stderr.trim()}`,
    );
  const [time, ...results] = stdout.trim().split('\n');
  return {
    seconds: Number(time!.replace('seconds ', '')),
    results: new Map(
      results.map((line) => [line.split(' ', 1)[0]!, line.slice(line.indexOf(' ') + 1)]),
    ),
  };
}

function checkResults({ name, source }: Twin, own: NamedColumns, native: Checksums): void {
  for (const [column, values] of Object.entries(own)) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const expected = `${values.length} ${crc32(bytes)}`;
    const found = native.get(column) ?? 'nothing';
    if (found !== expected)
      throw new EmulatorError(
        'BENCH_NATIVE_DIFFERS',
        `${name}: length and checksum of "${column}" are ${expected} here and ${found} from ` +
          `${source}: the twin no longer does the same work`,
      );
  }
}
