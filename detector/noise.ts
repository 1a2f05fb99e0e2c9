// kernel: every noise hit of every event
import { type Table, TableBuilder, type TableSchema } from './base/columns.js';
import { log } from './base/elementary.js';
import { RandomStream } from './base/random.js';
import { type Addresses, type RunContext, seedAt } from './event.js';

/** Noise of the events of the given names, as a deposit list like any other. */
export type Noise<D> = (addresses: Addresses) => D;

/** Name of noise among the origins of deposit lists. */
export const noiseOrigin = 'noise';

/** In columns of deposits that name the particle: there is none. */
export const noParticle = 0xffff;

/** Neighbouring channels with the same level. */
export interface ChannelGroup {
  readonly channels: number;
  /** Mean number of hits of each channel in an event. */
  readonly mean: number;
}

/** Uncorrelated hits of one event; a scratch record. */
export class NoiseHits {
  count = 0;
  /** Which channel, and a uniform number in [0, 1) for each hit. */
  channel = new Int32Array(256);
  fraction = new Float64Array(256);
  readonly #groups: readonly ChannelGroup[];

  constructor(groups: readonly ChannelGroup[]) {
    this.#groups = groups;
  }

  /**
   * Draws an event: a Poisson process along the channels laid end to end, so that one exponential
   * step gives the next hit's channel and fraction.
   */
  draw(random: RandomStream): void {
    this.count = 0;
    let first = 0;
    for (const { channels, mean } of this.#groups) {
      const end = first + channels;
      if (mean > 0) this.#drawGroup(first, end, 1 / mean, random);
      first = end;
    }
  }

  #drawGroup(first: number, end: number, step: number, random: RandomStream): void {
    let place = first - log(random.uniform()) * step;
    while (place < end) {
      if (this.count === this.channel.length) this.#grow();
      const channel = Math.floor(place);
      this.channel[this.count] = channel;
      this.fraction[this.count] = place - channel;
      this.count++;
      place -= log(random.uniform()) * step;
    }
  }

  #grow(): void {
    const channel = new Int32Array(2 * this.channel.length);
    channel.set(this.channel);
    this.channel = channel;
    const fraction = new Float64Array(2 * this.fraction.length);
    fraction.set(this.fraction);
    this.fraction = fraction;
  }
}

/** How the noise of a subdetector becomes a table. */
export interface NoiseOptions<S extends TableSchema> {
  readonly schema: S;
  /** Groups in the order of their channels. */
  readonly groups: readonly ChannelGroup[];
  readonly purpose: number;
  /** Writes the hits to the columns from `row` on, for which there is room. */
  readonly write: (
    hits: NoiseHits,
    columns: TableBuilder<S>['columns'],
    row: number,
    random: RandomStream,
  ) => void;
  /** Appends what else an event has; its stream is of a purpose of its own. */
  readonly more?: {
    readonly purpose: number;
    readonly draw: (random: RandomStream, rows: TableBuilder<S>) => void;
  };
}

/** Noise as deposits, drawn from the names of the events; undefined when no channel has any. */
export function noiseDeposits<S extends TableSchema>(
  { schema, groups, purpose, write, more }: NoiseOptions<S>,
  context: RunContext,
): Noise<Table<S>> | undefined {
  if (more === undefined && groups.every(({ mean }) => mean <= 0)) return undefined;
  const random = new RandomStream();
  const builder = new TableBuilder(schema, 4096);
  const hits = new NoiseHits(groups);
  return (addresses) => {
    for (let event = 0; event < addresses.index.length; event++) {
      seedAt(random, context, addresses, event, purpose);
      hits.draw(random);
      builder.reserve(hits.count);
      write(hits, builder.columns, builder.rowCount, random);
      builder.rowCount += hits.count;
      if (more !== undefined) {
        seedAt(random, context, addresses, event, more.purpose);
        more.draw(random, builder);
      }
      builder.endEvent();
    }
    return builder.take();
  };
}
