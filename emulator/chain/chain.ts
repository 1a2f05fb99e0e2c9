import { map, type OperatorFunction, pipe } from 'rxjs';
import { beams } from '../../detector/beams.js';
import type { Addresses, HitBatch, RunContext } from '../../detector/event.js';
import { sliceAddresses } from '../../detector/event.js';
import { simulateDetector } from '../../detector/simulate.js';
import type { AnySubdetector, HitsOf } from '../../detector/subdetector.js';
import type { EventBatch, GeneratedBatch } from '../../detector/truth.js';
import { inputWords, outputWords } from '../../triggers/batches.js';
import { ftdl } from '../../triggers/gdl/ftdl.js';
import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { unmaskedBits } from '../../triggers/gdl/prescale.js';
import type { TriggerObjects } from '../../triggers/objects.js';
import type { AnyBitPlugin, AnyTriggerStage } from '../../triggers/plugins.js';
import { type HitTree, type KeptHits, selectHits } from './kept-hits.js';
import { buildGenerator } from '../generators/index.js';
import { type ChainParts, type EmulatorConfig, standardParts } from './parts.js';
import { sliceTimes } from './slices.js';
import { type ParticleSource, withSources } from './sources.js';
import { noObservations, type Observations } from './observations.js';
import type { Job } from './jobs.js';

/** One way to make collisions: a generator and what it was told. */
export interface SourcePoint {
  readonly generator: string;
  readonly config: unknown;
}

/** Everything that decides what a chain computes; plain data, so that it travels to workers. */
export interface ChainSetup {
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
}

/** The end of the pure part: what the serial part, the studies and the files need of a batch. */
export interface DecidableBatch {
  readonly eventCount: number;
  readonly addresses: Addresses;
  readonly weights: Float64Array;
  readonly time: Float64Array;
  readonly inputBits: Uint32Array;
  readonly ftdlBits: Uint32Array;
  readonly observations: Observations;
  /** Hits of the events with an FTDL bit that is not masked, when the setup keeps hits. */
  readonly kept?: KeptHits;
}

/** A batch with everything that the chain has found, truth included. */
export interface FullBatch<H = unknown> extends EventBatch<H> {
  readonly objects: TriggerObjects;
  readonly inputBits: Uint32Array;
  readonly ftdlBits: Uint32Array;
}

/** Detector response as an operator: generated events in, events with hits out. */
export function detectorResponse<const L extends readonly AnySubdetector[]>(
  subdetectors: L,
  config: EmulatorConfig,
  context: RunContext,
): OperatorFunction<GeneratedBatch, EventBatch<HitsOf<L>>> {
  return map(simulateDetector(subdetectors, config, context));
}

/** Trigger stages as one function: the objects of all stages, and input bits that are still 0. */
export function findObjects(
  stages: readonly AnyTriggerStage[],
  config: Readonly<Record<string, unknown>>,
  context: RunContext,
): <B extends HitBatch<unknown>>(
  batch: B,
) => B & { readonly objects: TriggerObjects; readonly inputBits: Uint32Array } {
  const steps = stages.map((stage) => ({
    name: stage.name,
    find: stage.build(config[stage.name] as never, context),
  }));
  return (batch) => {
    const objects: Record<string, unknown> = {};
    for (const { name, find } of steps) objects[name] = find(batch as never, objects as never);
    return {
      ...batch,
      objects: objects as unknown as TriggerObjects,
      inputBits: new Uint32Array(batch.eventCount * inputWords),
    };
  };
}

/** Bit plugins as an operator: sets the input bits from the objects. */
export function triggerBits<
  B extends {
    readonly eventCount: number;
    readonly objects: TriggerObjects;
    readonly inputBits: Uint32Array;
  },
>(
  plugins: readonly AnyBitPlugin[],
  config: Readonly<Record<string, unknown>>,
): OperatorFunction<B, B> {
  const stages = plugins.map((plugin) => plugin.build(config[plugin.name] as never));
  return map((batch) => {
    const inputBits = batch.inputBits.slice();
    for (const stage of stages) stage(batch.objects as never, batch.eventCount, inputBits);
    return { ...batch, inputBits };
  });
}

/**
 * The pure part as operators: `full` keeps everything of a batch, `decide` what the serial part
 * needs.
 */
export interface Chain {
  readonly menu: CompiledMenu;
  readonly generate: (job: Job) => GeneratedBatch;
  readonly full: OperatorFunction<GeneratedBatch, FullBatch>;
  readonly decide: OperatorFunction<Job, DecidableBatch>;
}

/** What a chain is handed besides its setup. */
interface ChainOptions {
  readonly parts?: ChainParts;
  /** Reads of each batch what travels with its decisions; nothing by default. */
  readonly observe?: (batch: FullBatch) => Observations;
  /** What makes particles besides the collisions and is laid over them; nothing by default. */
  readonly sources?: readonly ParticleSource[];
}

const nothingObserved = ({ eventCount }: FullBatch): Observations => noObservations(eventCount);

/**
 * Builds the pure part of a run: address → particles → hits → objects → input bits → FTDL. Building
 * it checks all of the setup, so an entry does so before it starts workers.
 * @throws CONFIG_BAD_VALUE and the codes of `buildGenerator`, `compileMenu` and `withSources`
 */
export function makeChain(
  setup: ChainSetup,
  { parts = standardParts, observe = nothingObserved, sources = [] }: ChainOptions = {},
): Chain {
  const context: RunContext = { seed: setup.seed };
  const menu = compileMenu(setup.menu);
  const collide = eventMaker(setup);
  const overlay = withSources(sources, setup);
  const generate = (job: Job): GeneratedBatch => overlay(collide(job));
  const full: OperatorFunction<GeneratedBatch, FullBatch> = pipe(
    detectorResponse(parts.subdetectors, setup.config, context),
    triggerOn(menu, setup, parts),
  );
  const keep = setup.keepHits === true ? hitKeeper(menu) : undefined;
  const decide: OperatorFunction<Job, DecidableBatch> = pipe(
    map(generate),
    full,
    map((batch) => ({
      ...decidable(batch, observe(batch)),
      ...(keep === undefined ? {} : { kept: keep(batch) }),
    })),
  );
  return { menu, generate, full, decide };
}

/** The trigger as an operator, from hits to FTDL bits: what a recording goes through again. */
export function triggerOn<B extends HitBatch<unknown>>(
  menu: CompiledMenu,
  { seed, config }: Pick<ChainSetup, 'seed' | 'config'>,
  parts: ChainParts = standardParts,
): OperatorFunction<
  B,
  B & {
    readonly objects: TriggerObjects;
    readonly inputBits: Uint32Array;
    readonly ftdlBits: Uint32Array;
  }
> {
  return pipe(
    map(findObjects(parts.triggerStages, config.triggers, { seed })<B>),
    triggerBits(parts.bitPlugins, config.bits),
    ftdl(menu),
  );
}

function decidable(
  { eventCount, addresses, weights, time, inputBits, ftdlBits }: FullBatch,
  observations: Observations,
): DecidableBatch {
  return { eventCount, addresses, weights, time, inputBits, ftdlBits, observations };
}

/** Takes the hits of events that a line may accept out of a batch. */
function hitKeeper(menu: CompiledMenu): (batch: FullBatch) => KeptHits {
  const unmasked = unmaskedBits(menu);
  return ({ eventCount, ftdlBits, hits }) => {
    const events = Uint32Array.from({ length: eventCount }, (_, event) => event).filter((event) =>
      unmasked.some((mask, word) => (ftdlBits[event * outputWords + word]! & mask) !== 0),
    );
    return { events, hits: selectHits(hits as HitTree, eventCount, events) };
  };
}

/** Jobs to generated collisions. */
function eventMaker({ seed, run, config, points, rate }: ChainSetup): (job: Job) => GeneratedBatch {
  const machine = beams(config.beams);
  const makers = points.map(({ generator, config: raw }) =>
    buildGenerator(generator, raw, { seed, beams: machine }),
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
    return { eventCount: count, addresses, time, ...makers[job.point]!(addresses) };
  };
}
