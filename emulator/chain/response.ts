import type { OperatorFunction } from 'rxjs';
import type { DetectorHits } from '../../detector/index.js';
import type { EventBatch, GeneratedBatch } from '../../detector/truth.js';
import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { defaultMenu } from '../../triggers/menus/index.js';
import { builtOf, leaveHits, type Settings } from './event-source.js';
import { runTrigger, type Triggered } from './trigger.js';

/** Subdetectors that the trigger reads. */
const readByTrigger = ['cdc', 'ecl', 'klm', 'top'] as const satisfies (keyof DetectorHits)[];
type ReadByTrigger = (typeof readByTrigger)[number];

/** What detector and trigger make of events: hits, objects, input bits, and the menu's lines. */
export interface ResponseBatch extends EventBatch<Pick<DetectorHits, ReadByTrigger>>, Triggered {
  readonly settings: Settings;
  /** Whose lines `ftdlBits` are, before prescale. */
  readonly menu: CompiledMenu;
}

/**
 * Particles → hits of the subdetectors that the trigger reads → trigger objects → all input bits →
 * the lines of a menu before prescale: all that `b2l1 emulate` does to an event, as one step. Seed
 * and conditions are those of the source, the menu is that of the command unless another is given.
 * @throws the codes of `compileMenu`, at once
 * @example
 * ```ts
 * import {
 *   efficiency,
 *   fileEvents$,
 *   fires,
 *   hasBit,
 *   inputSlots,
 *   inputWords,
 *   response,
 *   type ResponseBatch,
 * } from 'belle2-l1';
 * import { lastValueFrom, toArray } from 'rxjs';
 *
 * // A file of one's own through detector and trigger: a family with its interval.
 * const result = await lastValueFrom(
 *   fileEvents$('my-signal.lhe').pipe(response(), fires('single-photon'), efficiency()),
 * );
 * console.log(`${result.fired} of ${result.selected}`); // → 1 of 1
 *
 * // What is behind it: hits, objects and bits of each event are there.
 * const [batch] = await lastValueFrom(
 *   fileEvents$('my-signal.lhe').pipe(response(), toArray<ResponseBatch>()),
 * );
 * console.log(hasBit(batch!.inputBits, inputWords, 0, inputSlots.ehigh)); // → true
 * ```
 */
export function response<B extends GeneratedBatch & { readonly settings: Settings }>(
  menu: Menu = defaultMenu,
): OperatorFunction<B, B & ResponseBatch> {
  const compiled = compileMenu(menu);
  return builtOf((settings: Settings) => {
    const { seed, conditions } = settings;
    const detect = leaveHits(settings, readByTrigger);
    const decide = runTrigger(compiled, { seed, config: conditions });
    return (batch: B) => ({ ...decide(detect(batch)), menu: compiled });
  });
}
