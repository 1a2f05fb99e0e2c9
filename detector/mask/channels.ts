import type { RunContext } from '../event.js';
import type { ChannelGroup, Noise } from '../noise.js';
import type { DepositTable } from '../overlay.js';

/** A number by which a mask chooses channels: of a layer, of a board, of the channel in it. */
export interface ChannelField {
  readonly min: number;
  readonly max: number;
  /** That number of a channel. */
  readonly of: (channel: number) => number;
  /** So many neighbouring channels, from a multiple of it on, have the same; 1 when absent. */
  readonly block?: number;
}

/** The channels of a subdetector, numbered from 0, and by what a mask may choose them. */
export interface Channels {
  /** Number of the subdetector in names of random streams: append, never renumber. */
  readonly number: number;
  readonly count: number;
  /** Whether a number is that of a channel; all are, when absent. */
  readonly exists?: (channel: number) => boolean;
  /** Coarse ones first: what they leave out is skipped at once. */
  readonly fields: Readonly<Record<string, ChannelField>>;
}

/** Gives the channel of a row of a table. */
type ChannelOfRow<T> = (table: T) => (row: number) => number;

/** How a subdetector is made imperfect. `D`: what its front end sees of deposits, `H`: its hits. */
export interface Masking<Config, D, H> {
  readonly channels: Channels;
  /**
   * Where a channel that fails loses something: rows of deposits one by one; all deposits of an
   * event, where the channel sums them; or rows of hits, where deposits spread over channels.
   */
  readonly loses:
    | { readonly what: 'deposits' | 'events'; readonly channelOf: ChannelOfRow<D> }
    | { readonly what: 'hits'; readonly channelOf: ChannelOfRow<H> };
  /** Time in which a hot channel is looked at in an event [ns]. */
  readonly hotWindow: (config: Config) => number;
  /** Hits of hot channels, like those of noise. */
  readonly hotHits: (
    config: Config,
    context: RunContext,
    groups: readonly ChannelGroup[],
    purpose: number,
  ) => Noise<D & DepositTable> | undefined;
}

/** The masking of any subdetector, for lists. */
export interface AnyMasking {
  readonly channels: Channels;
  readonly loses: {
    readonly what: 'deposits' | 'events' | 'hits';
    readonly channelOf: ChannelOfRow<never>;
  };
  readonly hotWindow: (config: never) => number;
  readonly hotHits: (
    config: never,
    context: RunContext,
    groups: readonly ChannelGroup[],
    purpose: number,
  ) => Noise<DepositTable> | undefined;
}
