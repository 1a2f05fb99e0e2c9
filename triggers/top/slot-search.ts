// kernel: every slot with enough hits is compared with all patterns
import { systemClockShift, slotTimeUnit } from './clock.js';
import { coarseMargin, coarseStride, fineMargin, fineStride, type SlotPatterns } from './patterns.js';

/** Segments with less than this share of the best score by system clocks are not looked at in fine steps: they hardly ever win. */
const leastShare = 0.8;
/** System clocks before the gate in which the collision may have been: light takes up to 100 ns. */
const clocksBefore = 12;
/** Raw counts around a clock in which its maximum is sought. */
const reach = 1 << systemClockShift;

/**
 * Compares the hits of a slot with the patterns of all segments at all times and keeps the maximum of the log likelihood. It looks in two
 * steps: at whole system clocks first, then in steps of two raw counts around the best one of each segment.
 */
export class SlotSearch {
  /** Of the maximum: segment from 1, time [2 raw counts], log likelihood ratio. */
  segment = 0;
  time = 0;
  logLikelihood = 0;
  readonly #patterns: SlotPatterns;
  readonly #gateClocks: number;
  /** Hits per system clock of the gate. */
  readonly #counts: Int32Array;
  /** Best coarse score of each segment, and its clock. */
  readonly #score: Int32Array;
  readonly #clock: Int32Array;

  /** @param gateClocks length of the gate [system clocks] */
  constructor(patterns: SlotPatterns, gateClocks: number) {
    this.#patterns = patterns;
    this.#gateClocks = gateClocks;
    this.#counts = new Int32Array(gateClocks);
    this.#score = new Int32Array(patterns.segmentCount);
    this.#clock = new Int32Array(patterns.segmentCount);
  }

  /** @param hits raw counts after the start of the gate, the first `hitCount` of them, @param gateStart start of the gate [raw counts] */
  find(hits: Int16Array, hitCount: number, gateStart: number): void {
    const counts = this.#counts.fill(0);
    for (let hit = 0; hit < hitCount; hit++) counts[hits[hit] >> systemClockShift]++;
    const least = leastShare * this.#scanClocks();
    this.logLikelihood = -1;
    for (let segment = 0; segment < this.#score.length; segment++) {
      if (this.#score[segment] >= least) this.#refine(segment, hits, hitCount, gateStart);
    }
  }

  /** Finds the best clock of each segment; the highest of their scores. */
  #scanClocks(): number {
    let highest = 0;
    const { coarse, segmentCount } = this.#patterns;
    const counts = this.#counts;
    const gateClocks = this.#gateClocks;
    for (let segment = 0; segment < segmentCount; segment++) {
      const row = segment * coarseStride + coarseMargin;
      let best = -1;
      let bestClock = 0;
      for (let clock = -clocksBefore; clock < gateClocks; clock++) {
        let score = 0;
        for (let bin = clock > 0 ? clock : 0; bin < gateClocks; bin++) score += counts[bin] * coarse[row + bin - clock];
        if (score <= best) continue;
        best = score;
        bestClock = clock;
      }
      this.#score[segment] = best;
      this.#clock[segment] = bestClock;
      if (best > highest) highest = best;
    }
    return highest;
  }

  #refine(segment: number, hits: Int16Array, hitCount: number, gateStart: number): void {
    const { fine } = this.#patterns;
    const row = segment * fineStride + fineMargin;
    const middle = this.#clock[segment] << systemClockShift;
    for (let time = middle - reach; time < middle + 2 * reach; time += slotTimeUnit) {
      let score = 0;
      for (let hit = 0; hit < hitCount; hit++) score += fine[row + hits[hit] - time];
      if (score <= this.logLikelihood) continue;
      this.logLikelihood = score;
      this.segment = segment + 1;
      this.time = (gateStart + time) / slotTimeUnit;
    }
  }
}
