import type { Worker } from 'node:worker_threads';
import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import { filter, finalize, identity, map, mergeMap, type Observable, tap } from 'rxjs';
import type { Note } from '../../detector/base/notes.js';
import { s } from '../../detector/base/units.js';
import type {
  Clock,
  Log,
  MessageKind,
  MonitorPorts,
  RunSnapshot,
  RunState,
} from '../../monitor/ports.js';
import { type DecisionBatch, makeDecider } from '../../triggers/gdl/decide.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import { BackPressure, type DeadCause, deadCauses } from './back-pressure.js';
import { Books } from './books.js';
import { busyTeller } from './busy-teller.js';
import { EventBuilder } from '../daq/builder/event-builder.js';
import type { DecisionReaders } from '../daq/decision-readers.js';
import { withAsked } from '../daq/events-record.js';
import { liveRecorder, type RecordingOptions } from '../daq/live-recorder.js';
import { type Recorder, recorded } from '../daq/recorder.js';
import type { RunEnd } from '../daq/records.js';
import {
  addCounts,
  countsOf,
  type DecayCount,
  decayCounts,
  decayNotes,
} from '../decays/decay-counts.js';
import type { CommandOf } from './event-command.js';
import { liveEvents } from './events.js';
import { type LiveJobsOptions, liveJobs } from './jobs.js';
import { endOf, slicePeriod } from '../chain/slices.js';
import type { ChainSetup } from '../chain/chain.js';
import type { Card, CardSetup } from '../studies/card.js';
import { leftOutNotes } from '../studies/document.js';
import type { LiveProbe } from '../studies/probes.js';
import { liveEfficiencies } from './efficiencies.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { BuilderConfig } from '../settings/builder-schema.js';
import type { ReadoutConfig } from '../readout/readout-schema.js';
import { Tally } from '../studies/tally.js';
import { decideInOrder } from '../workers/pool.js';
import type { WorkerJob } from '../workers/protocol.js';
import { MachineBooks } from './machine-books.js';
import { type LiveProbes, liveProbes } from './probes.js';
import { liveReadout, liveSetup, readOutOf, standInNotes } from './read-out.js';
import type { LiveJob, Program } from './program.js';
import { runQuestions } from './what-if/run-questions.js';

/** A run in full: what is played, by how many workers, and whether it is recorded. */
export interface LiveRunOptions {
  readonly id: string;
  readonly version: string;
  readonly setup: ChainSetup | CardSetup;
  readonly program: Program;
  /** The card that is played; none with a machine. */
  readonly card?: Card;
  /** The machine of the setup, if one is played. */
  readonly machine?: MachineInTime;
  /** Of a machine: how it is read out; all accepts are when absent. */
  readonly readout?: ReadoutConfig;
  /** How accepted events are built; they are not when absent. */
  readonly builder?: BuilderConfig;
  /** Those who get every decision. */
  readonly readers?: DecisionReaders;
  /** Remarks on what is played. */
  readonly remarks?: readonly Note[];
  /** Cards of which events are played beside, counted by themselves. */
  readonly probes?: readonly LiveProbe[];
  readonly conditions: string;
  /** The command that makes an event of it again on a terminal. */
  readonly commandOf?: CommandOf;
  /** What is played, in words. */
  readonly source: string;
  readonly pace: 'real' | 'max';
  /** Events in a batch at most; no result depends on it. */
  readonly batchEvents?: number;
  readonly workers: number;
  /** Threads for the workers, if they were started before. */
  readonly threads?: readonly Worker[];
  /** Slices after which the run ends by itself. */
  readonly slices?: number;
  /** Records the accepted events with their hits, and the journal. */
  readonly recording?: RecordingOptions;
  readonly clock: Clock;
  readonly log: Log;
  /** Where what is said of each kind of thing goes; to `log` when absent. */
  readonly logAs?: (kind: MessageKind) => Log;
}

/** A live run: a stream to subscribe to, and what can be known and asked meanwhile. */
export interface LiveRun {
  /** Decisions in the order of the beam; completes when the run has drained after `stop`. */
  readonly decisions$: Observable<DecisionBatch>;
  /** Takes a sample; everything in it is cumulative. */
  readonly sample: (eventLoopLagSeconds: number) => RunSnapshot;
  /** No new slices; of those in flight none is finished that may be dropped. */
  readonly stop: (reason: string) => void;
  readonly state: () => RunState;
  /** Events to look at, as the monitor wants them. */
  readonly events: Pick<MonitorPorts, 'sampleEvent' | 'event' | 'findEvent'>;
  /** Marks the run as failed; its last sample stays readable. */
  readonly fail: (reason: string) => void;
  /** Asks of the windows decided last; WHATIF_NO_WINDOWS where a card is played. */
  readonly whatIf: NonNullable<MonitorPorts['whatIf']>;
  /** No event of it can be looked at any more. */
  readonly close: () => void;
}

/** What changes while a run goes on. */
interface Progress {
  state: RunState;
  reason: string;
  /** Slices that have passed, or begun to, played or not. */
  slices: number;
  /** Beam that has passed since the run began, played or not [ns]. */
  beam: number;
  /** Wall time of the first slice and of the end [ms]. */
  began: number | undefined;
  ended: number | undefined;
  busyEvents: number;
  /** Slices given up, by who made the run late. */
  readonly busySlices: Record<DeadCause, number>;
  workerBusyMs: number;
}

/** The progress of a run that has not begun. */
const notBegun = (): Progress => ({
  state: 'starting',
  reason: '',
  slices: 0,
  beam: 0,
  began: undefined,
  ended: undefined,
  busyEvents: 0,
  busySlices: { host: 0, recorder: 0, client: 0 },
  workerBusyMs: 0,
});

// long: the chain from pull loop to books, read from top to bottom.
/**
 * The whole live chain on one page: pull loop → workers → ordered merge → PSNM → books and
 * efficiencies → read-out → event builder → recorder and clients.
 */
export function liveRun(options: LiveRunOptions): LiveRun {
  const { clock, workers, threads, card, machine } = options;
  const setup = liveSetup(options);
  const menu = compileMenu(setup.menu);
  // Events of cards are given no inputs of the machine; windows are.
  const unknown = unknownLines(menu, setup.config);
  const shown = liveEvents({ ...options, menu });
  const asking = runQuestions(options, menu);
  const probes = liveProbes(options.setup, options.probes ?? [], menu, unknown, (...of) => {
    shown.noteProbe(...of);
    asking.noteProbe(...of);
  });
  const { program } = options;
  const { decide, state } = makeDecider(menu, setup.config.gdl, setup);
  const { log, logAs = () => log } = options;
  const recorder =
    options.recording &&
    liveRecorder({ ...options, setup, log: logAs('recorder') }, options.recording, state);
  const builder =
    options.builder && new EventBuilder({ ...options.setup, config: options.builder });
  const books = new Books(menu);
  const readout = liveReadout(options);
  const machineBooks =
    machine && new MachineBooks(machine, menu, program.seeds ?? (() => []), readout);
  const played = card && { card, tally: new Tally(card.layout(menu, unknown)) };
  const progress = notBegun();

  const decays = decayCounts();
  const tellDecays = decayTeller(options.log);
  const said = remarksOn(options, menu);

  const { readers } = options;
  const backPressure = new BackPressure(clock, { recorder, client: readers });
  const jobs = liveJobs({
    ...jobOptions(options, { progress, recorder, machineBooks, backPressure }),
    beside: probes.beside,
  });
  const stop = new AbortController();
  const decisions$ = decideInOrder(jobs, {
    setup,
    ...(probes.counted.length > 0 && { probes: probes.setup }),
    workers,
    ...(threads !== undefined && { threads }),
    warmUp: program.warmUp,
    ...asking.ofPool,
    consumers: backPressure.consumers(),
    cut: { asked: stop.signal, isAllowed: cutBetweenSlices(progress) },
  }).pipe(
    tap(({ batch: { decays: rows = [] } }) => {
      addCounts(decays, rows);
      tellDecays(rows);
    }),
    tap(({ job, busyMs }) => {
      progress.workerBusyMs += busyMs;
      // No other jobs come from the pull loop.
      const { slice, ...played } = job as LiveJob;
      if ('probes' in played) return;
      pass(progress, slice, played.until);
      if (played.until === endOf(slice)) machineBooks?.play(slice);
    }),
    filter(({ job, batch }) => !probes.take(job as LiveJob, batch)),
    map(({ job, batch }) => ({
      job,
      batch: asking.noted(job as LiveJob, decide(withAsked(job, batch))),
    })),
    tap({
      next: ({ batch }) => {
        books.add(batch);
        shown.note(batch);
        machineBooks?.add(batch);
        played?.tally.add(card?.stage === 'psnm' ? { ...batch, ftdlBits: batch.psnmBits } : batch);
      },
      complete: () => {
        progress.reason ||= 'beam time reached';
      },
    }),
    mergeMap(({ job, batch }) =>
      readOutOf(readout, job as LiveJob, batch).map((each) => builder?.build(each) ?? each),
    ),
    recorder === undefined
      ? identity
      : recorded(recorder, runEnd({ menu, books, progress, readout })),
    tap((batch) => readers?.send(batch)),
    finalize(() => {
      // Those that were never taken up, too.
      for (const thread of threads ?? []) void thread.terminate();
      progress.ended = clock.now();
      machineBooks?.end(progress.slices);
      if (progress.state !== 'failed') progress.state = 'ended';
    }),
  );

  return {
    decisions$,
    events: { sampleEvent: shown.sample, event: shown.event, findEvent: shown.find },
    state: () => progress.state,
    stop: (why) => {
      if (progress.state === 'ended' || progress.state === 'failed') return;
      progress.reason = why;
      progress.state = 'draining';
      recorder?.stopWaiting();
      backPressure.release();
      stop.abort();
    },
    fail: (why) => {
      progress.state = 'failed';
      progress.reason = why;
    },
    close: shown.close,
    whatIf: asking.ask,
    sample: sampler(options, {
      menu,
      notes: () => [...said, ...decayNotes(decays, 'generator')].map(({ message }) => message),
      books,
      progress,
      recorder,
      builder,
      machineBooks,
      probes,
      efficiencies: liveEfficiencies([...(played ? [played] : []), ...probes.counted]),
    }),
  };
}

/** Remarks on what is played, on cards that lack lines, and on bits that nobody sets. */
function remarksOn(options: LiveRunOptions, menu: CompiledMenu): readonly Note[] {
  const { card, probes = [], setup, remarks = [] } = options;
  const cards = [...(card ? [card] : []), ...probes.map((probe) => probe.card)];
  return [
    ...remarks,
    ...cards.flatMap((each) => leftOutNotes(each, menu)),
    ...unsetInputNotes(menu, unknownLines(menu, setup.config, setup), setup),
    ...standInNotes(options),
  ];
}

/** Logs each kind of particle that the generator leaves undecayed when it first comes up. */
function decayTeller(log: Log): (rows: readonly DecayCount[]) => void {
  const told = new Set<string>();
  return (rows) => {
    const news = rows.filter(({ fate, pdg }) => !told.has(`${fate} ${pdg}`));
    for (const { fate, pdg } of news) told.add(`${fate} ${pdg}`);
    for (const { message } of decayNotes(countsOf(news), 'generator'))
      log.info(`in the first events of this kind: ${message}`);
  };
}

/** The beam has come to a time [ns] in a slice, or to its end. */
function pass(progress: Progress, slice: number, until = endOf(slice)): void {
  progress.slices = Math.max(progress.slices, slice + 1);
  progress.beam = Math.max(progress.beam, until);
}

const isProbe = (job: WorkerJob): boolean => 'probes' in job;

/** Whether a slice is decided upon from this job on. */
const beginsSlice = (job: LiveJob): boolean => !isProbe(job) && job.first === 0;

/**
 * A run that is asked to stop ends between two slices, before the first that nothing is told of
 * yet: all slices before were played whole or given up. Probes count for no slice.
 * @see D-343
 */
const cutBetweenSlices =
  (progress: Progress) =>
  (inFlight: readonly WorkerJob[], isLast: boolean): boolean => {
    const next = inFlight.find((job) => !isProbe(job)) as LiveJob | undefined;
    if (next === undefined) return isLast;
    return beginsSlice(next) && next.slice >= progress.slices;
  };

/** Emulated time of so many slices [s]. */
const secondsOf = (slices: number): number => (slices * slicePeriod) / s;

/** Slices that were given up, whoever made the run late. */
const givenUp = ({ busySlices }: Progress): number =>
  deadCauses.reduce((sum, cause) => sum + busySlices[cause], 0);

/** Emulated time whose events are decided [s]. */
const playedOf = (progress: Progress): number => progress.beam / s - secondsOf(givenUp(progress));

/** Totals for the end of a recording. */
function runEnd({
  menu,
  books,
  progress,
  readout,
}: Pick<Sampled, 'menu' | 'books' | 'progress'> & {
  readonly readout: { readonly sample: () => { readonly readOut: number } } | undefined;
}) {
  return (failure: string | undefined): Omit<RunEnd, 'kind' | 'recorded'> => ({
    outcome: failure === undefined ? 'ended' : 'failed',
    reason: failure ?? progress.reason,
    slices: progress.slices,
    processed: books.processed,
    sumWeights: books.sumWeights,
    accepted: books.accepted,
    ...(readout !== undefined && { readOut: readout.sample().readOut }),
    givenUp: { slices: givenUp(progress), events: progress.busyEvents },
    lines: menu.lines.map(({ name }, line) => ({
      name,
      ftdl: books.ftdl[line]!,
      psnm: books.psnm[line]!,
    })),
  });
}

interface Noting {
  readonly backPressure: BackPressure;
  readonly progress: Progress;
  readonly recorder: Recorder | undefined;
  readonly machineBooks: MachineBooks | undefined;
}

/** The pull loop's options: when to stop, and what to note on the way. */
function jobOptions(
  options: LiveRunOptions,
  { progress, recorder, machineBooks, backPressure }: Noting,
): Omit<LiveJobsOptions, 'beside'> {
  const { clock, log, logAs = () => log } = options;
  const tellBusy = busyTeller(
    { clock, log: logAs('host') },
    machineBooks === undefined ? 'events' : 'seeds',
  );
  return {
    ...options,
    stopped: () => progress.state === 'draining',
    onSlice: (slice, events) => {
      if (progress.state === 'starting') progress.state = 'running';
      progress.began ??= options.clock.now();
      if (events > 0) return;
      pass(progress, slice);
      machineBooks?.play(slice);
    },
    causeOf: backPressure.causeOf,
    onTime: () => backPressure.forget(),
    onBusy: (firstSlice, slices, events, cause) => {
      backPressure.forget();
      progress.busyEvents += events;
      progress.busySlices[cause] += slices;
      pass(progress, firstSlice + slices - 1);
      recorder?.giveUp(firstSlice, slices, events, cause);
      machineBooks?.giveUp(firstSlice, slices, cause);
      tellBusy(firstSlice, slices, events, cause);
    },
  };
}

interface Sampled {
  readonly menu: CompiledMenu;
  readonly books: Books;
  readonly progress: Progress;
  readonly recorder: Recorder | undefined;
  readonly builder: EventBuilder | undefined;
  readonly machineBooks: MachineBooks | undefined;
  readonly probes: LiveProbes;
  readonly efficiencies: () => RunSnapshot['efficiencies'];
  /** Remarks on the settings, and on what was decayed so far. */
  readonly notes: () => readonly string[];
}

/** Remarks as a sample carries them: absent where there are none. */
const notesIn = (notes: readonly string[]): Pick<RunSnapshot['run'], 'notes'> =>
  notes.length === 0 ? {} : { notes };

/** Takes samples of a run. */
function sampler(
  options: LiveRunOptions,
  { menu, books, progress, recorder, builder, machineBooks, probes, efficiencies, notes }: Sampled,
): LiveRun['sample'] {
  const { setup, clock } = options;
  let sequence = 0;
  const wallSeconds = (): number =>
    progress.began === undefined ? 0 : ((progress.ended ?? clock.now()) - progress.began) / 1000;
  const machine = (): Pick<RunSnapshot, 'machine' | 'daq'> => {
    if (machineBooks === undefined) return {};
    const daq = machineBooks.daq();
    return {
      machine: machineBooks.sample({
        wallSeconds: wallSeconds(),
        playedSeconds: playedOf(progress),
        isOver: progress.state === 'ended' || progress.state === 'failed',
        probes: probes.counts(),
      }),
      ...(daq !== undefined && { daq }),
    };
  };
  return (eventLoopLagSeconds) => ({
    sequence: ++sequence,
    run: {
      state: progress.state,
      reason: progress.reason,
      id: options.id,
      number: setup.run,
      epoch: 0,
      version: options.version,
      seed: setup.seed,
      menu: setup.menu.name,
      conditions: options.conditions,
      geometry: setup.config.ecl.geometry,
      source: options.source,
      ...notesIn(notes()),
      pace: options.pace,
      workers: options.workers,
      emulatedSeconds: progress.beam / s,
      wallSeconds: wallSeconds(),
    },
    events: {
      processed: books.processed,
      sumWeights: books.sumWeights,
      accepted: books.accepted,
      busy: progress.busyEvents,
    },
    lines: menu.lines.map(({ name, family, prescale }, line) => ({
      name,
      family,
      prescale,
      ftdl: books.ftdl[line]!,
      psnm: books.psnm[line]!,
    })),
    efficiencies: efficiencies(),
    deadSeconds: Object.fromEntries(
      deadCauses.map((cause) => [cause, secondsOf(progress.busySlices[cause])]),
    ),
    eventLoopLagSeconds,
    workerBusySeconds: progress.workerBusyMs / 1000,
    ...machine(),
    ...(recorder === undefined ? {} : { recording: recorder.counts() }),
    ...(builder === undefined ? {} : { builder: builder.counts() }),
  });
}
