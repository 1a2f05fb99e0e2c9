// kernel: every noise hit of every event
import { kernels } from '#kernels';
import { type RowSink, type Table, TableBuilder, type TableSchema } from './base/columns.js';
import { exp } from './base/elementary.js';
import { KernelColumn } from './base/kernel-column.js';
import { KernelStream, type RandomDraws } from './base/kernel-stream.js';
import { RandomStream } from './base/random.js';
import type { PartLevels } from './diffuse-levels.js';
import { type Addresses, type RunContext, seedAt } from './event.js';

/**
 * Noise of the events of the given names, as a deposit list like any other: as many hits as the
 * configuration says, or in each event so many times that.
 */
export type Noise<D> = (addresses: Addresses, levels?: PartLevels) => D;

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

/** What all noise of a thread shares in the memory of the kernels. */
const memory = {
  groups: new KernelColumn(Float64Array, 0),
  channel: new KernelColumn(Int32Array, 256),
  fraction: new KernelColumn(Float64Array, 256),
};
/** The groups that lie there. */
let placed: Float64Array | undefined;
/** Numbers of a group, see `ChannelGroup` in noise.wasm.ts. */
const groupNumbers = 4;
/**
 * A first step that is so much longer than a group [mean steps] ends behind it, however numbers are
 * rounded: no uniform number asks for more than 23 mean steps, which leaves 1000 roundings.
 */
const surely = 1e-6;

/** Uncorrelated hits of one event; a scratch record in memory that all share. */
export class NoiseHits {
  count = 0;
  /** Of the groups that have any hits. */
  readonly #groups: Float64Array;

  constructor(groups: readonly ChannelGroup[]) {
    let end = 0;
    const numbers = groups.flatMap(({ channels, mean }) => {
      const first = end;
      end += channels;
      return mean > 0 ? [first, end, 1 / mean, exp(-channels * mean - surely)] : [];
    });
    this.#groups = Float64Array.from(numbers);
  }

  /** Which channel each hit is on. */
  get channel(): Int32Array {
    return memory.channel.values;
  }

  /** A uniform number in [0, 1) for each hit. */
  get fraction(): Float64Array {
    return memory.fraction.values;
  }

  /** Where kernels find these columns [bytes]. */
  get addresses() {
    return { channel: memory.channel.address, fraction: memory.fraction.address };
  }

  /**
   * Draws an event: a Poisson process along the channels laid end to end, so that one exponential
   * step gives the next hit's channel and fraction.
   * @param level times the mean numbers of the groups
   */
  draw(random: KernelStream, level = 1): void {
    if (placed !== this.#groups) memory.groups.place(this.#groups);
    placed = this.#groups;
    this.count = this.#drawInto(random, level);
    if (this.count <= memory.channel.values.length) return;
    memory.channel.reserve(this.count);
    memory.fraction.reserve(this.count);
    this.#drawInto(random, level);
  }

  #drawInto({ address }: KernelStream, level: number): number {
    const { groups, channel, fraction } = memory;
    return kernels.drawNoiseHits(
      address,
      groups.address,
      this.#groups.length / groupNumbers,
      level,
      channel.address,
      fraction.address,
      channel.values.length,
    );
  }
}

/** What rows of an event are written to, one event after the other. */
interface NoiseRows<S extends TableSchema> extends RowSink<S> {
  endEvent(): void;
  take(): Table<S>;
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
    columns: RowSink<S>['columns'],
    row: number,
    random: RandomDraws,
  ) => void;
  /** What they are written to; a builder of its own when absent. */
  readonly rows?: () => NoiseRows<S>;
  /**
   * Appends what else an event has, so many times as much; its stream is of a purpose of its own.
   */
  readonly more?: {
    readonly purpose: number;
    readonly draw: (random: RandomStream, rows: RowSink<S>, level: number) => void;
  };
}

/** Noise as deposits, drawn from the names of the events; undefined when no channel has any. */
export function noiseDeposits<S extends TableSchema>(
  {
    schema,
    groups,
    purpose,
    write,
    rows = () => new TableBuilder(schema, 4096),
    more,
  }: NoiseOptions<S>,
  context: RunContext,
): Noise<Table<S>> | undefined {
  if (more === undefined && groups.every(({ mean }) => mean <= 0)) return undefined;
  const random = new KernelStream();
  const randomOfMore = new RandomStream();
  const builder = rows();
  const hits = new NoiseHits(groups);
  return (addresses, levels) => {
    const column = levels?.[0];
    for (let event = 0; event < addresses.index.length; event++) {
      const level = column?.[event] ?? 1;
      seedAt(random, context, addresses, event, purpose);
      hits.draw(random, level);
      builder.reserve(hits.count);
      write(hits, builder.columns, builder.rowCount, random);
      builder.rowCount += hits.count;
      if (more !== undefined) {
        seedAt(randomOfMore, context, addresses, event, more.purpose);
        more.draw(randomOfMore, builder, level);
      }
      builder.endEvent();
    }
    return builder.take();
  };
}
