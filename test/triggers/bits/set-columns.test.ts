import { describe, expect, it } from 'vitest';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import {
  setBinary,
  setCounts,
  setExactly,
  setMasks,
  setWhere,
} from '../../../triggers/bits/set-columns.js';

/** Slots that each element of a column sets. */
function slotsOf(
  values: readonly number[],
  set: (column: Uint8Array, bits: Uint32Array) => void,
): number[][] {
  const bits = new Uint32Array(values.length * inputWords);
  set(Uint8Array.from(values), bits);
  return values.map((_, event) =>
    Array.from({ length: 192 }, (_unused, slot) => slot).filter((slot) =>
      hasBit(bits, inputWords, event, slot),
    ),
  );
}

describe('a column of counts', () => {
  it('sets one slot per value, the last one for all greater values: ==1, ==2, ==3, >3', () => {
    expect(
      slotsOf([0, 1, 2, 3, 4, 5, 255], (column, bits) => setCounts(column, bits, 30, 4)),
    ).toEqual([[], [30], [31], [32], [33], [33], [33]]);
  });

  it('sets digits, lowest first, and all of them for what they cannot spell', () => {
    expect(slotsOf([0, 1, 2, 5, 7, 8], (column, bits) => setBinary(column, bits, 40, 3))).toEqual([
      [],
      [40],
      [41],
      [40, 42],
      [40, 41, 42],
      [40, 41, 42],
    ]);
  });

  it('sets one slot from a least value on', () => {
    expect(slotsOf([0, 1, 2, 3], (column, bits) => setWhere(column, bits, 63))).toEqual([
      [],
      [63],
      [63],
      [63],
    ]);
    expect(slotsOf([0, 1, 2, 3], (column, bits) => setWhere(column, bits, 64, 2))).toEqual([
      [],
      [],
      [64],
      [64],
    ]);
  });

  it('sets one slot at one value only', () => {
    expect(slotsOf([2, 3, 4], (column, bits) => setExactly(column, bits, 191, 3))).toEqual([
      [],
      [191],
      [],
    ]);
  });
});

it('a column of masks sets the slot of each of its bits and no other', () => {
  const slots = [
    { bit: 1, slot: 5 },
    { bit: 4, slot: 150 },
  ];
  expect(slotsOf([0, 1, 2, 4, 5, 255], (column, bits) => setMasks(column, bits, slots))).toEqual([
    [],
    [5],
    [],
    [150],
    [5, 150],
    [5, 150],
  ]);
});

it('bits that are set stay', () => {
  const bits = Uint32Array.from({ length: inputWords }, () => 0xffffffff);
  setCounts(Uint8Array.of(0), bits, 0, 4);
  setMasks(Uint8Array.of(0), bits, [{ bit: 1, slot: 7 }]);
  expect(bits.every((word) => word === 0xffffffff)).toBe(true);
});
