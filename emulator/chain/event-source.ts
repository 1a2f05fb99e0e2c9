import { map, Observable } from 'rxjs';
import { beams } from '../../detector/beams.js';
import type { Note } from '../../detector/base/notes.js';
import type { RunContext } from '../../detector/event.js';
import { sliceAddresses } from '../../detector/event.js';
import { simulateDetector } from '../../detector/simulate.js';
import { type DetectorHits, subdetectors } from '../../detector/index.js';
import { ParticleTable } from '../../detector/particle-table.js';
import type { EventBatch, GeneratedBatch } from '../../detector/truth.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import { countsOf, decayNotes } from '../decays/decay-counts.js';
import { buildGenerator, type GeneratorConfig, type GeneratorName } from '../generators/index.js';
import { nextTurn } from './next-turn.js';
import { type EmulatorConfig, nominalConfig } from './parts.js';
import { shardEvents } from '../../detector/event.js';

/**
 * What `events$` makes: which generator with which parameters, how many events, under which seed
 * and conditions.
 */
export type EventsOptions<Name extends GeneratorName = GeneratorName> = RunOptions &
  { [N in Name]: GeneratorOptions<N> }[Name];

interface GeneratorOptions<Name extends GeneratorName> {
  /** Name of a generator: gun, gamma-gamma, tautau, …; `b2l1 processes` lists those of physics. */
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
}

/** Generated events with what a user should know of them. */
export interface NotedBatch extends GeneratedBatch {
  /** What was decayed of these events, or leaves nothing in the detector, by kind. */
  readonly notes: readonly Note[];
}

/**
 * Generated events, in batches. Cold: each subscriber gets the same events. Between batches the
 * event loop turns, so a consumer that unsubscribes, or a timer, is heard.
 * @example
 * ```ts
 * import {
 *   events$,
 *   type EventsOptions,
 *   type GeneratedBatch,
 *   type GeneratorConfig,
 *   type GeneratorName,
 *   type NotedBatch,
 *   type Particles,
 * } from 'belle2-l1';
 * import { lastValueFrom, map, reduce } from 'rxjs';
 *
 * const options: EventsOptions = { generator: 'mumu', events: 1000, seed: 7 };
 * const muonsAmong = ({ pdg }: Particles) => pdg.filter((code) => Math.abs(code) === 13).length;
 * const add = (sum: number, { particles }: GeneratedBatch) => sum + muonsAmong(particles);
 * console.log(await lastValueFrom(events$(options).pipe(reduce(add, 0)))); // → 2000
 *
 * // What was decayed on the way is said with each batch.
 * const config: GeneratorConfig<'gun'> = { pdg: 15, minimum: '2 GeV' };
 * const taus$ = events$({ generator: 'gun', config, events: 3 });
 * const numbers = ({ notes }: NotedBatch) => notes.map(({ count }) => count).join();
 * console.log(await lastValueFrom(taus$.pipe(map(numbers)))); // → 3
 *
 * // Names and parameters are types: a wrong one does not compile.
 * const heavy: GeneratorConfig<'dark-photon'> = { mass: '8 GeV', isr: false };
 * const generator = 'dark-photon' satisfies GeneratorName;
 * const dark = await lastValueFrom(events$({ generator, config: heavy, events: 10 }));
 * console.log(dark.eventCount); // → 10
 * ```
 */
export function events$(options: EventsOptions): Observable<NotedBatch> {
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
        subscriber.next({ eventCount, addresses, time, weights, particles, notes });
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

/** What made the hits of a batch, for the stages that come after. */
export interface Settings extends RunContext {
  readonly conditions: EmulatorConfig;
}

/**
 * Events with the hits they leave in the detector: where a user's own trigger pipeline begins. The
 * whole detector, or only the subdetectors named, whose hits are the same.
 * @example
 * ```ts
 * import {
 *   type Addresses,
 *   type DetectorHits,
 *   type EventBatch,
 *   type GeneratorConfig,
 *   type HitBatch,
 *   hits$,
 * } from 'belle2-l1';
 * import { lastValueFrom, map, toArray } from 'rxjs';
 *
 * // Energy of all crystals, event by event, with the event's name.
 * const energies = ({ eventCount, hits }: HitBatch<DetectorHits>) =>
 *   Array.from({ length: eventCount }, (_, event) =>
 *     hits.ecl.crystals.energy
 *       .subarray(hits.ecl.crystals.offsets[event], hits.ecl.crystals.offsets[event + 1])
 *       .reduce((sum, energy) => sum + energy, 0),
 *   );
 * const nameOf = ({ run, slice, index }: Addresses, event: number) =>
 *   `${run}:${slice[event]}:${index[event]}`;
 * const photon: GeneratorConfig<'gun'> = {
 *   pdg: 22,
 *   frame: 'lab',
 *   minimum: '1 GeV',
 *   maximum: '1 GeV',
 *   thetaMin: '60 deg',
 *   thetaMax: '90 deg',
 * };
 * const [batch] = await lastValueFrom(
 *   hits$({ generator: 'gun', config: photon, events: 3 }).pipe(
 *     map((made: EventBatch<DetectorHits>) => ({
 *       names: made.addresses,
 *       energies: energies(made),
 *     })),
 *     toArray(),
 *   ),
 * );
 * console.log(nameOf(batch!.names, 2)); // → 1:0:2
 * console.log(batch!.energies.map((energy) => `${energy.toFixed(2)} GeV`).join(', '));
 * ```
 */
export function hits$<const Name extends keyof DetectorHits = keyof DetectorHits>(
  options: EventsOptions & { readonly subdetectors?: readonly Name[] },
): Observable<EventBatch<Pick<DetectorHits, Name>> & NotedBatch & { readonly settings: Settings }> {
  const wanted: readonly string[] | undefined = options.subdetectors;
  const parts = subdetectors.filter(({ name }) => wanted?.includes(name) ?? true);
  const settings: Settings = {
    seed: options.seed ?? 1,
    conditions: options.conditions ?? nominalConfig(),
  };
  const respond = simulateDetector(parts, settings.conditions, settings);
  return events$(options).pipe(
    map((batch) => {
      const seen = respond(batch);
      return { ...batch, ...seen, hits: seen.hits as Pick<DetectorHits, Name>, settings };
    }),
  );
}
