/**
 * Shares of 1, 2, 3 strips of a chamber fired by one crossing, in the middle of a strip and at its
 * edge; the rest fires 4. Rows: φ strips, z strips.
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
 * The same by plane, bin of the distance from the middle of the strip and size: between middle and
 * edge they change evenly over five bins.
 */
export const clusterShares = Float64Array.from(
  middle.flatMap((own, plane) =>
    Array.from({ length: bins }, (_, bin) =>
      own.map((share, size) => share + (bin / (bins - 1)) * (edge[plane][size] - share)),
    ).flat(),
  ),
);
