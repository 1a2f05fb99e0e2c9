import type { RandomStream } from '../base/random.js';

/**
 * Shares of 1, 2, 3 strips of a chamber fired by one crossing, in the middle of a strip and at its
 * edge; the rest fires 4. Between them they change evenly over five bins. Rows: φ strips, z strips.
 * @see basf2 klm/data/BKLMSimulationPar.xml
 */
const middle = [
  [0.84, 0.12, 0.04],
  [0.78, 0.15, 0.06],
] as const;
const edge = [
  [0.21, 0.74, 0.05],
  [0.15, 0.77, 0.06],
] as const;
const bins = 5;

/**
 * Number of strips of a chamber that fire, for a crossing at `fraction` of a strip's width (0 to
 * 1).
 */
export function clusterSize(plane: number, fraction: number, random: RandomStream): number {
  const weight = Math.min(bins - 1, Math.floor(bins * Math.abs(2 * fraction - 1))) / (bins - 1);
  let left = random.uniform();
  for (let size = 1; size <= 3; size++) {
    left -= middle[plane][size - 1] + weight * (edge[plane][size - 1] - middle[plane][size - 1]);
    if (left < 0) return size;
  }
  return 4;
}
