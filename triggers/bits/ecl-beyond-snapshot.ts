// kernel: a fixed list of comparisons per event
import { inputWords, setBit } from '../batches.js';
import type { EclObjects } from '../ecl/objects.js';
import { inputSlots } from '../slots.js';

/** First slot of bits that stand side by side, lowest bit of the column first. */
const { ecl_taub2b: taub2bSlot, ehigh1: highEnergySlot, ecl_bg_0: backgroundSlot } = inputSlots;
const { ecl_lml_11: lml11Slot } = inputSlots;

/** Slots that `setBitsBeyondSnapshot` may set. */
export const beyondSnapshotDrives = [
  'ecl_lml_11',
  ...(['ecl_taub2b', 'ecl_taub2b2', 'ecl_taub2b3'] as const),
  ...(['ehigh1', 'ehigh2', 'ehigh3', 'ehigh4'] as const),
  ...(['ecl_bg_0', 'ecl_bg_1', 'ecl_bg_2'] as const),
] as const;

/**
 * Bits of the message of the ECL that menu snapshot 0036 does not have: τ pairs, high energy with
 * more vetoes, beam background, and cells without an energetic cluster.
 * @see D-225
 */
export function setBitsBeyondSnapshot(ecl: EclObjects, event: number, bits: Uint32Array): void {
  if (ecl.highClusters[event] === 0) setBit(bits, inputWords, event, lml11Slot);
  setMask(ecl.taub2b[event], bits, event, taub2bSlot);
  setMask(ecl.hie[event], bits, event, highEnergySlot);
  setMask(ecl.backgroundVeto[event], bits, event, backgroundSlot);
}

function setMask(mask: number, bits: Uint32Array, event: number, first: number): void {
  for (let left = mask, slot = first; left !== 0; left >>>= 1, slot++)
    if (left & 1) setBit(bits, inputWords, event, slot);
}
