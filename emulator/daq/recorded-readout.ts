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

/** A slice whose last accepts are in flight. */
interface Waiting<B> {
  readonly batch: B;
  readonly record: EventsRecord;
  readonly whenKnown: (batch: B & Partial<Taken>) => void;
}

/** The read-out of a recorded run once more, told all that its journal tells. */
interface RecordedReadout<B> {
  readonly giveUp: (record: GivenUpRecord) => void;
  /** A leg of the run begins, with injections that may be others. */
  readonly follow: (setup: ChainSetup) => void;
  /**
   * Reading begins within the run, or behind a gap: what was in its buffers is not known, nor what
   * became of accepts in flight before the gap.
   */
  readonly lose: () => void;
  /** A gap: as `lose`, if anything is in flight. */
  readonly doubt: () => void;
  /** `whenKnown` is told in order what is read out of each slice; behind a gap as recorded. */
  readonly take: (...of: [B, EventsRecord, Waiting<B>['whenKnown']]) => void;
  /** The run has ended after so many slices. */
  readonly end: (slices: number) => void;
}

/** Reads out as the run was; everything of a run that was not read out. */
export function recordedReadout<B extends TriggeredBatch>(
  run: RunRecord,
  setup: ChainSetup,
): RecordedReadout<B> {
  const machine = machineOf(setup);
  if (machine === undefined || run.readout === undefined) return notReadOut();
  const where = `read-out recorded by version ${run.version}`;
  let readout: RunReadout<B> | undefined = machineReadout(
    setup,
    machine,
    parseConfig(readoutSchema, run.readout, where),
  );
  const waiting: Waiting<B>[] = [];
  readout.sendTo((batch) => waiting.shift()!.whenKnown(batch));
  const lose = (): void => {
    readout = undefined;
    for (const { batch, record, whenKnown } of waiting.splice(0))
      whenKnown({ ...batch, ...takenAs(batch, record) });
  };
  return {
    giveUp: ({ firstSlice, slices, cause }) => readout?.giveUp(firstSlice, slices, toldBy(cause)),
    follow: (now) => {
      const { epochs } = machineOf(now) ?? machine;
      readout?.follow(new Accelerator(timedEpochs(epochs)).trains);
    },
    lose,
    doubt: () => {
      if (waiting.length > 0) lose();
    },
    take: (batch, record, whenKnown) => {
      if (readout === undefined) return whenKnown({ ...batch, ...takenAs(batch, record) });
      waiting.push({ batch, record, whenKnown });
      // A record of a machine is a whole slice.
      readout.take(batch, record.slice, true);
    },
    end: (slices) => readout?.end(slices),
  };
}

/** Everything is taken. */
const notReadOut = <B extends TriggeredBatch>(): RecordedReadout<B> => ({
  giveUp: () => {},
  follow: () => {},
  lose: () => {},
  doubt: () => {},
  take: (batch, _, whenKnown) => whenKnown(batch),
  end: () => {},
});

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
