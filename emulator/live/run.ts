import { filter, finalize, identity, map, type OperatorFunction, pipe, tap } from 'rxjs';
import type { Note } from '../../detector/base/notes.js';
import type { Log } from '../../monitor/ports.js';
import type { DeciderState } from '../../triggers/gdl/decide.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup } from '../chain/chain.js';
import { endOf } from '../chain/slices.js';
import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import { EventBuilder } from '../daq/builder/event-builder.js';
import { withAsked } from '../daq/events-record.js';
import { liveRecorder } from '../daq/live-recorder.js';
import { type Recorder, recorded } from '../daq/recorder.js';
import type { RunEnd } from '../daq/records.js';
import {
  addCounts,
  countsOf,
  type DecayCount,
  decayCounts,
  decayNotes,
} from '../decays/decay-counts.js';
import type { CardSetup } from '../studies/card.js';
import { leftOutNotes } from '../studies/document.js';
import { idleBackgroundNotes } from '../studies/background.js';
import { idleVariationNotes } from '../studies/variations/idle.js';
import type { ProbeSetup } from '../studies/probes.js';
import { endThread } from '../files/end-thread.js';
import { decideInOrder } from '../workers/pool.js';
import type { WorkerJob } from '../workers/protocol.js';
import { BackPressure } from './back-pressure.js';
import { Books } from './books.js';
import { loopEvents } from './loop-events.js';
import { busyTeller } from './busy-teller.js';
import { Course } from './course.js';
import { type LiveEvents, liveEvents } from './events.js';
import { giveUpAtStop, whileHeld } from './held-slices.js';
import { type LiveJobsOptions, liveJobs } from './jobs.js';
import type { LiveRun, LiveRunOptions } from './live-run.js';
import { MachineBooks } from './machine-books.js';
import { type LiveProbes, liveProbes } from './probes.js';
import type { LiveJob } from './program.js';
import { PullPlace } from './pull-place.js';
import { endSlice, givenUp, noProgress, pass, play, playEmpty, type Progress } from './progress.js';
import { liveReadout, liveSetup, readOut, standInNotes } from './read-out.js';
import { sampler } from './run-sample.js';
import { SerialPart } from './serial-part.js';
import { steering } from './steering.js';
import { runQuestions } from './what-if/run-questions.js';

// long: the chain from pull loop to books, read from top to bottom.
/**
 * The whole live chain on one page: pull loop → workers → ordered merge → PSNM → books and
 * efficiencies → read-out → event builder → recorder and clients.
 */
export function liveRun(options: LiveRunOptions): LiveRun {
  const { clock, workers, threads, card, program, readers } = options;
  const setup = liveSetup(options);
  const menu = compileMenu(setup.menu);
  const course = courseOf(options, setup);
  // Events of cards are given no inputs of the machine; windows are.
  const unknown = unknownLines(menu, setup.config);
  const shown = shownEvents(options, menu, course);
  const asking = runQuestions({ ...options, course }, menu);
  const probes = liveProbes(options.setup, options.probes ?? [], menu, unknown, (...of) => {
    shown.noteProbe(...of);
    asking.noteProbe(...of);
  });
  const recorder = recorderOf(options, course, () => serial.state());
  const builder =
    options.builder && new EventBuilder({ ...options.setup, config: options.builder });
  const books = new Books(menu);
  const readout = liveReadout(options);
  const machineBooks = machineBooksOf(options, menu, course, readout);
  const counted = { setup, menu, card, course, books, machineBooks, probes };
  const serial = new SerialPart(counted, (now) => {
    shown.changeMenu(now.menu);
    asking.settle(now);
  });
  const progress = noProgress();

  const decays = decayCounts();
  const noteDecays = decayTeller(options.log, decays);
  const said = remarksOn(options, menu, setup);

  const place = new PullPlace();
  const held = (): void => whileHeld(pulling);
  const backPressure = new BackPressure(clock, { recorder, client: readers }, held);
  const noting = { progress, recorder, machineBooks, backPressure };
  const { beside } = probes;
  const pulling = { ...jobOptions(options, noting), course, place, beside };
  const stop = new AbortController();
  const playing = (of: ChainSetup) => ({ setup: of, ...probesFor(options, probes, of) });
  const decisions$ = decideInOrder(liveJobs(pulling), {
    ...playing(setup),
    legs: (leg) => playing(course.leg(leg).setup),
    workers,
    ...(threads !== undefined && { threads }),
    warmUp: program.warmUp,
    standsBack: true,
    ...asking.ofPool,
    consumers: backPressure.consumers(),
    cut: { asked: stop.signal, isAllowed: cutBetweenSlices(progress) },
  }).pipe(
    tap(({ job, batch, busyMs }) => {
      noteDecays(batch.decays ?? []);
      // Before anything is decided of it: what was in flight is recorded with the state behind it.
      if (!isProbe(job)) readout?.begin((job as LiveJob).slice);
      // What has left may have made the run fail.
      if (progress.isOver) return;
      serial.enter((job as LiveJob).leg ?? 0);
      progress.workerBusyMs += busyMs;
      // No other jobs come from the pull loop.
      const { slice, ...played } = job as LiveJob;
      if ('probes' in played) return;
      play(progress, slice, played.until);
      if (played.until === endOf(slice)) machineBooks?.play(slice);
    }),
    filter(({ job, batch }) => !probes.take(job as LiveJob, batch)),
    map(({ job, batch }) => ({
      job: job as LiveJob,
      batch: asking.noted(job as LiveJob, serial.decide(withAsked(job, batch))),
    })),
    tap({
      next: ({ batch }) => {
        books.add(batch);
        shown.note(batch);
        machineBooks?.add(batch);
        serial.count(batch);
      },
      complete: () => {
        progress.reason ||= 'beam time reached';
      },
    }),
    readOut(readout, () => progress.slices),
    built(builder, () => endBooks(progress, machineBooks)),
    recorder === undefined
      ? identity
      : recorded(recorder, runEnd({ serial, books, progress, readout })),
    tap((batch) => readers?.send(batch)),
    finalize(() => {
      // Those that were never taken up, too.
      for (const thread of threads ?? []) endThread(thread, 'busy');
      void program.close?.();
      backPressure.release();
      progress.ended = clock.now();
      endBooks(progress, machineBooks);
      if (progress.state !== 'failed') progress.state = 'ended';
    }),
  );

  return {
    decisions$,
    events: { sampleEvent: shown.sample, event: shown.event, findEvent: shown.find },
    state: () => progress.state,
    stop: (why) => {
      if (progress.state === 'ended' || progress.state === 'failed') return;
      giveUpAtStop(pulling);
      drain(progress, why);
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
    steer: steering({ course, machineBooks, recorder, due: () => place.dueAt(clock.now()) }),
    sample: sampler(options, {
      course,
      serial,
      notes: () => [...said, ...decayNotes(decays, 'generator')].map(({ message }) => message),
      books,
      progress,
      recorder,
      builder,
      machineBooks,
      probes,
    }),
  };
}

/** Events are built, if they are. `failed` before the end of a recording tells the totals. */
const built = <B extends Parameters<EventBuilder['build']>[0]>(
  builder: EventBuilder | undefined,
  failed: () => void,
): OperatorFunction<B, B> =>
  pipe(
    map((batch: B) => builder?.build(batch) ?? batch),
    tap({ error: failed }),
  );

/** Nothing is handed out any more; a run that has failed meanwhile stays so. */
function drain(progress: Progress, why: string): void {
  if (progress.isOver) return;
  progress.reason = why;
  progress.state = 'draining';
}

/** Nothing passes any more; what was begun has passed. */
function endBooks(progress: Progress, machineBooks: MachineBooks | undefined): void {
  if (progress.isOver) return;
  progress.isOver = true;
  machineBooks?.end(endSlice(progress));
}

/** Counts decays, and logs each kind that the generator leaves undecayed when it first comes up. */
function decayTeller(
  log: Log,
  decays: ReturnType<typeof decayCounts>,
): (rows: readonly DecayCount[]) => void {
  const told = new Set<string>();
  return (rows) => {
    addCounts(decays, rows);
    const news = rows.filter(({ fate, pdg }) => !told.has(`${fate} ${pdg}`));
    for (const { fate, pdg } of news) told.add(`${fate} ${pdg}`);
    for (const { message } of decayNotes(countsOf(news), 'generator'))
      log.info(`in the first events of this kind: ${message}`);
  };
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

/** Totals for the end of a recording. */
function runEnd({
  serial,
  books,
  progress,
  readout,
}: {
  readonly serial: SerialPart;
  readonly books: Books;
  readonly progress: Progress;
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
    ...(progress.pausedSlices > 0 && { pausedSlices: progress.pausedSlices }),
    lines: serial.menu.lines.map(({ name }, line) => ({
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
    stopped: () => progress.isOver || progress.state === 'draining',
    onSlice: (slice, events) => {
      if (progress.state === 'starting' || progress.state === 'paused') progress.state = 'running';
      progress.began ??= options.clock.now();
      if (events > 0) return;
      playEmpty(progress, slice);
      machineBooks?.playEmpty(slice);
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
    onPaused: (slice) => {
      if (progress.state === 'starting' || progress.state === 'running') progress.state = 'paused';
      progress.began ??= options.clock.now();
      progress.pausedSlices++;
      pass(progress, slice);
      recorder?.giveUp(slice, 1, 0, 'paused');
      machineBooks?.pause(slice, 1);
    },
  };
}

/** Remarks on what is played, and on lines that can say nothing. */
function remarksOn(
  options: LiveRunOptions,
  menu: CompiledMenu,
  setup: ChainSetup,
): readonly Note[] {
  const { card, probes = [], remarks = [] } = options;
  const cards = [...(card ? [card] : []), ...probes.map((probe) => probe.card)];
  return [
    ...remarks,
    ...cards.flatMap((each) => [
      ...leftOutNotes(each, menu),
      ...idleVariationNotes(each),
      ...idleBackgroundNotes(each),
    ]),
    // Recorded events of a machine have the inputs that it had set.
    ...unsetInputNotes(
      menu,
      unknownLines(menu, setup.config, drivenBy(options)),
      drivenBy(options),
    ),
    ...standInNotes(options),
  ];
}

/** Events to look at: made again, or named where they are recorded. */
const shownEvents = (options: LiveRunOptions, menu: CompiledMenu, course: Course): LiveEvents =>
  options.loop === undefined
    ? liveEvents({ ...options, menu, course })
    : loopEvents(options.loop, options.setup.run, menu);

/**
 * What sets the inputs of the machine: one that is played, or was when the events were recorded.
 */
const drivenBy = ({ setup: { machine }, loop }: LiveRunOptions): Pick<ChainSetup, 'machine'> => {
  const driving = loop === undefined ? machine : loop.run.machine;
  return driving === undefined ? {} : { machine: driving };
};

/** The books of the machine, if one is played. */
const machineBooksOf = (
  { machine }: LiveRunOptions,
  menu: CompiledMenu,
  course: Course,
  readout: ReturnType<typeof liveReadout>,
): MachineBooks | undefined =>
  machine &&
  new MachineBooks(machine, menu, (slice) => course.programAt(slice).seeds?.(slice) ?? [], readout);

/** What is played in which slice, from the start on. */
function courseOf(
  { program, programOf = () => program, machine }: LiveRunOptions,
  setup: ChainSetup | CardSetup,
): Course {
  const planned = machine?.epochs.slice(1).map(({ slice }) => slice);
  // What was made for the start is not made again.
  return new Course(setup, (of) => (of === setup ? program : programOf(of)), planned);
}

/** The recorder of a run that is recorded: it counts the events of slices by what holds in them. */
function recorderOf(
  options: LiveRunOptions,
  course: Course,
  state: () => DeciderState,
): Recorder | undefined {
  const { recording, program, log, logAs = () => log } = options;
  const { batchEvents } = program;
  const count = (slice: number): number => course.programAt(slice).count(slice);
  const setup = liveSetup(options);
  const recorded = { ...options, setup, program: { batchEvents, count }, log: logAs('recorder') };
  return recording && liveRecorder(recorded, recording, state);
}

/** What workers play of the probes of a run; nothing without any. */
const probesFor = (
  { probes = [] }: LiveRunOptions,
  { setupOf }: LiveProbes,
  setup: ChainSetup,
): { readonly probes?: ProbeSetup } => (probes.length === 0 ? {} : { probes: setupOf(setup) });
