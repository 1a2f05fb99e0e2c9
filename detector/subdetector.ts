import type { ConfigSchema, SchemaOf } from './base/config.js';
import type { PartLevels } from './diffuse-levels.js';
import type { Addresses, RunContext } from './event.js';
import type { AnyMasking, Masking } from './mask/channels.js';
import type { AnyHitMerging, HitMerging } from './merge-hits.js';
import type { Noise } from './noise.js';
import type { DepositTable } from './overlay.js';
import type { Particles } from './particles.js';
import type { Arcs } from './propagation/arcs.js';

/**
 * One subdetector: two pure functions and the parameters they read. Deposits and hits are tables
 * whose arrays belong to their batch. `D` deposits (what particles leave), `H` hits (what the front
 * end reports), `S` what the front end sees of deposits.
 */
export interface Subdetector<
  Name extends string,
  Config,
  D extends S,
  H,
  S extends DepositTable = D,
> {
  readonly name: Name;
  readonly schema: SchemaOf<Config>;
  /**
   * What particles leave in the sensitive volume; only rows of status final act, charged ones along
   * their arcs. Draws from the names of the particles, which may be laid over any event.
   */
  readonly deposit: (
    config: Config,
    context: RunContext,
  ) => (particles: Particles, addresses: Addresses, arcs: Arcs) => D;
  /**
   * The same rows and numbers without what no digitizer reads, where that saves time. Rows of
   * channels that nobody reads may be left out too: `read` has 1 for the others.
   */
  readonly signal?: (
    config: Config,
    context: RunContext,
    read?: Uint8Array,
  ) => (particles: Particles, addresses: Addresses, arcs: Arcs) => S;
  /**
   * Hits of all deposit lists together (collision first, then backgrounds, then noise): they are
   * summed or merged before any threshold. Draws from the names of the events. `levels` are of
   * diffuse background, for who knows it as noise of its channels and not as hits.
   */
  readonly digitize: (
    config: Config,
    context: RunContext,
  ) => (deposits: readonly S[], addresses: Addresses, levels?: PartLevels) => H;
  /**
   * Uncorrelated noise of the electronics and of diffuse background, as one deposit list more;
   * undefined when its levels are 0. Draws from the names of the events.
   */
  readonly noise?: (config: Config, context: RunContext) => Noise<S> | undefined;
  /** Its channels, and what dead, weak and hot ones of them do. */
  readonly masking?: Masking<Config, S, H>;
  /** How recorded hits are laid over its own. */
  readonly hitMerging?: HitMerging<H>;
}

/** Any subdetector, for lists. */
export interface AnySubdetector {
  readonly name: string;
  readonly schema: ConfigSchema;
  readonly deposit: (
    config: never,
    context: RunContext,
  ) => (particles: Particles, addresses: Addresses, arcs: Arcs) => DepositTable;
  readonly signal?: (
    config: never,
    context: RunContext,
    read?: Uint8Array,
  ) => (particles: Particles, addresses: Addresses, arcs: Arcs) => DepositTable;
  readonly digitize: (
    config: never,
    context: RunContext,
  ) => (deposits: never, addresses: Addresses, levels?: PartLevels) => unknown;
  readonly noise?: (config: never, context: RunContext) => Noise<DepositTable> | undefined;
  readonly masking?: AnyMasking;
  readonly hitMerging?: AnyHitMerging;
}

/** Hits by subdetector name, for a list of subdetectors. */
export type HitsOf<L extends readonly AnySubdetector[]> = {
  readonly [D in L[number] as D['name']]: ReturnType<ReturnType<D['digitize']>>;
};
