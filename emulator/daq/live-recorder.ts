import { join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import { ms } from '../../detector/base/units.js';
import type { Clock, Log } from '../../monitor/ports.js';
import type { DeciderState } from '../../triggers/gdl/decide.js';
import type { ChainSetup } from '../chain/chain.js';
import { makeWritableDirectory } from '../files/make-directory.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { ReadoutConfig } from '../readout/readout-schema.js';
import type { RecorderConfig } from '../settings/run-config.js';
import { menuHash } from './menu-hash.js';
import { type OnFull, Recorder } from './recorder.js';
import type { EpochRecord, RecordedMachine } from './records.js';
import { recordedRuns, runDirectoryName } from './segments.js';

/** How a run is recorded. */
export interface RecordingOptions {
  /** Of this run alone. */
  readonly directory: string;
  /** A segment ends behind the frame that passes one of these. */
  readonly maxBytes: number;
  readonly maxMilliseconds: number;
  /** When the disk is full, and when nothing can be written for another reason. */
  readonly onFull: OnFull;
  readonly onFailure: 'end' | 'continue';
  /** One in so many refused events is recorded, too; 1: all. None when absent. */
  readonly passThrough?: number;
}

/** What a recorder wants to know of a live run. */
interface RecordedRun {
  readonly version: string;
  readonly setup: ChainSetup;
  /** How many events or windows a slice has. */
  readonly program: { readonly batchEvents: number; readonly count: (slice: number) => number };
  /** What is played: a card, or the machine of the setup. */
  readonly card?: { readonly name: string; readonly schedule: readonly number[] };
  readonly machine?: MachineInTime;
  readonly readout?: ReadoutConfig;
  readonly conditions: string;
  readonly source: string;
  readonly pace: 'real' | 'max';
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The recorder of a live run. Nothing of the host goes into the file, so that the same run gives
 * the same bytes.
 * @see D-123
 */
export function liveRecorder(
  run: RecordedRun,
  options: RecordingOptions,
  deciderState: () => DeciderState,
): Recorder {
  const { version, setup, card, machine, readout, source, pace, program, conditions } = run;
  const { clock, log } = run;
  const { seed, rate, points, config, menu, decay = true, overlay } = setup;
  return new Recorder({
    ...options,
    // At full speed the wall clock must not decide where a segment ends.
    maxMilliseconds: pace === 'max' ? Number.POSITIVE_INFINITY : options.maxMilliseconds,
    run: {
      version,
      seed,
      run: setup.run,
      card: card?.name ?? '',
      ...(machine !== undefined && { machine: recordable(machine) }),
      source,
      ...(overlay !== undefined && { overlay: { name: overlay.name, hash: overlay.hash } }),
      pace,
      ...(rate !== undefined && { rate }),
      points: points.map(({ generator, config: raw }) => ({ generator, config: raw })),
      ...(decay ? {} : { decay }),
      ...(setup.passThrough !== undefined && { passThrough: setup.passThrough }),
      schedule: [...(card?.schedule ?? [])],
      conditions,
      config: { ...config },
      ...(machine !== undefined && readout !== undefined && { readout: { ...readout } }),
      menu,
      menuHash: menuHash(menu),
    },
    endsBefore: (slice, event) =>
      event % program.batchEvents === 0 || event >= program.count(slice),
    epochs: machine === undefined ? [] : epochsOf(recordable(machine)),
    deciderState,
    clock,
    log,
  });
}

/** A machine in the arrays that records have. */
const recordable = ({ epochs, classes, ...machine }: MachineInTime): RecordedMachine => ({
  ...machine,
  epochs: epochs.map(({ changed = [], ...epoch }) => ({ ...epoch, changed: [...changed] })),
  classes: classes.map((each) => ({ ...each })),
});

/** Changes of the machine as the journal tells them. */
const epochsOf = ({ epochs }: RecordedMachine): readonly EpochRecord[] =>
  epochs.slice(1).map(({ slice, changed = [] }, index) => ({
    kind: 'epoch',
    epoch: index + 1,
    slice,
    changed: [...changed],
  }));

/**
 * Where and how the runs of a daemon are recorded: each in a directory of its own, numbered on from
 * those that are there.
 * @throws USAGE_RECORD when nothing can be written in the directory
 */
export function recordings(
  directory: string,
  { segmentMegabytes, segmentTime, onFull, onFailure, passThrough }: RecorderConfig,
): { readonly lastRun: number; readonly of: (run: number) => RecordingOptions } {
  try {
    makeWritableDirectory(directory);
    return {
      lastRun: recordedRuns(directory).at(-1) ?? 0,
      of: (run) => ({
        directory: join(directory, runDirectoryName(run)),
        maxBytes: segmentMegabytes * 1e6,
        maxMilliseconds: segmentTime / ms,
        onFull,
        onFailure,
        ...(passThrough > 0 && { passThrough }),
      }),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EmulatorError(
      'USAGE_RECORD',
      `--record ${directory}: expected a directory in which files can be made: ${why}`,
      {
        cause: error,
      },
    );
  }
}
