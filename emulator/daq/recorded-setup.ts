import { parseConfig } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { s } from '../../detector/base/units.js';
import type { ChainSetup } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { sliceEventCount, slicePeriod } from '../chain/slices.js';
import { askedOf, type UserOverlay } from '../chain/user-overlay.js';
import { emulatorConfig } from '../settings/emulator-config.js';
import { machineStateSchema } from '../settings/machine.js';
import { type MachineInTime, machineWindows } from '../settings/machine-in-time.js';
import type { RunRecord } from './records.js';

/** The configuration of a recording, as this version reads it. */
export function recordedConfig(run: RunRecord): EmulatorConfig {
  return emulatorConfig(run.config, [], `configuration recorded by version ${run.version}`);
}

/**
 * What played a recorded run, with the file that was laid over it.
 * @throws CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE, and OVERLAY_OTHER when another file, or none, was
 *   laid over the run
 */
export function recordedSetup(run: RunRecord, overlay?: UserOverlay): ChainSetup {
  checkOverlay(run, overlay);
  return { ...setupWithoutOverlay(run), ...(overlay !== undefined && { overlay }) };
}

type Named = Pick<UserOverlay, 'name' | 'hash'>;

/** Where the file lies does not matter; its bytes do, and what was said with it. */
const contentOf = ({ name, hash }: Named): string => {
  const [, ...said] = askedOf(name);
  return [hash, ...said.toSorted()].join();
};

/** @throws OVERLAY_OTHER */
function checkOverlay({ overlay: recorded }: RunRecord, given: Named | undefined): void {
  const content = (overlay: Named | undefined) => overlay && contentOf(overlay);
  if (content(recorded) === content(given)) return;
  const was = recorded === undefined ? 'no file' : `${recorded.name} sha256:${recorded.hash}`;
  const is = given === undefined ? 'none' : `${given.name} sha256:${given.hash}`;
  throw new EmulatorError(
    'OVERLAY_OTHER',
    `${was} was laid over the run, and --overlay gives ${is}`,
  );
}

function setupWithoutOverlay(run: RunRecord): ChainSetup {
  const machine = recordedMachine(run);
  return {
    seed: run.seed,
    run: run.run,
    config: recordedConfig(run),
    menu: run.menu,
    points: run.points.map(({ generator, config }) => ({ generator, config })),
    decay: run.decay ?? true,
    ...(run.rate !== undefined && { rate: run.rate }),
    ...(run.passThrough !== undefined && { passThrough: run.passThrough }),
    ...(machine !== undefined && { machine }),
  };
}

/** The machine with the epochs of the journal. */
function recordedMachine({ machine, version }: RunRecord): MachineInTime | undefined {
  if (machine === undefined) return undefined;
  const where = `machine recorded by version ${version}`;
  const epochs = machine.epochs.map(({ config, ...epoch }) => ({
    ...epoch,
    config: parseConfig(machineStateSchema, config, where),
  }));
  return { ...machine, epochs } as unknown as MachineInTime;
}

/** How many events or windows the slices of a recorded run have. */
export interface RecordedSlices {
  readonly count: (slice: number) => number;
  /** Of a slice that nobody counts. */
  readonly mean: number;
}

/** By the rate of a card, or by what the machine does. */
export const recordedSlices = (run: RunRecord): RecordedSlices =>
  run.rate === undefined ? ofMachine(setupWithoutOverlay(run)) : ofRate(run, run.rate);

/** The same with settings that a command may have changed since the start. */
export const slicesOf = (run: RunRecord, setup: ChainSetup): RecordedSlices =>
  run.rate === undefined ? ofMachine(setup) : ofRate(run, run.rate);

const ofRate = ({ seed, run }: RunRecord, rate: number): RecordedSlices => ({
  count: (slice) => sliceEventCount(seed, run, slice, rate),
  mean: (rate / s) * slicePeriod,
});

function ofMachine(setup: ChainSetup): RecordedSlices {
  const count = machineWindows(setup)?.count ?? (() => 0);
  return { count, mean: count(0) };
}
