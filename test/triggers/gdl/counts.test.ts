import { describe, expect, it } from 'vitest';
import {
  type Comparison,
  compareCount,
  comparisons,
  countRange,
} from '../../../triggers/gdl/counts.js';
import { inputCounts } from '../../../triggers/slots.js';
import { holds } from './support.js';

const compares: Readonly<Record<Comparison, (count: number, value: number) => boolean>> = {
  '>=': (count, value) => count >= value,
  '<=': (count, value) => count <= value,
  '==': (count, value) => count === value,
  '!=': (count, value) => count !== value,
  '>': (count, value) => count > value,
  '<': (count, value) => count < value,
};

/** Slots that the hardware sets for `count` objects. */
function slotsFor(name: string, count: number): ReadonlySet<number> {
  const { encoding, slots } = inputCounts.get(name)!;
  const isSet = (digit: number): boolean =>
    encoding === 'binary'
      ? ((count >> digit) & 1) === 1
      : count === digit + 1 || (digit === slots.length - 1 && count > digit);
  return new Set(slots.filter((_, digit) => isSet(digit)));
}

describe.each([...inputCounts.keys()])('count %s', (name) => {
  const count = inputCounts.get(name)!;
  const highest =
    count.encoding === 'binary' ? 2 ** count.slots.length - 1 : count.slots.length + 3;

  it.each(comparisons)(
    'compares with %s as the number of objects would, wherever the bits can tell',
    (comparison) => {
      const decided = Array.from({ length: highest + 3 }, (_, value) => value).filter((value) => {
        const formula = compareCount(count, comparison, value);
        if (formula === undefined) return false;
        for (let objects = 0; objects <= highest; objects++) {
          const set = slotsFor(name, objects);
          expect([objects, holds(formula, (slot) => set.has(slot))]).toEqual([
            objects,
            compares[comparison](objects, value),
          ]);
        }
        return true;
      });
      expect(decided.length).toBeGreaterThanOrEqual(count.slots.length);
    },
  );
});

describe('comparisons that bits cannot decide', () => {
  it('are refused: 4 and 5 tracks look the same, and no count exceeds its digits', () => {
    const t2 = inputCounts.get('t2')!;
    const klm = inputCounts.get('klm')!;
    for (const [comparison, value] of [
      ['==', 4],
      ['!=', 4],
      ['>', 4],
      ['>=', 5],
      ['<=', 4],
      ['<', 5],
    ] as const) {
      expect([comparison, value, compareCount(t2, comparison, value)]).toEqual([
        comparison,
        value,
        undefined,
      ]);
    }
    expect(compareCount(klm, '>', 7)).toBeUndefined();
    expect(compareCount(klm, '==', 8)).toBeUndefined();
    expect(compareCount(klm, '>=', 0)).toBeUndefined();
    expect(countRange(t2)).toBe('0, 1, 2, 3 or more than 3');
    expect(countRange(inputCounts.get('cdcklm')!)).toBe('0, 1 or more than 1');
    expect(countRange(klm)).toBe('0 to 7');
  });
});
