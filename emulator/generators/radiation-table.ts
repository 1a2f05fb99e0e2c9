import { pow } from '../../detector/base/elementary.js';
import { radiatorInU } from './isr.js';
import { TabulatedDensity } from './tabulated-density.js';

/** Radiation of the beams with what they then produce. */
interface RadiatedProcess {
  /** Mass² of both beams [GeV²], and the exponent β of their radiation. */
  readonly s: number;
  readonly exponent: number;
  /**
   * Lowest mass² that the radiation may leave, and the one where the cross section rises steeply,
   * below it [GeV²].
   */
  readonly least: number;
  readonly threshold: number;
  /** Least share of the energy that is radiated; 0 for any. */
  readonly minShare?: number;
}

const steps = 400;

/**
 * Density of radiated energy times the cross section at the mass² that it leaves, in u = x^β of the
 * radiated share x. Nodes are equal steps in u, and equal factors of the distance from threshold.
 */
export function radiationTable(
  process: RadiatedProcess,
  crossSection: (reduced: number) => number,
): TabulatedDensity {
  const { s, exponent, least, threshold, minShare = 0 } = process;
  const lowest = pow(minShare, exponent);
  const highest = pow(1 - least / s, exponent);
  const inverse = 1 / exponent;
  const nodes = new Set<number>([lowest]);
  for (let step = 0; step <= steps; step++) {
    const excess = (s - threshold) * pow((least - threshold) / (s - threshold), step / steps);
    nodes.add(pow(Math.max(0, 1 - (threshold + excess) / s), exponent));
    nodes.add((step / steps) * highest);
  }
  return new TabulatedDensity(
    [...nodes].filter((u) => u >= lowest).sort((a, b) => a - b),
    (u) => {
      const x = pow(u, inverse);
      return radiatorInU(u, x, exponent) * crossSection(Math.max(least, s * (1 - x)));
    },
  );
}
