import { defer, map, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import { beams } from '../../detector/beams.js';
import type { DetectorHits } from '../../detector/index.js';
import {
  type EventsOptions as GeneratedOptions,
  type HitsOf,
  makeEvents$,
  makeHits$,
  type NotedBatch,
} from '../chain/event-source.js';
import { nominalConfig } from '../chain/parts.js';
import type { GeneratorName } from '../generators/index.js';
import { type LaidMachine, layMachine } from './laid-machine.js';
import { noMachine } from './machine.js';
import { machineOverlay } from './machine-overlay.js';

/**
 * What `events$` makes: which generator with which parameters, how many events, under which seed
 * and conditions; and the machine whose background lies over them.
 */
export type EventsOptions<Name extends GeneratorName = GeneratorName> = GeneratedOptions<Name> & {
  /** Preset or file, as of `--machine`; nothing is laid over when absent. */
  readonly machine?: string;
  /** Parameters of it, `path=value`, as of `--machine-set`. */
  readonly machineSet?: readonly string[];
};

/** Options and overlay with the machine that was asked for. */
function laidOver(options: EventsOptions) {
  const { machine = noMachine, machineSet = [], conditions = nominalConfig() } = options;
  const laid = layMachine({ machine, machineSet }, conditions, beams(conditions.beams));
  const { config } = laid;
  return {
    laid,
    given: { ...options, conditions: config },
    overlay: machineOverlay({ ...laid, config }, 'crystals'),
  };
}

/** What was laid over is told with the first batch. */
const told = <B extends NotedBatch>({ notes }: LaidMachine): MonoTypeOperatorFunction<B> =>
  map((batch, place) =>
    place === 0 && notes.length > 0 ? { ...batch, notes: [...notes, ...batch.notes] } : batch,
  );

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
export const events$ = (options: EventsOptions): Observable<NotedBatch> =>
  defer(() => {
    const { laid, given, overlay } = laidOver(options);
    return makeEvents$(given, overlay).pipe(told(laid));
  });

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
export const hits$ = <const Name extends keyof DetectorHits = keyof DetectorHits>(
  options: EventsOptions & { readonly subdetectors?: readonly Name[] },
): Observable<HitsOf<Name>> =>
  defer(() => {
    const { laid, given, overlay } = laidOver(options);
    return makeHits$<Name>(given, overlay).pipe(told(laid));
  });
