import { defer, map, Observable, type OperatorFunction } from 'rxjs';
import { beams } from '../../detector/beams.js';
import type { Note } from '../../detector/base/notes.js';
import type { RunContext } from '../../detector/event.js';
import { sliceAddresses } from '../../detector/event.js';
import { simulateDetector } from '../../detector/simulate.js';
import { type DetectorHits, subdetectors } from '../../detector/index.js';
import { ParticleTable } from '../../detector/particle-table.js';
import type { EventBatch, GeneratedBatch } from '../../detector/truth.js';
import type { ChainOptions } from './chain.js';
import { withSources } from './sources.js';
import { layRecordedHits, type UserOverlay, userSources } from './user-overlay.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import { countsOf, decayNotes } from '../decays/decay-counts.js';
import { buildGenerator, type GeneratorConfig, type GeneratorName } from '../generators/index.js';
import { nextTurn } from './next-turn.js';
import { type EmulatorConfig, nominalConfig } from './parts.js';
import { chamberPatterns } from './patterns/chamber-patterns.js';
import { shardEvents } from '../../detector/event.js';

/**
 * What `events$` makes: which generator with which parameters, how many events, under which seed
 * and conditions.
 */
export type EventsOptions<Name extends GeneratorName = GeneratorName> = RunOptions &
  { [N in Name]: GeneratorOptions<N> }[Name];

interface GeneratorOptions<Name extends GeneratorName> {
  /** Name of a generator: gun, gamma-gamma, tautau, …; `b2l1 processes` lists the physics. */
  readonly generator: Name;
  /** Its parameters; `"1 GeV"` or numbers in base units. */
  readonly config?: GeneratorConfig<Name>;
}

interface RunOptions extends DecayChoice {
  readonly events: number;
  readonly seed?: number;
  readonly run?: number;
  /** Events of a batch; the events do not depend on it. */
  readonly batchSize?: number;
  /** Conditions as of `--conditions` files; nominal when absent. */
  readonly conditions?: EmulatorConfig;
  /** A file of one's own that lies over the events, from `loadOverlay`. */
  readonly overlay?: UserOverlay;
}

/** What lies over events, and when they happen: as of a chain. */
type Overlay = Pick<ChainOptions, 'sources' | 'moments' | 'diffuse'>;

/** Generated events with what a user should know of them, and what the stages after them need. */
export interface NotedBatch extends GeneratedBatch {
  readonly settings: Settings;
  /** What was decayed of these events, or leaves nothing in the detector, by kind. */
  readonly notes: readonly Note[];
}

/** Generated events, in batches, with what lies over them. Cold: each subscriber gets the same. */
export function makeEvents$(options: EventsOptions, overlay: Overlay = {}): Observable<NotedBatch> {
  const {
    generator,
    config = {},
    events,
    seed = 1,
    run = 1,
    batchSize = 1024,
    conditions = nominalConfig(),
    decay,
  } = options;
  return new Observable((subscriber) => {
    const particles = new ParticleTable(conditions.particles);
    const context = { seed, beams: beams(conditions.beams), particles };
    const generate = buildGenerator(generator, config, context, decay);
    const { overlay: file } = options;
    const settings: Settings = { seed, conditions, ...(file !== undefined && { overlay: file }) };
    const layOver = layAround({ ...settings, run, ...(decay !== undefined && { decay }) }, overlay);
    let next = 0;
    let callOff = (): void => {};
    const pull = (): void => {
      const slice = Math.floor(next / shardEvents);
      const first = next % shardEvents;
      const eventCount = Math.min(batchSize, shardEvents - first, events - next);
      try {
        const addresses = sliceAddresses(run, slice, first, eventCount);
        const { weights, particles, decays } = generate(addresses);
        const notes = decayNotes(countsOf(decays), 'generator');
        const time = new Float64Array(eventCount);
        const made = layOver({ eventCount, addresses, time, weights, particles });
        subscriber.next({ ...made, notes, settings });
      } catch (error) {
        subscriber.error(error);
        return;
      }
      next += eventCount;
      if (next < events) callOff = nextTurn(pull);
      else subscriber.complete();
    };
    if (events > 0) callOff = nextTurn(pull);
    else subscriber.complete();
    return () => callOff();
  });
}

/** Under what events are made that something lies over. */
interface Around extends Settings, DecayChoice {
  readonly run: number;
}

/**
 * Gives collisions their times, where those are handed in, and lays over them what a machine and a
 * user's file have; recorded hits are laid where there are hits.
 */
export function layAround(
  { conditions, overlay: file, ...context }: Around,
  { sources = [], moments, diffuse }: Overlay,
): <B extends GeneratedBatch>(made: B) => B {
  const layOver = withSources([...sources, ...userSources(file)], {
    ...context,
    config: conditions,
  });
  const momentsOf = moments?.(context);
  return (made) => {
    const time = momentsOf?.(made.addresses) ?? made.time;
    return layOver({ ...made, time, ...(diffuse !== undefined && { diffuse: diffuse(time) }) });
  };
}

/** What `hits$` makes: events, and which subdetectors are simulated; all by default. */
type HitsOptions<Name extends keyof DetectorHits> = EventsOptions & {
  readonly subdetectors?: readonly Name[];
};

/** Events with the hits of some subdetectors. */
export type HitsOf<Name extends keyof DetectorHits> = EventBatch<Pick<DetectorHits, Name>> &
  NotedBatch;

/** What made the events of a batch, for the stages that come after. */
export interface Settings extends RunContext {
  readonly conditions: EmulatorConfig;
  /** A user's file that lies over the events: its recorded hits are laid where there are hits. */
  readonly overlay?: UserOverlay;
}

/** Events with the hits they leave in the whole detector or in the subdetectors named. */
export function makeHits$<const Name extends keyof DetectorHits = keyof DetectorHits>(
  options: HitsOptions<Name>,
  overlay: Overlay = {},
): Observable<HitsOf<Name>> {
  return makeEvents$(options, overlay).pipe(
    builtOf((settings) => leaveHits(settings, options.subdetectors)),
  );
}

/**
 * A stage that is built from the settings of the batches, when the first comes and when they
 * change; fresh for each subscriber.
 */
export const builtOf =
  <B extends { readonly settings: Settings }, R>(
    build: (settings: Settings) => (batch: B) => R,
  ): OperatorFunction<B, R> =>
  (batches$) =>
    defer(() => {
      let built: { readonly settings: Settings; readonly run: (batch: B) => R } | undefined;
      return batches$.pipe(
        map((batch) => {
          const { settings } = batch;
          if (built?.settings !== settings) built = { settings, run: build(settings) };
          return built.run(batch);
        }),
      );
    });

/** The hits that events leave in the subdetectors named, in all of them by default. */
export function leaveHits<Name extends keyof DetectorHits>(
  settings: Settings,
  names?: readonly Name[],
): <B extends GeneratedBatch>(batch: B) => B & EventBatch<Pick<DetectorHits, Name>> {
  const wanted: readonly string[] | undefined = names;
  const parts = subdetectors.filter(({ name }) => wanted?.includes(name) ?? true);
  const { seed, conditions, overlay: file } = settings;
  const respond = simulateDetector(parts, conditions, { seed, patterns: chamberPatterns });
  const layHits = file === undefined ? undefined : layRecordedHits(parts, file, settings);
  return (batch) => {
    const seen = respond(batch);
    const hits = layHits?.(seen.hits, batch.addresses) ?? seen.hits;
    return { ...batch, ...seen, hits: hits as Pick<DetectorHits, Name> };
  };
}
