import { map, type OperatorFunction } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { beams } from '../../detector/beams.js';
import type { DiffuseLevels } from '../../detector/diffuse-levels.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import { sliceAddresses } from '../../detector/event.js';
import { ParticleTable } from '../../detector/particle-table.js';
import { buildDetector, type Detector, type MovedLists } from '../../detector/simulate.js';
import type { EventBatch, GeneratedBatch } from '../../detector/truth.js';
import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { listsOf, type Needs, type Reading, type TriggerLists } from '../../triggers/needs.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import type { DecayCount } from '../decays/decay-counts.js';
import { buildEvents } from './build-events.js';
import { completer } from './completion.js';
import type { GenerateJob, Job, ParticlesJob, WindowsJob } from './jobs.js';
import type { KeptHits } from './kept-hits.js';
import { chainNeeds, type Need, onlyLines, sparedChannels, withoutSpared } from './need.js';
import { noObservations, type Observations } from './observations.js';
import { chamberPatterns } from './patterns/chamber-patterns.js';
import { type ChainParts, type EmulatorConfig, simulatedIn, standardParts } from './parts.js';
import { sliceTimes } from './slices.js';
import { passedThrough } from './passed-through.js';
import { type ReadOutColumns, readOutColumns } from './read-out-columns.js';
import { type ParticleSource, withSources } from './sources.js';
import { runTrigger, type Triggered } from './trigger.js';
import { type UserOverlay, userSources, withRecordedHits } from './user-overlay.js';
import type { ChainWindows, WindowBatch, WindowColumns } from './windows.js';

/** One way to make collisions: a generator and what it was told. */
export interface SourcePoint {
  readonly generator: string;
  readonly config: unknown;
}

/** Everything that decides what a chain computes; plain data, so that it travels to workers. */
export interface ChainSetup extends DecayChoice {
  readonly seed: number;
  readonly run: number;
  readonly config: EmulatorConfig;
  readonly menu: Menu;
  /** Sources of generated events; a job names one by index. */
  readonly points: readonly SourcePoint[];
  /**
   * Mean rate [events per emulated second] of live slices; without it (studies, files) all
   * collisions are at time 0.
   */
  readonly rate?: number;
  /**
   * Whether the hits of events that may be accepted travel with the decisions: for the recorder.
   */
  readonly keepHits?: boolean;
  /** Whether what the read-out wants to know of such events travels with the decisions. */
  readonly readOut?: boolean;
  /** Whether all subdetectors of such events are simulated, for the sizes that are read out. */
  readonly sizedByHits?: boolean;
  /** With hits kept: one in so many events keeps them whatever it fires; 1: all. */
  readonly passThrough?: number;
  /**
   * The machine of windows and overlays (`MachineSetup`): not looked at here but by whoever hands
   * in `windows` and `sources`.
   */
  readonly machine?: { readonly name: string };
  /** What a user's file lays over the events; nothing when absent. */
  readonly overlay?: UserOverlay;
  /** Set where events are not made but come recorded, with their hits: by which version. */
  readonly recorded?: { readonly version: string };
  /** Triggers with other parameters, which decide on the same hits besides. */
  readonly otherTriggers?: readonly TriggerConfig[];
}

/** Parameters of the stages of the trigger and of what sets its input bits. */
export type TriggerConfig = Pick<EmulatorConfig, 'triggers' | 'bits'>;

/** Collisions of a job before the detector, and what was decayed in them by the chain. */
interface MadeBatch extends GeneratedBatch, Partial<Pick<WindowBatch, 'windows' | 'givenBits'>> {
  /** Absent for events of a file, which were decayed when they were read. */
  readonly decays?: readonly DecayCount[];
}

/** The end of the pure part: what the serial part, the studies and the files need of a batch. */
export interface DecidableBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  /** Of windows: how many alike each stands for. */
  readonly weights: Float64Array;
  readonly time: Float64Array;
  /** Of windows of the machine in time. */
  readonly windows?: WindowColumns;
  /** Input bits that something else than the detector has set, words an event as of input bits. */
  readonly givenBits?: Uint32Array;
  /**
   * Of the plugins that are needed first; of all plugins for events with an FTDL bit that is not
   * masked, unless the chain need only know the lines.
   */
  readonly inputBits: Uint32Array;
  readonly ftdlBits: Uint32Array;
  /** FTDL bits of each of the setup's other triggers. */
  readonly otherFtdlBits?: readonly Uint32Array[];
  readonly observations: Observations;
  /** Hits of the events with an FTDL bit that is not masked, when the setup keeps hits. */
  readonly kept?: KeptHits;
  /** Timing and sizes of the same events, when the setup is read out. */
  readonly readOut?: ReadOutColumns;
  /** 1 for events that keep theirs whatever they fire, see `passedThrough`. */
  readonly passed?: Uint8Array;
  /** What was decayed of the generated events, where anything was. */
  readonly decays?: readonly DecayCount[];
}

/** A batch with what the chain has found, truth included. */
export type FullBatch<H = unknown> = EventBatch<H> &
  Triggered & {
    /** Input bits that something else than the detector has set. */
    readonly givenBits?: Uint32Array;
    /** Particles of collisions and of all that lies over them; of `full` alone. */
    readonly lists?: MovedLists;
  };

/**
 * The pure part as operators: `full` simulates everything and keeps everything of a batch;
 * `decide` simulates what is needed first and keeps what the serial part needs.
 */
export interface Chain {
  readonly menu: CompiledMenu;
  readonly generate: (job: Job) => MadeBatch;
  readonly full: OperatorFunction<GeneratedBatch, FullBatch>;
  readonly decide: OperatorFunction<Job, DecidableBatch>;
}

/** Reads of each batch what travels with its decisions, and tells what it reads for it. */
export interface ChainObserver extends Reading {
  /** `point` is the setup's point that made the batch; undefined for events of a file. */
  readonly observe: (batch: FullBatch, point?: number) => Observations;
  /**
   * Output numbers of the lines of a menu that are counted of its batches; all of them when absent.
   * A chain of need `lines` decides no other: their bits are 0.
   */
  readonly lines?: (menu: CompiledMenu) => ReadonlySet<number>;
}

/** What a chain is handed besides its setup. */
export interface ChainOptions {
  readonly parts?: ChainParts;
  /** Nothing by default. */
  readonly observer?: ChainObserver;
  /** What makes particles besides the collisions and is laid over them; nothing by default. */
  readonly sources?: readonly ParticleSource[];
  /** When events that have no time of their own happen, since the run began; at 0 by default. */
  readonly moments?: (context: RunContext) => (addresses: Addresses) => Float64Array;
  /** Diffuse background at those times; as the conditions say by default. */
  readonly diffuse?: (time: Float64Array) => DiffuseLevels;
  /** What `decide` simulates of events that no line can accept, and of those that one may. */
  readonly need?: Need;
  /** What makes the windows of jobs that ask for some. */
  readonly windows?: Pick<ChainWindows, 'make'>;
  /** Sees each batch that is decided with its hits, before they are dropped. */
  readonly keep?: (batch: FullBatch) => void;
}

const nothingObserved: ChainObserver = {
  reads: [],
  uses: [],
  observe: ({ eventCount }) => noObservations(eventCount),
};

/**
 * Builds the pure part of a run: address → particles → hits → objects → input bits →
 * FTDL. Building it checks all of the setup, so an entry does so before it starts workers.
 * @throws CONFIG_BAD_VALUE, CHAIN_NOT_SIMULATED and the codes of `buildGenerator`, `compileMenu`
 * and `withSources`
 */
export function makeChain(
  setup: ChainSetup,
  {
    parts = standardParts,
    observer = nothingObserved,
    sources = [],
    moments,
    diffuse,
    need = 'menu',
    windows,
    keep,
  }: ChainOptions = {},
): Chain {
  const menu = compileMenu(setup.menu);
  const context = { seed: setup.seed, patterns: chamberPatterns };
  const { keepHits = false, sizedByHits = false, readOut = false } = setup;
  const decided = need === 'lines' ? onlyLines(menu, observer.lines?.(menu)) : menu;
  const needs = chainNeeds(need, {
    menu: decided,
    parts,
    observer,
    simulated: simulatedIn(setup.config, parts),
    wantsAll: keepHits || sizedByHits,
  });
  const { first, accepted } = needs;
  const areHitsShown = keepHits || sizedByHits || readOut || keep !== undefined;
  const spared = sparedChannels(need, needs, { parts, observer, areHitsShown });
  const built = buildDetector(parts.subdetectors, setup.config, context, spared);
  const detector = withRecordedHits(built, parts.subdetectors, setup.overlay, context);
  const withHits = hitsBy(detector);
  const everything = new Set(detector.names);
  const trigger = runTrigger(menu, setup, parts);
  const collide = timed(eventMaker(setup), setup, moments?.(setup), diffuse);
  const overlay = withSources(sources, setup);
  const layUser = withSources(userSources(setup.overlay), setup);
  const generate = (job: Job): MadeBatch =>
    layUser(job.kind === 'windows' ? windowsOf(windows, job) : overlay(collide(job)));
  const triggerOf = (needs: Needs, lines: CompiledMenu) =>
    lines === menu && needs.plugins.size === parts.bitPlugins.length
      ? trigger
      : runTrigger(lines, setup, listsOf(needs, parts));
  const triggerFirst = triggerOf(first, decided);
  const decideAlso = otherDecisions(decided, setup, listsOf(first, parts));
  const complete = completer({
    menu,
    detector,
    simulated: first.subdetectors,
    wanted: accepted.subdetectors,
    ...(accepted.plugins.size > first.plugins.size && { trigger: triggerOf(accepted, menu) }),
    keepHits,
    ...(readOut && { readOut: readOutColumns(setup.config, context) }),
    ...(keepHits &&
      setup.passThrough !== undefined && { passes: passesOf(setup, setup.passThrough) }),
  });

  return {
    menu,
    generate,
    full: map((generated) => {
      const lists = detector.move(generated);
      return { ...trigger(withHits(generated, lists, everything, false)), lists };
    }),
    decide: map((job) => {
      const generated = generate(job);
      const lists = detector.move(generated);
      const hits = withHits(generated, lists, first.subdetectors, true);
      const batch = triggerFirst(hits);
      keep?.(batch);
      const seen = { ...batch, hits: withoutSpared(batch.hits, spared) };
      return {
        ...decidable(batch, observer.observe(seen, pointOf(job))),
        ...decideAlso(hits),
        ...complete(batch, lists),
        ...(generated.decays !== undefined && { decays: generated.decays }),
        ...(generated.windows !== undefined && { windows: generated.windows }),
        ...(generated.givenBits !== undefined && { givenBits: generated.givenBits }),
      };
    }),
  };
}

/** Adds the hits of the subdetectors named to a batch, or only those that anybody reads. */
const hitsBy =
  (detector: Detector) =>
  (generated: GeneratedBatch, lists: MovedLists, names: ReadonlySet<string>, isSpared: boolean) => {
    const [{ particles, arcs }] = lists;
    const hits = detector.read(lists, generated.addresses, names, generated.diffuse, isSpared);
    return { ...generated, particles, arcs, hits };
  };

/** FTDL bits of the other triggers of a setup, if there are some, from the hits of a batch. */
function otherDecisions(
  menu: CompiledMenu,
  { seed, config, otherTriggers }: ChainSetup,
  lists: TriggerLists,
): (batch: EventBatch<unknown>) => Pick<DecidableBatch, 'otherFtdlBits'> {
  if (otherTriggers === undefined) return () => ({});
  const triggers = otherTriggers.map((other) =>
    runTrigger(menu, { seed, config: { ...config, ...other } }, lists),
  );
  return (batch) => ({ otherFtdlBits: triggers.map((trigger) => trigger(batch).ftdlBits) });
}

/**
 * Collisions with the times that were handed in, where they have none of their own, and with the
 * diffuse background of those.
 */
function timed(
  collide: EventMaker,
  { rate }: ChainSetup,
  momentsOf: ((addresses: Addresses) => Float64Array) | undefined,
  levelsAt: ChainOptions['diffuse'],
): EventMaker {
  if (momentsOf === undefined) return collide;
  return (job) => {
    const made = collide(job);
    const time = rate === undefined ? momentsOf(made.addresses) : made.time;
    return { ...made, time, ...(levelsAt !== undefined && { diffuse: levelsAt(time) }) };
  };
}

const passesOf = (setup: ChainSetup, oneIn: number) => (addresses: Addresses) =>
  passedThrough(oneIn, setup, addresses);

function pointOf(job: Job): number | undefined {
  return job.kind === 'generate' ? job.point : undefined;
}

function decidable(
  { eventCount, addresses, weights, time, inputBits, ftdlBits }: FullBatch,
  observations: Observations,
): DecidableBatch {
  return { eventCount, addresses, weights, time, inputBits, ftdlBits, observations };
}

/** @throws JOB_WINDOWS */
function windowsOf(windows: ChainOptions['windows'], job: WindowsJob): MadeBatch {
  if (windows !== undefined) return windows.make(job);
  throw new EmulatorError(
    'JOB_WINDOWS',
    `windows of slice ${job.slice} are asked of a chain that has no machine in time`,
  );
}

type EventMaker = (job: GenerateJob | ParticlesJob) => MadeBatch;

/** Jobs to generated collisions. */
function eventMaker({ seed, run, config, points, rate, decay }: ChainSetup): EventMaker {
  const machine = beams(config.beams);
  const particles = new ParticleTable(config.particles);
  const makers = points.map(({ generator, config: raw }) =>
    buildEvents(generator, raw, { seed, beams: machine, particles }, decay),
  );
  // The times of a slice are drawn together; its batches follow each other.
  let timed: { readonly slice: number; readonly times: Float64Array } = {
    slice: -1,
    times: new Float64Array(0),
  };
  const timesOf = (slice: number, perSecond: number): Float64Array => {
    if (timed.slice !== slice)
      timed = { slice, times: sliceTimes(seed, run, slice, perSecond, config.beams) };
    return timed.times;
  };
  return (job) => {
    if (job.kind === 'particles') return job.generated;
    const { slice, first, count } = job;
    const addresses = sliceAddresses(run, slice, first, count);
    const time =
      rate === undefined
        ? new Float64Array(count)
        : timesOf(slice, rate).slice(first, first + count);
    const { decays, ...made } = makers[job.point]!(addresses);
    return { eventCount: count, addresses, time, ...made, ...(decays.length > 0 && { decays }) };
  };
}
