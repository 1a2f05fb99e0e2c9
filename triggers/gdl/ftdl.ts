import { map, type OperatorFunction } from 'rxjs';
import type { WithFtdlBits, WithInputBits } from '../batches.js';
import type { CompiledMenu } from './menu.js';

/** Adds the FTDL bits of a menu: which of its conditions an event meets, before any prescale. */
export function ftdl<B extends WithInputBits>({
  ftdl: evaluate,
}: CompiledMenu): OperatorFunction<B, B & WithFtdlBits> {
  return map((batch) => ({ ...batch, ftdlBits: evaluate(batch.inputBits, batch.eventCount) }));
}
