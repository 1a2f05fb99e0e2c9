import { describe, expect, it } from 'vitest';
import { AliasTable } from '../../../detector/base/alias-table.js';
import { RandomStream } from '../../../detector/base/random.js';

const draws = 40_000;

/** How often each of the weights is drawn. */
function drawn(weights: readonly number[]): readonly number[] {
  const table = new AliasTable(Float64Array.from(weights));
  const random = new RandomStream().seed(3, 0, 0, 0, 255);
  const counts = weights.map(() => 0);
  for (let draw = 0; draw < draws; draw++) counts[table.draw(random)]!++;
  return counts;
}

describe('numbers drawn by weight', () => {
  it.each([[[1, 2, 3, 4]], [[5, 0, 0, 1, 0.01]], [[7]], [[1, 1, 1]]])(
    'come in proportion to %j',
    (weights) => {
      const sum = weights.reduce((all, weight) => all + weight, 0);
      for (const [place, count] of drawn(weights).entries()) {
        const expected = (draws * weights[place]!) / sum;
        expect(Math.abs(count - expected)).toBeLessThanOrEqual(4 * Math.sqrt(expected));
      }
    },
  );
});
