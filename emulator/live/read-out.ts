import { defer, ignoreElements, map, merge, type OperatorFunction, Subject, tap } from 'rxjs';
import type { Note } from '../../detector/base/notes.js';
import type { DecisionBatch } from '../../triggers/gdl/decide.js';
import type { ChainSetup } from '../chain/chain.js';
import { slicePeriod } from '../chain/slices.js';
import type { AskedBatch } from '../daq/events-record.js';
import type { ReadoutConfig } from '../readout/readout-schema.js';
import type { RunReadout, Taken } from '../readout/run-readout.js';
import { machineReadout } from '../settings/machine-readout.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { CardSetup } from '../studies/card.js';
import type { LiveJob } from './program.js';

/** What is played, and how it is read out and recorded. */
interface ReadOutRun {
  readonly setup: ChainSetup | CardSetup;
  readonly machine?: MachineInTime;
  readonly readout?: ReadoutConfig;
  readonly recording?: { readonly passThrough?: number };
}

/** A batch behind the decision; with what is read out of it where anything is. */
type DecidedBatch = AskedBatch & DecisionBatch & Partial<Taken>;

/** What workers are told: hits travel for the recorder, times and sizes for the read-out. */
export const liveSetup = ({ setup, recording, machine, readout }: ReadOutRun) => ({
  ...setup,
  keepHits: recording !== undefined,
  ...(recording?.passThrough !== undefined && { passThrough: recording.passThrough }),
  ...(machine !== undefined &&
    readout !== undefined && { readOut: true, sizedByHits: readout.sizes === 'hits' }),
});

/** What is said of sizes that are no sizes of hits. */
export function standInNotes(run: ReadOutRun): readonly Note[] {
  const names = liveReadout(run)?.standIns ?? [];
  if (names.length === 0) return [];
  const message =
    `sizes of events in ${names.map((name) => name.toUpperCase()).join(', ')} are a stand-in ` +
    '(background by its level, mean hits of particles): no line reads them, so they are ' +
    'simulated only where the run is recorded, or by readout.sizes: hits';
  return [{ code: 'STAND_IN_SIZES', message, count: names.length }];
}

type Readout = RunReadout<AskedBatch & DecisionBatch>;

/** The read-out of a machine; undefined where all accepts are taken. */
export function liveReadout(options: ReadOutRun): Readout | undefined {
  const { machine, readout } = options;
  return machine && readout && machineReadout(liveSetup(options), machine, readout);
}

/** A batch behind the decision, and the job that it is of. */
interface Decided {
  readonly job: LiveJob;
  readonly batch: AskedBatch & DecisionBatch;
}

/**
 * Batches behind the read-out: those of a slice once it is whole and their accepts have left, in
 * order. What is in flight at the end of the run is not read out, and told with its batch.
 * @param slices how many the run had; asked for at its end
 * @see D-350, D-494
 */
export const readOut =
  (readout: Readout | undefined, slices: () => number): OperatorFunction<Decided, DecidedBatch> =>
  (decided$) => {
    if (readout === undefined) return decided$.pipe(map(({ batch }) => batch));
    return defer(() => {
      const sent$ = new Subject<DecidedBatch>();
      readout.sendTo((batch) => {
        sent$.next(batch);
        // Where that made the run fail, nobody listens any more.
        return sent$.observed;
      });
      const taken$ = decided$.pipe(
        tap({
          next: ({ job, batch }) => readout.take(batch, job.slice, isLastOf(job)),
          complete: () => {
            readout.end(slices(), 'host');
            sent$.complete();
          },
          // What was whole is not lost with what failed.
          error: () => readout.end(slices(), 'host'),
        }),
        ignoreElements(),
      );
      return merge(sent$, taken$);
    });
  };

/** Whether a slice is whole with a job. */
const isLastOf = ({ slice, ...played }: LiveJob): boolean =>
  'until' in played && played.until === (slice + 1) * slicePeriod;
