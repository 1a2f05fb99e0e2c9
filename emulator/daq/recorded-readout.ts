import { parseConfig } from '../../detector/base/config.js';
import type { ChainSetup } from '../chain/chain.js';
import { Accelerator } from '../machine/accelerator.js';
import { readoutSchema } from '../readout/readout-schema.js';
import type { RunReadout, Taken, TriggeredBatch } from '../readout/run-readout.js';
import { isTold, tickStates, type ToldState } from '../readout/tick-states.js';
import { timedEpochs } from '../settings/machine.js';
import { machineOf } from '../settings/machine-in-time.js';
import { machineReadout } from '../settings/machine-readout.js';
import type { EventsRecord, GivenUpRecord, RunRecord } from './records.js';

/** The read-out of a recorded run once more, told all that its journal tells. */
interface RecordedReadout<B> {
  readonly giveUp: (record: GivenUpRecord) => void;
  /** A leg of the run begins, with injections that may be others. */
  readonly follow: (setup: ChainSetup) => void;
  /** Reading begins within the run, or behind a gap: what was in its buffers is not known. */
  readonly lose: () => void;
  /** What is read out of a slice; behind a gap as recorded. */
  readonly of: (batch: B, record: EventsRecord) => B & Partial<Taken>;
}

/** Reads out as the run was; everything of a run that was not read out. */
export function recordedReadout<B extends TriggeredBatch>(
  run: RunRecord,
  setup: ChainSetup,
): RecordedReadout<B> {
  const machine = machineOf(setup);
  const isReadOut = machine !== undefined && run.readout !== undefined;
  if (!isReadOut)
    return { giveUp: () => {}, follow: () => {}, lose: () => {}, of: (batch) => batch };
  const where = `read-out recorded by version ${run.version}`;
  let readout: RunReadout<B> | undefined = machineReadout(
    setup,
    machine,
    parseConfig(readoutSchema, run.readout, where),
  );
  return {
    giveUp: ({ firstSlice, slices, cause }) => readout?.giveUp(firstSlice, slices, toldBy(cause)),
    follow: (now) => {
      const { epochs } = machineOf(now) ?? machine;
      readout?.follow(new Accelerator(timedEpochs(epochs)).trains);
    },
    lose: () => {
      readout = undefined;
    },
    // A record of a machine is a whole slice.
    of: (batch, record) =>
      readout?.take(batch, record.slice, true)[0] ?? { ...batch, ...takenAs(batch, record) },
  };
}

/** What is told of slices that were not played. */
function toldBy(cause: string): ToldState {
  const state = tickStates.findIndex((name, index) => name === cause && isTold(index));
  return state < 0 ? 'host' : (tickStates[state] as ToldState);
}

function takenAs({ eventCount, addresses }: TriggeredBatch, record: EventsRecord): Partial<Taken> {
  if (record.taken === undefined) return {};
  const rows = new Map(Array.from(record.index, (index, row) => [index, row]));
  const taken = Uint32Array.from({ length: eventCount }, (_, event) => {
    const row = rows.get(addresses.index[event]!);
    return row === undefined ? 0 : record.taken![row]!;
  });
  return { taken, lost: record.lost ?? {} };
}
