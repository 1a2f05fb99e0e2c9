import { map, type MonoTypeOperatorFunction } from 'rxjs';
import type { WithInputBits } from './batches.js';

/**
 * Carries a bit stage along a stream: each batch comes out with its own copy of `inputBits`, the
 * stage's bits set in it.
 */
export const bitOperator = <O, B extends WithInputBits & { readonly objects: O }>(
  stage: (objects: O, eventCount: number, bits: Uint32Array) => void,
): MonoTypeOperatorFunction<B> =>
  map((batch) => {
    const inputBits = batch.inputBits.slice();
    stage(batch.objects, batch.eventCount, inputBits);
    return { ...batch, inputBits };
  });
