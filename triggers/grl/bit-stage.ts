import type { ConfigSchema } from '../../detector/base/config.js';
import type { BitStage } from '../batches.js';
import type { AnyBitPlugin } from '../plugins.js';
import type { InputName } from '../slots.js';
import type { GrlObjects } from './objects.js';

/** A bit stage that reads GRL objects only. */
export type GrlBitStage = BitStage<{ readonly grl: GrlObjects }>;

/** A plugin made of one. None has parameters: thresholds are those of the objects. */
export interface GrlBitPlugin extends AnyBitPlugin {
  readonly schema: ConfigSchema;
  readonly drives: readonly InputName[];
  readonly build: () => GrlBitStage;
}

/** Stages one after the other. */
export const inOrder =
  <O>(...stages: readonly BitStage<O>[]): BitStage<O> =>
  (objects, eventCount, bits) => {
    for (const stage of stages) stage(objects, eventCount, bits);
  };
