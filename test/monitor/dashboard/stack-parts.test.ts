import { describe, expect, it } from 'vitest';
import { makeStackOrder, partSum, stackParts } from '../../../monitor/dashboard/stack-parts.js';

const names = Array.from({ length: 12 }, (_, index) => `source-${index}`);
const rising = names.map((_, index) => index);

describe('the parts of a stack', () => {
  it('are the strongest seven sources, and all others together', () => {
    const parts = stackParts(names, rising);
    expect(parts.map(({ name }) => name)).toEqual([
      'source-11',
      'source-10',
      'source-9',
      'source-8',
      'source-7',
      'source-6',
      'source-5',
      '5 others',
    ]);
    expect(parts.at(-1)?.members).toEqual([4, 3, 2, 1, 0]);
    expect(new Set(parts.map(({ slot }) => slot)).size).toBe(8);
  });

  it('leave no source out', () => {
    for (const count of [1, 7, 8, 9, 12]) {
      const parts = stackParts(names.slice(0, count), rising.slice(0, count));
      expect(parts.length).toBe(Math.min(count, 8));
      expect(parts.reduce((sum, part) => sum + partSum(part, rising), 0)).toBe(
        (count * (count - 1)) / 2,
      );
    }
  });

  it('count what is not known as nothing', () => {
    expect(stackParts(['a', 'b'], [null, 1]).map(({ name }) => name)).toEqual(['b', 'a']);
    expect(partSum({ name: '', members: [0, 1, 2], slot: 1 }, [null, 2])).toBe(2);
  });

  it('keep their colours once the rates are settled, until there are other sources', () => {
    const order = makeStackOrder();
    const first = (weights: number[], settled: boolean, of = ['a', 'b']): string | undefined =>
      order(of, weights, settled)[0]?.name;
    expect(first([1, 2], false)).toBe('b');
    expect(first([2, 1], true)).toBe('a');
    expect(first([1, 2], true)).toBe('a');
    expect(first([1, 2, 3], true, ['a', 'b', 'c'])).toBe('c');
  });
});
