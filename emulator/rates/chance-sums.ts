// kernel: a pass over the chances of each event
import type { KeptChances } from '../../triggers/gdl/kept-chances.js';
import { addPairs, pairSums, type PairSums } from './pair-sums.js';

/** Sums over seeds of one class; an element for each quantity of `KeptChances`. */
export interface ChanceSums {
  /** Seeds that were tried, those among them that opened no window. */
  events: number;
  /** Windows that they opened. */
  windows: number;
  readonly chances: Float64Array;
  readonly squares: Float64Array;
  /** The same chances as likely as they are at other rates of the classes, a row each. */
  readonly varied: readonly Float64Array[];
  readonly pairs: PairSums;
}

/** Empty sums, with those of so many other sets of rates. */
export const chanceSums = (
  {
    quantities: { length: quantities },
    chanceOf,
    familyCount,
  }: Pick<KeptChances, 'quantities' | 'chanceOf' | 'familyCount'>,
  variations = 0,
): ChanceSums => ({
  events: 0,
  windows: 0,
  chances: new Float64Array(quantities),
  squares: new Float64Array(quantities),
  varied: Array.from({ length: variations }, () => new Float64Array(quantities)),
  pairs: pairSums(chanceOf.length, familyCount),
});

/** Decided windows of some seeds; of weight 0 where another seed opened them. */
export interface SeedWindows {
  /** Seeds that were tried. */
  readonly seeds: number;
  /** Lines that rise. */
  readonly ftdlBits: Uint32Array;
  readonly weights: Float64Array;
  /** How much likelier each window is at other sets of rates: a row a window. */
  readonly likelier: Float64Array;
}

/** Adds the chances of what some seeds opened to some sums. */
export function addChances(
  sums: ChanceSums,
  kept: KeptChances,
  { seeds, ftdlBits, weights, likelier }: SeedWindows,
): void {
  const { chances, squares, varied, pairs } = sums;
  sums.events += seeds;
  for (const [window, weight] of weights.entries()) {
    if (weight === 0) continue;
    sums.windows++;
    const fired = kept.look(ftdlBits, window);
    if (fired === 0) continue;
    addPairs(pairs, kept, fired);
    for (const [quantity, chance] of kept.chances.entries()) {
      if (chance === 0) continue;
      chances[quantity]! += chance;
      squares[quantity]! += chance * chance;
      for (const [set, own] of varied.entries())
        own[quantity]! += chance * likelier[window * varied.length + set]!;
    }
  }
}

/** Mean chance of a quantity in a class, and the square of its statistical error. */
export function meanChance(
  { events, chances, squares }: Pick<ChanceSums, 'events' | 'chances' | 'squares'>,
  quantity: number,
): { readonly mean: number; readonly variance: number } {
  if (events === 0) return { mean: 0, variance: 0 };
  const mean = chances[quantity]! / events;
  const scatter = squares[quantity]! / events - mean * mean;
  return { mean, variance: Math.max(0, scatter) / events };
}

/** Mean chance at another set of rates. */
export const variedChance = (
  { events, varied }: ChanceSums,
  set: number,
  quantity: number,
): number => (events === 0 ? 0 : varied[set]![quantity]! / events);
