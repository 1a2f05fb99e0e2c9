import type { Reading } from '../readings.js';
import type { CurveResult } from '../curve-result.js';

/**
 * Readings of a curve whose selected events by bin are the distribution of a difference; events
 * beyond its axis are left out.
 */
type Distribution = Pick<CurveResult, 'edges' | 'selected' | 'unit'>;
type Unnamed = Omit<Reading, 'name'>;

/** Fewer entries than this give no reading. */
const minCount = 100;

const countOf = ({ selected }: Distribution): number =>
  selected.reduce((sum, count) => sum + count, 0);

/** Value below which a share of the events lies, on a straight line within its bin. */
function quantile({ edges, selected }: Distribution, share: number, count: number): number {
  let left = share * count;
  const bin = selected.findIndex((inBin) => (left -= inBin) < 0);
  return edges[bin + 1]! + (left / selected[bin]!) * (edges[bin + 1]! - edges[bin]!);
}

function readingOf(distribution: Distribution, value: (count: number) => number): Unnamed {
  const count = countOf(distribution);
  return {
    value: count < minCount ? null : value(count),
    unit: distribution.unit,
    note: `${count} entries`,
  };
}

/** Half the range that holds the central 68 %. */
export const halfWidth = (distribution: Distribution): Unnamed =>
  readingOf(
    distribution,
    (count) => (quantile(distribution, 0.84, count) - quantile(distribution, 0.16, count)) / 2,
  );

/**
 * Half the range that holds the central 99 %: of a difference around zero, the size that 99 % keep.
 */
export const nearlyAll = (distribution: Distribution): Unnamed =>
  readingOf(
    distribution,
    (count) => (quantile(distribution, 0.995, count) - quantile(distribution, 0.005, count)) / 2,
  );

/** Mean, each event at the centre of its bin. */
export const meanOf = (distribution: Distribution): Unnamed =>
  readingOf(distribution, (count) => {
    const { edges, selected } = distribution;
    return (
      selected.reduce((sum, inBin, bin) => sum + (inBin * (edges[bin]! + edges[bin + 1]!)) / 2, 0) /
      count
    );
  });

/** Root of the mean square about zero, each event at the centre of its bin. */
export const rootMeanSquare = (distribution: Distribution): Unnamed =>
  readingOf(distribution, (count) => {
    const { edges, selected } = distribution;
    return Math.sqrt(
      selected.reduce(
        (sum, inBin, bin) => sum + inBin * ((edges[bin]! + edges[bin + 1]!) / 2) ** 2,
        0,
      ) / count,
    );
  });
