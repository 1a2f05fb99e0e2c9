import type { KeptChances } from '../../triggers/gdl/kept-chances.js';
import { addPairs, pairSums, type PairSums } from './pair-sums.js';

/** Sums over events of one class; an element for each quantity of `KeptChances`. */
export interface ChanceSums {
  events: number;
  sumWeights: number;
  sumSquares: number;
  readonly weighted: Float64Array;
  /** Of w²x and of w²x². */
  readonly squares: Float64Array;
  readonly squaredChances: Float64Array;
  readonly pairs: PairSums;
}

/** Empty sums. */
export const chanceSums = ({
  quantities: { length: quantities },
  chanceOf,
  familyCount,
}: Pick<KeptChances, 'quantities' | 'chanceOf' | 'familyCount'>): ChanceSums => ({
  events: 0,
  sumWeights: 0,
  sumSquares: 0,
  weighted: new Float64Array(quantities),
  squares: new Float64Array(quantities),
  squaredChances: new Float64Array(quantities),
  pairs: pairSums(chanceOf.length, familyCount),
});

/** Adds the chances of the events of a batch to some sums. */
export function addChances(
  sums: ChanceSums,
  kept: KeptChances,
  { ftdlBits, weights }: { readonly ftdlBits: Uint32Array; readonly weights: Float64Array },
): void {
  const { weighted, squares, squaredChances } = sums;
  for (const [event, weight] of weights.entries()) {
    const square = weight * weight;
    sums.events++;
    sums.sumWeights += weight;
    sums.sumSquares += square;
    const fired = kept.look(ftdlBits, event);
    if (fired === 0) continue;
    addPairs(sums.pairs, kept, fired, weight);
    for (const [quantity, chance] of kept.chances.entries()) {
      if (chance === 0) continue;
      weighted[quantity] = weighted[quantity]! + weight * chance;
      squares[quantity] = squares[quantity]! + square * chance;
      squaredChances[quantity] = squaredChances[quantity]! + square * chance * chance;
    }
  }
}

/** Mean chance of a quantity in a class, and the square of its statistical error. */
export function meanChance(
  { sumWeights, sumSquares, weighted, squares, squaredChances }: ChanceSums,
  quantity: number,
): { readonly mean: number; readonly variance: number } {
  if (sumWeights === 0) return { mean: 0, variance: 0 };
  const mean = weighted[quantity]! / sumWeights;
  const scatter =
    squaredChances[quantity]! - 2 * mean * squares[quantity]! + mean * mean * sumSquares;
  return { mean, variance: Math.max(0, scatter) / (sumWeights * sumWeights) };
}
