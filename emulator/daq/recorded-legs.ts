import { parseConfig } from '../../detector/base/config.js';
import type { ChainSetup } from '../chain/chain.js';
import type { UserOverlay } from '../chain/user-overlay.js';
import { emulatorConfig } from '../settings/emulator-config.js';
import { machineStateSchema } from '../settings/machine.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import { changedSetup, isSameGdl, type RunChange } from '../settings/run-changes.js';
import { type RecordedSlices, recordedSetup, slicesOf } from './recorded-setup.js';
import type { Recording } from './recording.js';
import type { EpochRecord, RunRecord } from './records.js';

/** Slices of a recorded run that were played with the same settings. */
export interface RecordedLeg {
  /** Counts the changes by command before it, as far as they are recorded. */
  readonly number: number;
  readonly slice: number;
  readonly setup: ChainSetup;
  /** Whether the prescale counters, and the lines that are up, begin anew with it. */
  readonly beginsCounters: boolean;
}

/** Whether a change was asked for by command: then its record holds what it changed. */
export const isCommanded = ({ menu, config, machine }: EpochRecord): boolean =>
  menu !== undefined || config !== undefined || machine !== undefined;

/** A change by command as the journal holds it. */
function changeIn({ slice, changed, ...record }: EpochRecord, setup: ChainSetup): RunChange {
  const { menu, config, machine } = record;
  const where = `the change recorded at slice ${slice}`;
  const whole = config && emulatorConfig({ ...setup.config, ...config }, [], where);
  return {
    slice,
    changed,
    ...(menu !== undefined && { menu }),
    ...(whole !== undefined && {
      config: { triggers: whole.triggers, bits: whole.bits, gdl: whole.gdl },
    }),
    ...(machine !== undefined && {
      epochs: machine.map((epoch) => ({
        ...epoch,
        config: parseConfig(machineStateSchema, epoch.config, where),
      })) as unknown as readonly MachineInTime['epochs'][number][],
    }),
  };
}

/** The settings of a recorded run as its journal tells them, change by change. */
export class RecordedLegs {
  readonly #legs: RecordedLeg[];
  readonly #seen = new Set<number>();

  /** @throws the codes of `recordedSetup` */
  constructor(run: RunRecord, overlay?: UserOverlay) {
    const setup = recordedSetup(run, overlay);
    this.#legs = [{ number: 0, slice: 0, setup, beginsCounters: true }];
  }

  /**
   * Takes what the journal tells of a change; the leg that begins with it. Undefined where nothing
   * new begins: it was known from the start, or told before.
   */
  add(record: EpochRecord): RecordedLeg | undefined {
    if (!isCommanded(record) || this.#seen.has(record.epoch)) return undefined;
    this.#seen.add(record.epoch);
    const { setup: before, number } = this.last;
    const setup = changedSetup(before, changeIn(record, before));
    const beginsCounters = setup.menu !== before.menu || !isSameGdl(setup, before);
    const leg = { number: number + 1, slice: record.slice, setup, beginsCounters };
    this.#legs.push(leg);
    return leg;
  }

  get last(): RecordedLeg {
    return this.#legs.at(-1)!;
  }

  leg(number: number): RecordedLeg {
    return this.#legs[number]!;
  }

  at(slice: number): RecordedLeg {
    return this.#legs.findLast((leg) => leg.slice <= slice) ?? this.#legs[0]!;
  }
}

/** The header of a run without its overlay, which decides on no number of events and no bit. */
export function withoutOverlay(run: RunRecord): RunRecord {
  const { overlay: _, ...rest } = run;
  return rest;
}

/** Numbers of events of the slices of a leg. */
export const slicesOfLeg = (run: RunRecord, { setup }: RecordedLeg): RecordedSlices =>
  slicesOf(run, setup);

/**
 * The settings that held in a slice of a recorded run.
 * @throws the codes of `recordedSetup`
 */
export async function recordedSetupAt(
  recording: Recording,
  slice: number,
  overlay?: UserOverlay,
): Promise<ChainSetup> {
  const legs = new RecordedLegs(recording.run, overlay);
  for await (const item of recording.items()) {
    if (item.kind === 'epoch') legs.add(item);
    if (item.kind === 'events' && item.slice > slice) break;
  }
  return legs.at(slice).setup;
}
