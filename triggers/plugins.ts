import type { ConfigSchema, SchemaOf } from '../detector/base/config.js';
import type { HitBatch, RunContext } from '../detector/event.js';
import type { DetectorHits } from '../detector/index.js';
import type { BitStage } from './batches.js';
import type { TriggerObjects } from './objects.js';
import type { InputName } from './slots.js';

/** Names of properties, as a list declares them. */
type NamesOf<T> = readonly (keyof T & string)[];

/**
 * Turns hits, and objects of earlier stages, into trigger objects of its own name. What it reads is
 * a list that is there at run time too: what a menu needs follows from it.
 */
export interface TriggerStage<Name extends string, Config, Hits, Before, Found> {
  readonly name: Name;
  readonly schema: SchemaOf<Config>;
  /** Subdetectors whose hits it reads. */
  readonly reads: NamesOf<Hits>;
  /** Of subdetectors of which it does not read all channels, 1 for each that it reads. */
  readonly channels?: { readonly [Read in keyof Hits]?: Uint8Array };
  /** Stages before it in the list whose objects it reads. */
  readonly uses: NamesOf<Before>;
  readonly build: (
    config: Config,
    context: RunContext,
  ) => (batch: HitBatch<Hits>, before: Before) => Found;
}

/**
 * Makes stage records for some hits and objects. The types of what a stage is given come from its
 * two lists, so that it cannot read what it did not declare; it finds the objects of its name.
 */
export const stageOf =
  <AllHits, AllObjects>() =>
  <
    const Name extends keyof AllObjects & string,
    Config,
    const Reads extends NamesOf<AllHits>,
    const Uses extends NamesOf<AllObjects>,
  >(stage: {
    readonly name: Name;
    readonly schema: SchemaOf<NoInfer<Config>>;
    readonly reads: Reads;
    readonly channels?: { readonly [Read in Reads[number]]?: Uint8Array };
    readonly uses: Uses;
    readonly build: (
      config: Config,
      context: RunContext,
    ) => (
      batch: HitBatch<Pick<AllHits, Reads[number]>>,
      before: Pick<AllObjects, Uses[number]>,
    ) => AllObjects[Name];
  }): TriggerStage<
    Name,
    Config,
    Pick<AllHits, Reads[number]>,
    Pick<AllObjects, Uses[number]>,
    AllObjects[Name]
  > =>
    stage as never;

/** A stage of the emulated trigger. */
export const triggerStage = stageOf<DetectorHits, TriggerObjects>();

/** Configuration of a plugin without parameters. */
type NoParameters = Readonly<Record<never, never>>;

/**
 * Turns trigger objects into input bits: a family of `lines/` or the bits of `bits/`. `Reads` names
 * the objects that all of its slots come from; slots that come from others are another plugin's.
 */
export interface BitPlugin<
  Reads extends keyof Objects & string,
  Name extends string = string,
  Config = NoParameters,
  Objects = TriggerObjects,
> {
  readonly name: Name;
  readonly schema: SchemaOf<NoInfer<Config>>;
  /** Stages whose objects it reads. */
  readonly reads: readonly Reads[];
  /** Slots it may set; all others of an event stay as they are. */
  readonly drives: readonly InputName[];
  readonly build: (config: Config) => BitStage<Reads, Objects>;
}

/** A bit plugin as it stands, its types taken from what it declares. */
export const bitPlugin = <
  const Reads extends readonly (keyof TriggerObjects)[],
  const Name extends string,
  Config = NoParameters,
>(
  plugin: BitPlugin<Reads[number], Name, Config> & { readonly reads: Reads },
): BitPlugin<Reads[number], Name, Config> => plugin;

/** Any stage, for lists. */
export interface AnyTriggerStage {
  readonly name: string;
  readonly schema: ConfigSchema;
  readonly reads: readonly string[];
  readonly channels?: Readonly<Record<string, Uint8Array | undefined>>;
  readonly uses: readonly string[];
  readonly build: (config: never, context: RunContext) => (batch: never, before: never) => unknown;
}

/** Any bit plugin, for lists. */
export interface AnyBitPlugin {
  readonly name: string;
  readonly schema: ConfigSchema;
  readonly reads: readonly string[];
  readonly drives: readonly InputName[];
  readonly build: (
    config: never,
  ) => (objects: never, eventCount: number, bits: Uint32Array) => void;
}
