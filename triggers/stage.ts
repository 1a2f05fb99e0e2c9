import { map, type MonoTypeOperatorFunction } from 'rxjs';
import type { BitStage, WithInputBits, WithObjects } from './batches.js';
import type { TriggerObjects } from './objects.js';

/** Bit stages one after the other. */
export const inOrder =
  <Reads extends keyof TriggerObjects>(...stages: readonly BitStage<Reads>[]): BitStage<Reads> =>
  (objects, eventCount, bits) => {
    for (const stage of stages) stage(objects, eventCount, bits);
  };

/** A batch that a bit stage can be carried along. */
export type BatchFor<Reads extends keyof TriggerObjects> = WithInputBits &
  WithObjects<Pick<TriggerObjects, Reads>>;

/**
 * Carries a bit stage along a stream: each batch comes out with its own copy of `inputBits`, the
 * stage's bits set in it.
 */
export const bitOperator = <Reads extends keyof TriggerObjects, B extends BatchFor<Reads>>(
  stage: BitStage<Reads>,
): MonoTypeOperatorFunction<B> =>
  map((batch) => {
    const inputBits = batch.inputBits.slice();
    stage(batch.objects, batch.eventCount, inputBits);
    return { ...batch, inputBits };
  });
