import {
  chanceInterval,
  type EfficiencyInterval,
  efficiencyInterval,
  type WeightedCount,
} from '../../studies/intervals.js';

/** Of the windows that have a chance c to be kept: how many, and sums of w·c, w²·c² and w²·c. */
interface ChanceSums {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  readonly weighted: number;
}

/**
 * The mean chance of weighted windows to be kept. Where chances are all 0 or 1 it is what fired and
 * what did not; else prescales keep windows by chance, which scatters less.
 * @see D-445
 */
export function meanChance(
  selected: WeightedCount,
  { n, sum, squares, weighted }: ChanceSums,
  confidence: number,
): EfficiencyInterval {
  if (Math.abs(weighted - squares) <= 1e-12 * squares)
    return efficiencyInterval(selected, { n, sumw: sum, sumw2: squares }, confidence);
  const { sumw, sumw2 } = selected;
  const efficiency = Math.min(1, Math.max(0, sum / sumw));
  const spread = squares - efficiency * (2 * weighted - efficiency * sumw2);
  const variance = Math.max(0, spread) / (sumw * sumw);
  return { efficiency, ...chanceInterval(efficiency, variance, (sumw * sumw) / sumw2, confidence) };
}
