import { parseConfig } from './base/config.js';
import type { DiffuseLevels, PartLevels } from './diffuse-levels.js';
import type { Addresses, RunContext } from './event.js';
import { type KlmConfig, klmSchema } from './klm/schema.js';
import type { MaskEntries } from './mask/entries.js';
import { hotOrigin, imperfection } from './mask/imperfect.js';
import { type MaterialConfig, passMaterial } from './material.js';
import { noiseOrigin } from './noise.js';
import type { OwnParticles } from './own-particles.js';
import { OutsideFollower } from './outside/follower.js';
import { type DepositTable, layOver } from './overlay.js';
import type { TransportConfig } from './propagation/schema.js';
import { transport, type Transported } from './propagation/transport.js';
import { ParticleTable } from './particle-table.js';
import type { AnySubdetector, HitsOf } from './subdetector.js';
import type { EventBatch, GeneratedBatch, ParticleList } from './truth.js';

/**
 * Parameters of the material under `material`, of the way of particles under `transport`; of what
 * stands behind the calorimeter's front under `klm`, nominal when absent.
 */
export interface WayConfig {
  readonly klm?: KlmConfig;
  /** A user's own particles; none when absent. */
  readonly particles?: OwnParticles;
  /** What is the matter with channels, by subdetector; nothing when absent. */
  readonly mask?: Readonly<Record<string, MaskEntries>>;
  readonly material: MaterialConfig;
  readonly transport: TransportConfig;
}

/** Particles of one source after their way to the calorimeter. */
export interface MovedList extends Transported {
  /** Name of the source. */
  readonly origin: string;
  /** Names of the events of a collision list, of the seeds of another. */
  readonly addresses: Addresses;
  /** Where seeds are laid; absent for the collisions, which are the events themselves. */
  readonly laid?: Pick<ParticleList, 'event' | 'time'>;
}

/** What one source leaves in a subdetector, rows by event of the batch. */
export interface DepositList {
  /** Name of the source. */
  readonly origin: string;
  readonly deposits: DepositTable;
}

/** Name of the source whose truth goes with the events. */
const collisionOrigin = 'collision';

/**
 * Conversions in the material in front, then the way of charged particles, for the collisions of a
 * batch and for what is laid over them: the collisions first. Each list draws from its own names.
 */
export function moveParticles(
  config: WayConfig,
  run: RunContext,
): (generated: GeneratedBatch) => MovedLists {
  const context = { ...run, particles: new ParticleTable(config.particles) };
  const convert = passMaterial(config.material, context);
  const { klm = parseConfig(klmSchema, {}, 'KLM'), transport: way } = config;
  const outside = new OutsideFollower({ klm, field: way.field }, context);
  const move = transport(way, config.material, context, outside);
  const moved = ({ addresses, particles }: Pick<GeneratedBatch, 'addresses' | 'particles'>) => ({
    addresses,
    ...move(convert(particles, addresses), addresses),
  });
  return (generated) => [
    { origin: collisionOrigin, ...moved(generated) },
    ...(generated.overlays ?? []).map((list) => ({
      origin: list.origin,
      laid: list,
      ...moved(list),
    })),
  ];
}

/**
 * One subdetector: deposits of each list by event, as far as the front end reads them, and hits of
 * all of them together.
 * @param read 1 for each channel that somebody reads of who does not read all
 */
export function respond(
  { deposit, signal, digitize, noise, masking }: AnySubdetector,
  config: unknown,
  context: RunContext,
  mask?: MaskEntries,
  read?: Uint8Array,
) {
  const leave = (signal ?? deposit)(config as never, context);
  const report = digitize(config as never, context);
  const addNoise = noise?.(config as never, context);
  const front = (
    lists: readonly DepositTable[],
    addresses: Addresses,
    levels?: PartLevels,
  ): unknown => report(lists as never, addresses, levels);
  const imperfect = imperfection(masking, mask, { config, context, read: front });
  const readAll = imperfect?.digitize ?? front;
  // A mask draws deposit by deposit: with one, all of them are there.
  const leaveRead =
    read === undefined || imperfect !== undefined
      ? leave
      : (signal?.(config as never, context, read) ?? leave);
  const leftBy = (
    { origin, particles, addresses, arcs, laid }: MovedList,
    eventCount: number,
    isSpared: boolean,
  ): DepositList => {
    const deposits = (isSpared ? leaveRead : leave)(particles, addresses, arcs);
    return {
      origin,
      deposits: laid === undefined ? deposits : layOver(deposits, laid, eventCount),
    };
  };
  return {
    /**
     * What each list leaves, in the order of the lists, and noise if there is any. Spared, it may
     * lack what is left in channels that nobody reads.
     */
    deposit: (
      lists: readonly MovedList[],
      addresses: Addresses,
      levels?: PartLevels,
      isSpared = false,
    ): readonly DepositList[] => [
      ...lists.map((list) => leftBy(list, addresses.index.length, isSpared)),
      ...(addNoise === undefined
        ? []
        : [{ origin: noiseOrigin, deposits: addNoise(addresses, levels) }]),
      ...(imperfect?.hot === undefined
        ? []
        : [{ origin: hotOrigin, deposits: imperfect.hot(addresses) }]),
    ],
    /** What the front end makes of all of it. */
    digitize: (lists: readonly DepositList[], addresses: Addresses, levels?: PartLevels): unknown =>
      readAll(
        lists.map(({ deposits }) => deposits),
        addresses,
        levels,
      ),
  };
}

/** Particles of all sources of a batch after their way, the collisions first. */
export type MovedLists = readonly [collisions: MovedList, ...others: MovedList[]];

/**
 * Subdetectors not all of whose channels are read, by name, with 1 for each channel that is: hits
 * of the others need not be there.
 */
export type SparedChannels = ReadonlyMap<string, Uint8Array>;

/** The detector in two steps, for whoever does not want all of it for all events. */
export interface Detector {
  /** Its subdetectors, in the order of the list. */
  readonly names: readonly string[];
  readonly move: (generated: GeneratedBatch) => MovedLists;
  /**
   * Hits of the subdetectors named, in the order of the list; diffuse background as the conditions
   * say unless it has levels. Spared, they may lack those of channels that nobody reads, by what it
   * was built with.
   */
  readonly read: (
    lists: readonly MovedList[],
    addresses: Addresses,
    wanted: ReadonlySet<string>,
    diffuse?: DiffuseLevels,
    isSpared?: boolean,
  ) => Readonly<Record<string, unknown>>;
}

/**
 * Builds the way of the particles of all sources, and deposit and digitise of each subdetector.
 * @param config of each subdetector under its name.
 * @param spares what `read` may be asked to spare
 */
export function buildDetector(
  subdetectors: readonly AnySubdetector[],
  config: WayConfig & Readonly<Record<string, unknown>>,
  run: RunContext,
  spares: SparedChannels = new Map(),
): Detector {
  const context = { ...run, particles: new ParticleTable(config.particles) };
  const responses = subdetectors.map((subdetector) => {
    const { name } = subdetector;
    const mask = config.mask?.[name];
    return { name, ...respond(subdetector, config[name], context, mask, spares.get(name)) };
  });
  return {
    names: responses.map(({ name }) => name),
    move: moveParticles(config, context),
    read: (lists, addresses, wanted, diffuse, isSpared = false) => {
      const hits: Record<string, unknown> = {};
      for (const { name, deposit, digitize } of responses) {
        if (!wanted.has(name)) continue;
        const levels = diffuse?.[name];
        hits[name] = digitize(deposit(lists, addresses, levels, isSpared), addresses, levels);
      }
      return hits;
    },
  };
}

/**
 * The whole detector as one pure function: the way of the particles of all sources, then deposit
 * and digitize of each subdetector in the order of the list.
 * @param config of each subdetector under its name.
 */
export function simulateDetector<const L extends readonly AnySubdetector[]>(
  subdetectors: L,
  config: WayConfig & Readonly<Record<string, unknown>>,
  context: RunContext,
): (generated: GeneratedBatch) => EventBatch<HitsOf<L>> {
  const { names, move, read } = buildDetector(subdetectors, config, context);
  const all = new Set(names);
  return (generated) => {
    const lists = move(generated);
    const [{ particles, arcs }] = lists;
    const hits = read(lists, generated.addresses, all, generated.diffuse) as HitsOf<L>;
    return { ...generated, particles, arcs, hits };
  };
}
