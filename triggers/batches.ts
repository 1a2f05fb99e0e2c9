import type { TriggerObjects } from './objects.js';

/**
 * Words of input bits per event: slots 0–191, see `slots.ts`.
 * @example
 * ```ts
 * import { inputWords } from 'belle2-l1';
 *
 * console.log(32 * inputWords); // → 192
 * ```
 */
export const inputWords = 6;
/**
 * Words of FTDL (and PSNM) bits per event: output numbers 0–191 of the menu.
 * @example
 * ```ts
 * import { outputWords } from 'belle2-l1';
 *
 * console.log(32 * outputWords); // → 192
 * ```
 */
export const outputWords = 6;

/** What a batch gains, stage by stage; operators add a property and keep all others. */
export interface WithObjects<O = TriggerObjects> {
  readonly eventCount: number;
  readonly objects: O;
}

/** A batch whose input bits are set, all or in part. */
export interface WithInputBits {
  readonly eventCount: number;
  /** `inputWords` words per event, slots from `inputSlots`. */
  readonly inputBits: Uint32Array;
}

/** A batch behind the formulas of the menu. */
export interface WithFtdlBits {
  readonly eventCount: number;
  /** `outputWords` words per event, one bit per output number of the menu, before prescale. */
  readonly ftdlBits: Uint32Array;
}

/**
 * A pure step that reads the objects of some stages and sets bits of its own in `bits`
 * (`inputWords` words per event), touching no others.
 */
export type BitStage<Reads extends keyof Objects, Objects = TriggerObjects> = (
  objects: Pick<Objects, Reads>,
  eventCount: number,
  bits: Uint32Array,
) => void;

/**
 * Sets bit `slot` of an event in words of 32 bits.
 * @example
 * ```ts
 * import { inputSlots, inputWords, setBit, type WithInputBits } from 'belle2-l1';
 *
 * // A bit of one's own in a slot that nothing sets.
 * const mark = ({ inputBits }: WithInputBits, event: number) =>
 *   setBit(inputBits, inputWords, event, inputSlots.nimin0);
 *
 * const batch: WithInputBits = { eventCount: 2, inputBits: new Uint32Array(2 * inputWords) };
 * mark(batch, 1);
 * console.log(batch.inputBits.filter((word) => word !== 0).length); // → 1
 * ```
 */
export function setBit(
  words: Uint32Array,
  wordsPerEvent: number,
  event: number,
  slot: number,
): void {
  words[event * wordsPerEvent + (slot >>> 5)] |= 1 << (slot & 31);
}

/**
 * Whether bit `slot` of an event is set in words of 32 bits.
 * @example
 * ```ts
 * import { hasBit, outputWords, physicsMenu, type WithFtdlBits } from 'belle2-l1';
 *
 * const { number } = physicsMenu.lines.find(({ name }) => name === 'stt')!;
 * const fired = ({ ftdlBits }: WithFtdlBits, event: number) =>
 *   hasBit(ftdlBits, outputWords, event, number);
 *
 * console.log(fired({ eventCount: 1, ftdlBits: new Uint32Array(outputWords) }, 0)); // → false
 * ```
 */
export function hasBit(
  words: Uint32Array,
  wordsPerEvent: number,
  event: number,
  slot: number,
): boolean {
  return ((words[event * wordsPerEvent + (slot >>> 5)] >>> (slot & 31)) & 1) === 1;
}
