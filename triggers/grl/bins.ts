import { degree } from '../../detector/base/units.js';

/**
 * Azimuth bins of the GRL: 36 of 10°, counted from φ = 0, on which all opening angles and matches
 * are decided.
 */
export const binCount = 36;
const binWidth = (360 / binCount) * degree;
/** Short and inner tracks come in 64 bins of 5.625°. */
export const fineBinCount = 64;

/**
 * Share of a bin within which an angle on an edge counts as in the upper bin, as for the hardware's
 * integers: tracks lie on a grid of 1.125° that meets the edges at 0°, 90°, 180° and 270°, and
 * arrive here as rounded floats.
 */
const edgeAllowance = 1e-5;

/**
 * Bin of an azimuth in any period [rad].
 * @see D-076
 */
export function binOf(phi: number): number {
  return shifted(Math.floor(phi / binWidth + edgeAllowance), 0, binCount);
}

/** The bin that follows `bin` by `step` bins, any whole number, on a circle of `count`. */
export function shifted(bin: number, step: number, count: number): number {
  return (((bin + step) % count) + count) % count;
}

/**
 * First 10° bin that a fine bin overlaps, one or two in all. The firmware folds 64 bins into 36 by
 * the same rule.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc (list of bins; that it is overlap is
 * derived)
 */
export const firstBinOf = Uint8Array.from({ length: fineBinCount }, (_, fine) =>
  Math.floor((fine * binCount) / fineBinCount),
);
/** Last 10° bin that a fine bin overlaps. */
export const lastBinOf = Uint8Array.from(
  { length: fineBinCount },
  (_, fine) => Math.ceil(((fine + 1) * binCount) / fineBinCount) - 1,
);

/**
 * A set of 10° bins, as the firmware's 36-bit maps, that can be walked without looking at empty
 * bins.
 */
export class BinSet {
  readonly #present = new Uint8Array(binCount);
  /** Bins of the set in the order in which they were added; `count` of them. */
  readonly bins = new Uint8Array(binCount);
  count = 0;

  add(bin: number): void {
    if (this.#present[bin]) return;
    this.#present[bin] = 1;
    this.bins[this.count++] = bin;
  }

  /** Adds what a fine bin 0–63 overlaps. */
  addFine(fine: number): void {
    this.add(firstBinOf[fine]);
    this.add(lastBinOf[fine]);
  }

  has(bin: number): boolean {
    return this.#present[bin] === 1;
  }

  /** Whether a bin of the set is at most `reach` bins from `bin`. */
  hasNear(bin: number, reach: number): boolean {
    if (this.count === 0) return false;
    for (let step = -reach; step <= reach; step++)
      if (this.#present[shifted(bin, step, binCount)]) return true;
    return false;
  }

  clear(): void {
    while (this.count > 0) this.#present[this.bins[--this.count]] = 0;
  }
}
