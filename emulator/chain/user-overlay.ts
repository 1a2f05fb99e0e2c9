import { purpose, RandomStream } from '../../detector/base/random.js';
import { bucketPeriod } from '../../detector/base/constants.js';
import { ns } from '../../detector/base/units.js';
import { type Addresses, type RunContext, seedAt } from '../../detector/event.js';
import type { Particles } from '../../detector/particles.js';
import type { Detector } from '../../detector/simulate.js';
import type { AnySubdetector } from '../../detector/subdetector.js';
import { type HitTree, selectHits } from './kept-hits.js';
import { maxSliceNumbers } from './slices.js';
import type { ParticleSource } from './sources.js';

/** What a user's file lays over events: plain data, in memory that threads share. */
export interface UserOverlay {
  /** The file, and what was said with it. */
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
  readonly content: OverlaidParticles | OverlaidHits;
}

/** Which file a document says that was laid over: as it was given, and its SHA-256. */
export interface NamedOverlay {
  readonly overlay?: string;
}

/** What an overlay was asked for with: the file, then what was said with it, `key=value`. */
export const askedOf = (name: string): readonly [path: string, ...said: readonly string[]] =>
  name.split(/,(?=[a-z]+=)/) as [string, ...string[]];

/** What documents say of an overlay; nothing without one. */
export const namedOverlay = (overlay: UserOverlay | undefined): NamedOverlay =>
  overlay === undefined ? {} : { overlay: `${overlay.name} sha256:${overlay.hash}` };

/** Particles that come at a rate: each event of the file is a seed. */
export interface OverlaidParticles {
  readonly kind: 'particles';
  readonly events: number;
  /** [1/ns] */
  readonly rate: number;
  readonly particles: Particles;
  /** Sums of the weights of the events up to each; absent when all are alike. */
  readonly sums?: Float64Array;
}

/** Digitized hits of recorded events: over each event lies one of them. */
interface OverlaidHits {
  readonly kind: 'hits';
  readonly events: number;
  readonly hits: HitTree;
}

/** What a user lays over has the numbers from here on, in names of random streams. */
export const firstUserSource = 301;

/** In place of a generator's name: events of a user's file, which its parameters are. */
export const userEvents = 'user-events';

/** How far from an event particles are laid over it [ns]. */
const reach = { from: -1000 * ns, to: 300 * ns } as const;
/** Names apart from those of a run's events and of other seeds: the last quarter of numbers. */
const firstIndex = 3 * 2 ** 30;
/** What makes the particles that are laid over. */
export function userSources(overlay: UserOverlay | undefined): readonly ParticleSource[] {
  if (overlay?.content.kind !== 'particles') return [];
  const { content } = overlay;
  return [
    {
      origin: `overlay ${overlay.name}`,
      source: firstUserSource,
      seeds: ({ config, seed }) => {
        const spacing = config.beams.filling.spacing * bucketPeriod;
        return ({ eventCount, addresses }) =>
          seedsOver(content, { seed }, { eventCount, addresses, spacing });
      },
      particles: ({ seed }) => drawEvents(content, { seed }),
    },
  ];
}

/** Particles of an event of the file for each name. */
export function drawEvents(
  content: OverlaidParticles,
  context: RunContext,
): (addresses: Addresses) => Particles {
  const choose = eventChooser(content, context, purpose.generator);
  return (addresses) => selectRows(content.particles, content.events, choose(addresses));
}

interface OverEvents {
  readonly eventCount: number;
  readonly addresses: Addresses;
  /** Time between bunches [ns]: seeds come with one of them. */
  readonly spacing: number;
}

/** Seeds of the events of a batch, Poisson in number. */
function seedsOver(
  { rate }: OverlaidParticles,
  context: RunContext,
  { eventCount, addresses, spacing }: OverEvents,
) {
  const random = new RandomStream();
  const [first, end] = [Math.ceil(reach.from / spacing), Math.floor(reach.to / spacing)];
  const seeds: { event: number; time: number; slice: number; index: number }[] = [];
  for (let event = 0; event < eventCount; event++) {
    seedAt(random, context, addresses, event, purpose.seeds);
    const count = random.poisson(rate * (reach.to - reach.from));
    const [slice, index] = [addresses.slice[event]!, addresses.index[event]! % maxSliceNumbers];
    for (let number = 0; number < count; number++) {
      const bunch = first + Math.floor((end - first + 1) * random.uniform());
      const name = firstIndex + number * maxSliceNumbers + index;
      seeds.push({ event, time: bunch * spacing, slice, index: name });
    }
  }
  return {
    event: Uint32Array.from(seeds, ({ event }) => event),
    time: Float64Array.from(seeds, ({ time }) => time),
    slice: Uint32Array.from(seeds, ({ slice }) => slice),
    index: Uint32Array.from(seeds, ({ index }) => index),
  };
}

/** Which event of the file belongs to each name: drawn by weight. */
function eventChooser(
  { events, sums }: { readonly events: number; readonly sums?: Float64Array },
  context: RunContext,
  purposeId: number,
): (addresses: Addresses) => Uint32Array {
  const random = new RandomStream();
  return (addresses) =>
    addresses.index.map((_, row) => {
      seedAt(random, context, addresses, row, purposeId);
      const at = random.uniformFine();
      return sums === undefined ? Math.floor(at * events) : placeOf(at * sums.at(-1)!, sums);
    });
}

/** The first place whose sum is above a number. */
function placeOf(number: number, sums: Float64Array): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Events of a table, in any order and as often as they are named. */
const selectRows = (table: Particles, count: number, events: Uint32Array): Particles =>
  selectHits(table as unknown as HitTree, count, events) as unknown as Particles;

type HitsByName = Readonly<Record<string, unknown>>;

/**
 * Lays recorded hits over those of the events named: each event has the same ones wherever it is
 * made. Hits of subdetectors that were not recorded stay as they are.
 */
export function layRecordedHits(
  subdetectors: readonly AnySubdetector[],
  { content }: Pick<UserOverlay, 'content'>,
  context: RunContext,
): (hits: HitsByName, addresses: Addresses) => HitsByName {
  if (content.kind !== 'hits') return (hits) => hits;
  const choose = eventChooser(content, context, purpose.seeds);
  const mergers = new Map(
    subdetectors.map(({ name, hitMerging }) => [name, hitMerging?.merge] as const),
  );
  return (own, addresses) => {
    const events = choose({ ...addresses, source: firstUserSource });
    const laid = Object.entries(own).map(([name, hits]) => {
      const recorded = content.hits[name];
      const merge = mergers.get(name);
      if (typeof recorded !== 'object' || merge === undefined) return [name, hits];
      const over = selectHits(recorded as HitTree, content.events, events);
      return [name, merge(hits as never, over as never)];
    });
    return Object.fromEntries(laid) as HitsByName;
  };
}

/** The detector with recorded hits over its own, where some are laid over. */
export function withRecordedHits(
  detector: Detector,
  subdetectors: readonly AnySubdetector[],
  overlay: UserOverlay | undefined,
  context: RunContext,
): Detector {
  if (overlay?.content.kind !== 'hits') return detector;
  const layOver = layRecordedHits(subdetectors, overlay, context);
  return {
    ...detector,
    read: (lists, addresses, ...more) =>
      layOver(detector.read(lists, addresses, ...more), addresses),
  };
}
