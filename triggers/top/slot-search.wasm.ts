// kernel: every slot with enough hits is compared with all patterns; AssemblyScript

// Patterns of all segments, see `SlotPatterns`: elements are of 32 bits.
let segmentCount: i32;
let fine: usize;
let fineStride: i32;
let coarse: usize;
let coarseStride: i32;

// System clocks of the gate, and before it, in which the collision may have been; bins in a clock,
// as a power of two; the share of the best coarse score that a segment needs for a closer look.
let gateClocks: i32;
let clocksBefore: i32;
let clockShift: i32;
let minShare: f64;

/** Hits by bin of the gate, which are zeros between searches, and the bins that have any. */
let binCounts: usize;
let litBins: usize;
let litBinCount: i32;
/** Hits by system clock, as above. */
let clockCounts: usize;
let litClocks: usize;
let litClockCount: i32;
/** Best coarse score of each segment, and its clock. */
let scores: usize;
let bestClocks: usize;

/** Segment of the maximum of the last search, from 1. */
export let bestSegment: i32;
/** Time of it after the start of the gate [bins]. */
export let bestTime: i32;
/** Log likelihood ratio there. */
export let bestLogLikelihood: i32;

/**
 * How the next slots are searched: the patterns, of both tables the address of time 0 in the first
 * row and the elements of a row; clocks and the share as above. The scratch memory, zeros, has 32
 * bits for each of: bins of the gate, twice; its system clocks, twice; segments and one, twice.
 */
export function setSlotSearch(
  segments: i32,
  fineTable: usize,
  fineLength: i32,
  coarseTable: usize,
  coarseLength: i32,
  clocks: i32,
  before: i32,
  shift: i32,
  share: f64,
  scratch: usize,
): void {
  segmentCount = segments;
  fine = fineTable;
  fineStride = fineLength;
  coarse = coarseTable;
  coarseStride = coarseLength;
  gateClocks = clocks;
  clocksBefore = before;
  clockShift = shift;
  minShare = share;
  const bins = clocks << shift;
  binCounts = scratch;
  litBins = wordAt(binCounts, bins);
  clockCounts = wordAt(litBins, bins);
  litClocks = wordAt(clockCounts, clocks);
  scores = wordAt(litClocks, clocks);
  bestClocks = wordAt(scores, segments + 1);
}

/** Address of an element of 32 bits. */
function wordAt(table: usize, place: i32): usize {
  return table + ((<usize>place) << 2);
}

/**
 * Compares the hits of a slot with the patterns of all segments at all times and keeps the maximum
 * of the log likelihood. It looks in two steps: at whole system clocks first, then in bins around
 * the best one of each segment.
 * @param hits bins after the start of the gate, 16 bits each
 */
export function searchSlot(hits: usize, hitCount: i32): void {
  count(hits, hitCount);
  const least = minShare * f64(scanClocks());
  bestLogLikelihood = -1;
  for (let segment = 0; segment < segmentCount; segment++) {
    if (f64(load<i32>(wordAt(scores, segment))) >= least) refine(segment);
  }
  for (let place = 0; place < litBinCount; place++)
    store<i32>(wordAt(binCounts, load<i32>(wordAt(litBins, place))), 0);
}

function count(hits: usize, hitCount: i32): void {
  litBinCount = 0;
  for (let hit = 0; hit < hitCount; hit++) {
    const bin = load<i16>(hits + ((<usize>hit) << 1));
    const place = wordAt(binCounts, bin);
    const before = load<i32>(place);
    if (before === 0) store<i32>(wordAt(litBins, litBinCount++), bin);
    store<i32>(place, before + 1);
  }
  litClockCount = 0;
  for (let clock = 0; clock < gateClocks; clock++) {
    let inClock = 0;
    for (let bin = clock << clockShift; bin < (clock + 1) << clockShift; bin++)
      inClock += load<i32>(wordAt(binCounts, bin));
    store<i32>(wordAt(clockCounts, clock), inClock);
    if (inClock > 0) store<i32>(wordAt(litClocks, litClockCount++), clock);
  }
}

/** Finds the best clock of each segment, two segments at a time; the highest of their scores. */
function scanClocks(): i32 {
  let highest = 0;
  for (let segment = 0; segment < segmentCount; segment += 2) {
    const row = wordAt(coarse, (segment >> 1) * coarseStride);
    let best = -1;
    let bestClock = 0;
    let bestNext = -1;
    let bestNextClock = 0;
    for (let clock = -clocksBefore; clock < gateClocks; clock++) {
      const sums = coarseSums(row, clock);
      const score = sums & 0xffff;
      const next = sums >>> 16;
      if (score > best) {
        best = score;
        bestClock = clock;
      }
      if (next > bestNext) {
        bestNext = next;
        bestNextClock = clock;
      }
    }
    store<i32>(wordAt(scores, segment), best);
    store<i32>(wordAt(bestClocks, segment), bestClock);
    // Without effect for the segment after an odd last one.
    store<i32>(wordAt(scores, segment + 1), bestNext);
    store<i32>(wordAt(bestClocks, segment + 1), bestNextClock);
    highest = max(highest, max(best, bestNext));
  }
  return highest;
}

/** Scores of two segments for a collision in a clock, in the halves of a word. */
function coarseSums(row: usize, clock: i32): i32 {
  let sums = 0;
  for (let place = 0; place < litClockCount; place++) {
    const lit = load<i32>(wordAt(litClocks, place));
    // Hits before the clock meet the zeros in the margin of the patterns.
    sums += load<i32>(wordAt(clockCounts, lit)) * load<i32>(wordAt(row, lit - clock));
  }
  return sums;
}

/** Looks at a segment around its best clock, at two times at once. */
function refine(segment: i32): void {
  const row = wordAt(fine, segment * fineStride);
  const steps = 1 << clockShift;
  const middle = load<i32>(wordAt(bestClocks, segment)) << clockShift;
  const end = middle + steps + (steps >> 1);
  for (let time = middle - (steps >> 1); time < end; time += 2) {
    let sums = 0;
    for (let place = 0; place < litBinCount; place++) {
      const bin = load<i32>(wordAt(litBins, place));
      sums += load<i32>(wordAt(binCounts, bin)) * load<i32>(wordAt(row, bin - time));
    }
    keep(segment, time, sums & 0xffff);
    keep(segment, time + 1, sums >>> 16);
  }
}

function keep(segment: i32, time: i32, score: i32): void {
  if (score <= bestLogLikelihood) return;
  bestLogLikelihood = score;
  bestSegment = segment + 1;
  bestTime = time;
}
