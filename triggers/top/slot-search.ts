// kernel: every slot with enough hits is compared with all patterns
import { systemClockShift } from './clock.js';
import {
  coarseMargin,
  coarseStride,
  fineMargin,
  fineStride,
  maxCompared,
  type SlotPatterns,
} from './patterns.js';

/**
 * Segments with less than this share of the best score by system clocks are not looked at in fine
 * steps: they hardly ever win.
 */
const minShare = 0.85;
/**
 * System clocks before the gate in which the collision may have been: the first light takes up to
 * 40 ns.
 */
const clocksBefore = 6;
/** Steps in a system clock; half as many more are looked at on either side of the best one. */
const clockSteps = 1 << systemClockShift;
const reach = clockSteps / 2;

/**
 * Compares the hits of a slot with the patterns of all segments at all times and keeps the maximum
 * of the log likelihood. It looks in two steps: at whole system clocks first, then in steps of two
 * raw counts around the best one of each segment.
 * @see D-119
 */
export class SlotSearch {
  /**
   * Of the maximum: segment from 1, time after the start of the gate [2 raw counts], log likelihood
   * ratio.
   */
  segment = 0;
  time = 0;
  logLikelihood = 0;
  readonly #patterns: SlotPatterns;
  readonly #gateClocks: number;
  /** Hits per system clock of the gate, and by bin. */
  readonly #clockCounts: Int32Array;
  readonly #binCounts: Int32Array;
  /** System clocks with hits, and how many hits each has. */
  readonly #litClocks: Int32Array;
  readonly #litCounts: Int32Array;
  /** Bins with hits. */
  readonly #bins: Int32Array;
  #binCount = 0;
  /** Best coarse score of each segment, and its clock. */
  readonly #score: Int32Array;
  readonly #clock: Int32Array;

  /** @param gateClocks length of the gate [system clocks] */
  constructor(patterns: SlotPatterns, gateClocks: number) {
    this.#patterns = patterns;
    this.#gateClocks = gateClocks;
    this.#clockCounts = new Int32Array(gateClocks);
    this.#litClocks = new Int32Array(gateClocks);
    this.#litCounts = new Int32Array(gateClocks);
    this.#binCounts = new Int32Array(gateClocks << systemClockShift);
    this.#bins = new Int32Array(gateClocks << systemClockShift);
    this.#score = new Int32Array(patterns.segmentCount);
    this.#clock = new Int32Array(patterns.segmentCount);
  }

  /** @param hits bins after the start of the gate [2 raw counts], the first `hitCount` of them */
  find(hits: Int16Array, hitCount: number): void {
    this.#count(hits, hitCount);
    const least = minShare * this.#scanClocks();
    this.logLikelihood = -1;
    for (let segment = 0; segment < this.#score.length; segment++) {
      if (this.#score[segment] >= least) this.#refine(segment);
    }
  }

  #count(hits: Int16Array, hitCount: number): void {
    const binCounts = this.#binCounts.fill(0);
    const clockCounts = this.#clockCounts.fill(0);
    this.#binCount = 0;
    const compared = Math.min(hitCount, maxCompared);
    for (let hit = 0; hit < compared; hit++) {
      const bin = hits[hit];
      if (binCounts[bin]++ === 0) this.#bins[this.#binCount++] = bin;
      clockCounts[bin >> systemClockShift]++;
    }
  }

  /** Finds the best clock of each segment, two segments at a time; the highest of their scores. */
  #scanClocks(): number {
    let highest = 0;
    const { coarse, segmentCount } = this.#patterns;
    const clocks = this.#litClocks;
    const counts = this.#litCounts;
    const litCount = this.#findLitClocks();
    const gateClocks = this.#gateClocks;
    for (let segment = 0; segment < segmentCount; segment += 2) {
      const row = (segment >> 1) * coarseStride + coarseMargin;
      let best = -1;
      let bestClock = 0;
      let bestNext = -1;
      let bestNextClock = 0;
      for (let clock = -clocksBefore; clock < gateClocks; clock++) {
        // Hits before the clock meet the zeros in the margin of the patterns.
        const from = row - clock;
        let scores = 0;
        for (let lit = 0; lit < litCount; lit++)
          scores = (scores + Math.imul(counts[lit], coarse[from + clocks[lit]])) | 0;
        const score = scores & 0xffff;
        const next = scores >>> 16;
        if (score > best) {
          best = score;
          bestClock = clock;
        }
        if (next > bestNext) {
          bestNext = next;
          bestNextClock = clock;
        }
      }
      this.#score[segment] = best;
      this.#clock[segment] = bestClock;
      // Without effect for the segment after an odd last one.
      this.#score[segment + 1] = bestNext;
      this.#clock[segment + 1] = bestNextClock;
      highest = Math.max(highest, best, bestNext);
    }
    return highest;
  }

  /** Lists the system clocks with hits; how many there are. */
  #findLitClocks(): number {
    const counts = this.#clockCounts;
    let lit = 0;
    for (let clock = 0; clock < counts.length; clock++) {
      if (counts[clock] === 0) continue;
      this.#litClocks[lit] = clock;
      this.#litCounts[lit++] = counts[clock];
    }
    return lit;
  }

  /** Looks at a segment around its best clock, at two times at once. */
  #refine(segment: number): void {
    const { fine } = this.#patterns;
    const bins = this.#bins;
    const counts = this.#binCounts;
    const binCount = this.#binCount;
    const row = segment * fineStride + fineMargin;
    const middle = this.#clock[segment] << systemClockShift;
    for (let time = middle - reach; time < middle + clockSteps + reach; time += 2) {
      let scores = 0;
      for (let place = 0; place < binCount; place++) {
        const bin = bins[place];
        scores = (scores + Math.imul(counts[bin], fine[row + bin - time])) | 0;
      }
      this.#keep(segment, time, scores & 0xffff);
      this.#keep(segment, time + 1, scores >>> 16);
    }
  }

  #keep(segment: number, time: number, score: number): void {
    if (score <= this.logLikelihood) return;
    this.logLikelihood = score;
    this.segment = segment + 1;
    this.time = time;
  }
}
