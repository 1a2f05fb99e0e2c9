// kernel: walks a column of bytes and sets the slots that each element spells
import { inputWords, setBit } from '../batches.js';

/**
 * Sets the slots of a count as the hardware spells it: a slot per value from 1, the last one for
 * all greater values too.
 * @param first slot of value 1, @param slots how many slots there are
 */
export function setCounts(
  column: Uint8Array,
  bits: Uint32Array,
  first: number,
  slots: number,
): void {
  const eventCount = column.length;
  for (let event = 0; event < eventCount; event++) {
    const count = column[event];
    if (count > 0) setBit(bits, inputWords, event, first + Math.min(count, slots) - 1);
  }
}

/** Sets `slot` where a count reaches `least`. */
export function setWhere(column: Uint8Array, bits: Uint32Array, slot: number, least = 1): void {
  for (let event = 0; event < column.length; event++)
    if (column[event] >= least) setBit(bits, inputWords, event, slot);
}

/** Sets `slot` where a count is a value. */
export function setExactly(
  column: Uint8Array,
  bits: Uint32Array,
  slot: number,
  value: number,
): void {
  for (let event = 0; event < column.length; event++)
    if (column[event] === value) setBit(bits, inputWords, event, slot);
}

/**
 * Sets the slots of a binary count, lowest digit first; what it cannot spell counts as its highest.
 * @param first slot of the lowest digit, @param digits how many there are
 */
export function setBinary(
  column: Uint8Array,
  bits: Uint32Array,
  first: number,
  digits: number,
): void {
  const highest = (1 << digits) - 1;
  for (let event = 0; event < column.length; event++) {
    const count = Math.min(column[event], highest);
    for (let digit = 0; digit < digits; digit++)
      if ((count >> digit) & 1) setBit(bits, inputWords, event, first + digit);
  }
}

/** A bit of a column's elements and the slot that it sets. */
interface MaskSlot {
  readonly bit: number;
  readonly slot: number;
}

/** Sets the slot of each bit that an element of a column of masks has. */
export function setMasks(column: Uint8Array, bits: Uint32Array, slots: readonly MaskSlot[]): void {
  for (let event = 0; event < column.length; event++) {
    if (column[event] === 0) continue;
    for (const { bit, slot } of slots)
      if (column[event] & bit) setBit(bits, inputWords, event, slot);
  }
}
