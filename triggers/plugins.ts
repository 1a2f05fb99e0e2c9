import type { ConfigOf, ConfigSchema } from '../detector/base/config.js';
import type { HitBatch, RunContext } from '../detector/event.js';
import type { BitStage } from './batches.js';
import type { InputName } from './slots.js';

/**
 * Turns hits (and the objects of earlier stages) into trigger objects of its own name. `H` is the
 * part of the hits it reads, `O` what it finds; `Before` are the objects of stages listed before
 * it.
 */
export interface TriggerStage<Name extends string, S extends ConfigSchema, H, O, Before = unknown> {
  readonly name: Name;
  readonly schema: S;
  readonly build: (
    config: ConfigOf<S>,
    context: RunContext,
  ) => (batch: HitBatch<H>, before: Before) => O;
}

/** Turns trigger objects into input bits: a family of `lines/` or the bits of `bits/`. */
export interface BitPlugin<S extends ConfigSchema, Name extends string = string> {
  readonly name: Name;
  readonly schema: S;
  /** Slots it may set; all others of an event stay as they are. */
  readonly drives: readonly InputName[];
  readonly build: (config: ConfigOf<S>) => BitStage;
}

/** Any stage, for lists. */
export interface AnyTriggerStage {
  readonly name: string;
  readonly schema: ConfigSchema;
  readonly build: (config: never, context: RunContext) => (batch: never, before: never) => unknown;
}
/** Any bit plugin, for lists. */
export interface AnyBitPlugin {
  readonly name: string;
  readonly schema: ConfigSchema;
  readonly drives: readonly string[];
  readonly build: (
    config: never,
  ) => (objects: never, eventCount: number, bits: Uint32Array) => void;
}
