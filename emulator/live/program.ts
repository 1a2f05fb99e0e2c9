import { EmulatorError } from '../../detector/base/errors.js';
import type { ChainSetup } from '../chain/chain.js';
import type { GenerateJob, Job } from '../chain/jobs.js';
import type { RecordedJob } from '../chain/recorded-events.js';
import { liveBatchEvents, maxSliceNumbers, sliceEventCount, slicePeriod } from '../chain/slices.js';
import type { LoopedRecording } from '../daq/looped-recording.js';
import { machineWindows } from '../settings/machine-in-time.js';
import type { ProbeJob } from '../workers/protocol.js';

/** Events of the warm-up, shared among the source points. */
const warmUpEvents = 256;

/** A job of a stretch of one slice. */
type SliceJob = Exclude<Job, { readonly kind: 'particles' }>;

/** A job of a live run: of what is played, or of the probes beside it. */
export type LiveJob = PlayedJob | ProbeJob;

/** A job of what is played. */
type PlayedJob = (SliceJob | RecordedJob) & {
  /** Beam that has passed once it and all before it are done, since the run began [ns]. */
  readonly until: number;
};

/** What a run plays, slice by slice. */
export interface Program {
  /** Events of a slice, or numbers of windows. */
  readonly count: (slice: number) => number;
  /** Events or seeds of a slice that is not played: told at once, however many slices are lost. */
  readonly lost: (slice: number) => number;
  /** So many of them are a batch and a record, at most. */
  readonly batchEvents: number;
  /** Where a batch that begins at a number ends at the latest; anywhere by default. */
  readonly batchEnd?: (slice: number, first: number) => number;
  /**
   * As many in the first batch of the first slice; each further one of its first part is as large
   * as all before it. The slice leaves the workers warm: the clock starts behind it. Without it
   * the workers are warm before the beam.
   */
  readonly firstBatch?: number;
  /** Seeds of a slice, by the place of their class; of a machine. */
  readonly seeds?: (slice: number) => Float64Array;
  /** So many of them from number `first` on; of a recording none can be made. */
  readonly job: (slice: number, first: number, count: number) => SliceJob;
  /** The same where events are recorded and have to be read. */
  readonly fetch?: (slice: number, first: number, count: number) => Promise<RecordedJob>;
  /** Lets go of what it reads from. */
  readonly close?: () => Promise<void>;
  /** Beam that has passed before number `next` of a slice, since the run began [ns]. */
  readonly until: (slice: number, next: number) => number;
  /**
   * What each worker does before the beam starts, so that its first slices are no slower than all
   * others: some of the run's own events, which come again when their time has come.
   * @see D-249
   */
  readonly warmUp: readonly SliceJob[];
}

/**
 * Events of a card at a rate.
 * @param schedule index of the source point for each slice, repeated cyclically.
 */
export function cardProgram(
  { seed, run, rate }: Pick<ChainSetup, 'seed' | 'run'> & { readonly rate: number },
  schedule: readonly number[],
): Program {
  const points = [...new Set(schedule)];
  const count = Math.ceil(warmUpEvents / points.length);
  const jobOf = (slice: number, first: number, events: number, point: number): GenerateJob => ({
    kind: 'generate',
    slice,
    first,
    count: events,
    point,
  });
  const events = (slice: number): number => sliceEventCount(seed, run, slice, rate);
  return {
    count: events,
    lost: events,
    batchEvents: liveBatchEvents,
    job: (slice, first, count) => jobOf(slice, first, count, schedule[slice % schedule.length]!),
    // Events are spread evenly over a slice.
    until: (slice, next) => (slice + Math.min(1, next / events(slice))) * slicePeriod,
    warmUp: points.map((point) => jobOf(0, 0, count, point)),
  };
}

/** Numbers of the first job: a dozen windows or so. */
const firstNumbers = 64;

/** Slices whose numbers of windows are kept: more than are ever between the first and the last. */
const keptCounts = 64;

/**
 * The windows of the machine of a setup. They come in parts of slices: particles of all seeds of a
 * part are made at once, before it is known which of them open windows, so that a part shared among
 * workers would be made by each.
 * @see D-349
 * @throws the codes of `machineWindows`
 */
export function machineProgram(setup: ChainSetup): Program {
  const windows = machineWindows(setup);
  const counts = new Map<number, number>();
  const countOf = (slice: number): number => {
    const known = counts.get(slice);
    if (known !== undefined) return known;
    const count = windows?.count(slice) ?? 0;
    counts.set(slice, count);
    const [oldest] = counts.keys();
    if (counts.size > keptCounts) counts.delete(oldest!);
    return count;
  };
  return {
    count: countOf,
    lost: (slice) => windows?.seeds(slice).reduce((sum, seeds) => sum + seeds, 0) ?? 0,
    batchEvents: maxSliceNumbers,
    ...(windows !== undefined && { batchEnd: windows.partEnd }),
    firstBatch: firstNumbers,
    ...(windows !== undefined && { seeds: windows.seeds }),
    job: (slice, first, count) => ({ kind: 'windows', slice, first, count }),
    until: (slice, next) =>
      windows !== undefined && next < countOf(slice)
        ? slice * slicePeriod + windows.timeOf(slice, next)
        : (slice + 1) * slicePeriod,
    warmUp: [],
  };
}

/** A recording that is played in a loop, read as its slices come. */
export function loopProgram(loop: LoopedRecording, run: number): Program {
  const reader = loop.reader();
  const count = (slice: number): number => loop.partsIn(slice).at(-1)?.end ?? 0;
  return {
    count,
    lost: (slice) => loop.partsIn(slice).reduce((sum, { events }) => sum + events, 0),
    batchEvents: maxSliceNumbers,
    batchEnd: (slice, first) =>
      loop.partsIn(slice).find(({ end }) => end > first)?.end ?? Number.POSITIVE_INFINITY,
    job: (slice) => {
      throw new EmulatorError(
        'USAGE_EVENT',
        `slice ${slice} is played from a recording: its events are not made again`,
      );
    },
    fetch: async (slice, first, numbers) => ({
      kind: 'recorded',
      slice,
      first,
      count: numbers,
      events: await reader.read(run, slice, first, numbers),
    }),
    close: () => reader.close(),
    until: (slice, next) => (slice + Math.min(1, next / count(slice))) * slicePeriod,
    warmUp: [],
  };
}
