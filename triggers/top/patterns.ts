import { log } from '../../detector/base/elementary.js';
import { MHz } from '../../detector/base/units.js';
import { pmtCount } from '../../detector/top/geometry.js';
import { type Arrivals, patternBin, patternLength } from './arrivals.js';
import { systemClockShift } from './clock.js';

/** System clocks that patterns cover: a time within a clock may add one. */
const coarseLength = (patternLength >> systemClockShift) + 1;
/** Zeros before time 0 in a row of the fine table, so that no hit looks beyond its row. */
export const fineMargin = 80;
/** Elements of a row of the fine table. */
export const fineStride = 256;
/** Zeros before time 0 in a row of the coarse table. */
export const coarseMargin = 16;
/** Elements of a row of the coarse table. */
export const coarseStride = 64;
/** Units of log likelihood in 1. */
export const likelihoodScale = 16;

/**
 * Photons that a slot with a track is expected to have, and background in its photodetectors: they
 * weigh a pattern against none.
 */
const expectedPhotons = 25;
const expectedNoise = 1.8 * MHz * pmtCount * patternBin;
/**
 * Log likelihood ratio of one hit against background [1/16], by segment and time since the
 * collision. Elements hold two ratios, 16 bits each, so that one sum over hits gives two.
 */
interface SlotPatterns {
  readonly segmentCount: number;
  /**
   * Row `segment` starts at `segment · fineStride`; element `fineMargin` is time 0 [2 raw counts].
   * Low half: for that time, high half: for the time before, that is for a collision one later.
   */
  readonly fine: Int32Array;
  /**
   * The same in system clocks, for a collision anywhere within its clock. Row `pair`: low half
   * segment 2 · pair, high half the next one.
   */
  readonly coarse: Int32Array;
}

/**
 * Hits of a slot beyond this number are not compared: sums of them fit 16 bits, and words have 10
 * for the number.
 */
export const maxCompared = 511;

/**
 * Patterns of all segments, from the times at which light of their tracks arrives. They are part of
 * the trigger, the same in every run.
 * @see D-118
 */
export function slotPatterns(segments: readonly Arrivals[]): SlotPatterns {
  const fine = new Int32Array(segments.length * fineStride);
  const coarse = new Int32Array(Math.ceil(segments.length / 2) * coarseStride);
  for (const [segment, { bins, photons }] of segments.entries()) {
    const density = Float64Array.from(bins, (count) => count / photons);
    density.map(likelihoodRatio(1)).forEach((ratio, bin) => {
      const at = segment * fineStride + fineMargin + bin;
      fine[at]! += ratio;
      fine[at + 1]! += ratio << 16;
    });
    inClocks(density)
      .map(likelihoodRatio(1 << systemClockShift))
      .forEach((ratio, clock) => {
        coarse[(segment >> 1) * coarseStride + coarseMargin + clock]! +=
          ratio << (16 * (segment & 1));
      });
  }
  return { segmentCount: segments.length, fine, coarse };
}

const likelihoodRatio =
  (bins: number) =>
  (share: number): number =>
    Math.round(likelihoodScale * log(1 + (expectedPhotons * share) / (expectedNoise * bins)));

/**
 * The same in system clocks, the mean over all bins of a clock in which the collision may have
 * been.
 */
function inClocks(density: Float64Array): Float64Array {
  const clock = 1 << systemClockShift;
  const shares = new Float64Array(coarseLength);
  for (let bin = 0; bin < patternLength; bin++) {
    for (let phase = 0; phase < clock; phase++)
      shares[(bin + phase) >> systemClockShift] += density[bin] / clock;
  }
  return shares;
}
