import { readOutSubdetectors } from '../../../detector/event-sizes.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { revolutionsPerSlice, slicePeriod } from '../../../emulator/chain/slices.js';
import { Accelerator } from '../../../emulator/machine/accelerator.js';
import { ticksPerTurn } from '../../../emulator/machine/clock.js';
import {
  RunReadout,
  type Taken,
  type TriggeredBatch,
} from '../../../emulator/readout/run-readout.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';
import { timingSources } from '../../../triggers/gdl/timing.js';
import { readout } from './configs.js';

/** Ticks in a slice. */
export const ticksPerSlice = revolutionsPerSlice * ticksPerTurn;
const width = readOutSubdetectors.length;
const { machine } = playedMachine({ machine: '2022-peak', machineSet: [] }, nominalConfig());
/** 2022-peak. */
export const [{ config }] = machine.epochs;
/** Its rings. */
export const accelerator = new Accelerator([{ from: 0, config }]);

/** A read-out that keeps what it sends. */
export function begin(
  given: Parameters<typeof readout>[0] = {},
  seed = 1,
  trains: Accelerator['trains'] = accelerator.trains,
) {
  const told = new RunReadout<TriggeredBatch>({
    seed,
    run: 1,
    readout: readout(given),
    veto: config.veto,
    trains,
    standIns: ['pxd'],
  });
  const sent: (TriggeredBatch & Taken)[] = [];
  told.sendTo((batch) => void sent.push(batch));
  return Object.assign(told, { sent });
}

/** A window: when it comes in its slice [ns], how many it stands for, how it is timed. */
export interface Window {
  readonly at: number;
  readonly accepts?: number;
  readonly source?: number;
  readonly quality?: number;
  /** Event time after the collision [ns]. */
  readonly late?: number;
  readonly bytes?: number;
}

/** Windows of a slice; the first has the given number. */
export function windows(slice: number, rows: readonly Window[], first = 0): TriggeredBatch {
  const bytes = new Uint32Array(rows.length * width);
  rows.forEach((row, index) => bytes.fill(row.bytes ?? 1000, index * width, (index + 1) * width));
  return {
    eventCount: rows.length,
    addresses: {
      run: 1,
      slice: new Uint32Array(rows.length).fill(slice),
      index: Uint32Array.from(rows, (_, index) => first + index),
    },
    time: Float64Array.from(rows, ({ at }) => slice * slicePeriod + at),
    timingSource: Uint8Array.from(rows, ({ source = timingSources.ecl }) => source),
    standing: { accepts: Uint32Array.from(rows, ({ accepts = 1 }) => accepts) },
    readOut: {
      quality: Uint8Array.from(rows, ({ quality = 1 }) => quality),
      time: Float32Array.from(rows, ({ late = 0 }) => late),
      bytes,
    },
  };
}

/** Windows at such times [ns], of one accept each. */
export const at = (...times: readonly number[]): readonly Window[] =>
  times.map((time) => ({ at: time }));

/** A read-out and what it has sent. */
export type Readout = ReturnType<typeof begin>;

/** Accepts taken of each window that was sent last, once a slice is told whole. */
export function takenOf(told: Readout, rows: readonly Window[], slice = 0): readonly number[] {
  told.take(windows(slice, rows), slice, true);
  return told.sent.splice(0).flatMap(({ taken }) => [...taken]);
}

/** Ticks and lost accepts by state. */
export const statesOf = (told: Readout) =>
  Object.fromEntries(told.sample().states.map(({ name, ...counts }) => [name, counts]));

/** Ticks under a veto. */
export const vetoedOf = (told: Readout): number =>
  statesOf(told)['veto-full']!.ticks + statesOf(told)['veto-gate']!.ticks;
