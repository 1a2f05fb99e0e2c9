// kernel: every hit of the TOP; AssemblyScript
import { PhotonTable } from '../../detector/top/photon-table.wasm';
import { bestLogLikelihood, bestSegment, bestTime, searchSlot } from './slot-search.wasm';

/** Rows and columns of slots with a decision, as kernel-table.ts lays them out. */
class SlotTable {
  count: u32;
  room: u32;
  slot: usize;
  segment: usize;
  time: usize;
  hits: usize;
  logLikelihood: usize;
}

let hits = changetype<PhotonTable>(0);
let slots = changetype<SlotTable>(0);
/** Hits of all slots by system clock, 16 bits each: zeros between events. */
let histogram: usize;
let histogramLength: i32;
/** Hits of a slot that are compared, at most so many [bins after the start of the gate]. */
let compared: usize;
let maxCompared: i32;
// Bin of the patterns [ns], system clocks in 1 ns, system clocks of the gate, and bins in one of
// them as a power of two.
let binWidth: f64;
let clocksPerTime: f64;
let gateClocks: i32;
let clockShift: i32;
/** Hits that a slot needs, and the most that its word can say. */
let minHits: u32;
let maxHits: u32;

/** The tables of the next events, and what their hits are counted in. */
export function setTopTables(
  hitTable: usize,
  slotTable: usize,
  counts: usize,
  countLength: i32,
  bins: usize,
  binRoom: i32,
): void {
  hits = changetype<PhotonTable>(hitTable);
  slots = changetype<SlotTable>(slotTable);
  histogram = counts;
  histogramLength = countLength;
  compared = bins;
  maxCompared = binRoom;
}

/** The clocks of the next events, and how many hits make a slot decide. */
export function setTopClocks(
  bin: f64,
  perClock: f64,
  clocks: i32,
  shift: i32,
  least: u32,
  most: u32,
): void {
  binWidth = bin;
  clocksPerTime = perClock;
  gateClocks = clocks;
  clockShift = shift;
  minHits = least;
  maxHits = most;
}

/**
 * Appends the decisions of the slots of all events that have so many of them; there is room.
 * @param firstHits where the hits of each event begin
 * @param firstSlots the same of the slots; the first is there
 */
export function decideTopSlots(
  eventCount: u32,
  firstHits: usize,
  minSlots: u32,
  firstSlots: usize,
): void {
  for (let event: usize = 0; event < usize(eventCount); event++) {
    const first = load<u32>(firstHits + (event << 2));
    const end = load<u32>(firstHits + (event << 2), 4);
    const start = slots.count;
    if (end - first >= minHits) decideEvent(first, end);
    if (slots.count - start < minSlots) slots.count = start;
    store<u32>(firstSlots + (event << 2), slots.count, 4);
  }
}

function decideEvent(first: u32, end: u32): void {
  const gateStart = findGate(first, end) << clockShift;
  for (let row = first; row < end; ) {
    const slot = load<u8>(hits.module + row);
    let next = row + 1;
    while (next < end && load<u8>(hits.module + next) === slot) next++;
    if (next - row >= minHits) decideSlot(slot, row, next, gateStart);
    row = next;
  }
}

/**
 * First system clock of the gate with most hits; the earliest of equals. Clocks of the histogram
 * are counted from half its length before the nominal collision.
 */
function findGate(first: u32, end: u32): i32 {
  const half = f64(histogramLength >> 1);
  let low = histogramLength;
  let high = -1;
  for (let row = first; row < end; row++) {
    const time = f64(load<f32>(hits.time + ((<usize>row) << 2)));
    const place = floor(time * clocksPerTime) + half;
    if (!(place >= 0 && place < f64(histogramLength))) continue;
    const clock = i32(place);
    const count = countOf(clock);
    store<u16>(count, load<u16>(count) + 1);
    low = min(low, clock);
    high = max(high, clock);
  }
  const start = densestGate(low, high);
  if (high >= low) memory.fill(countOf(low), 0, (<usize>(high + 1 - low)) << 1);
  return start - (histogramLength >> 1);
}

function countOf(clock: i32): usize {
  return histogram + ((<usize>clock) << 1);
}

function densestGate(low: i32, high: i32): i32 {
  let sum = 0;
  let most = 0;
  let start = low;
  for (let clock = low; clock <= high; clock++) {
    sum += load<u16>(countOf(clock));
    if (clock - low >= gateClocks) sum -= load<u16>(countOf(clock - gateClocks));
    if (sum <= most) continue;
    most = sum;
    start = clock - gateClocks + 1;
  }
  return start;
}

/**
 * Hits within the gate or a bin around it: no fewer than there are in the gate, whatever was
 * rounded, so that few slots need a division a hit.
 */
function countNear(first: u32, end: u32, gateStart: i32): u32 {
  const gateEnd = gateStart + (gateClocks << clockShift);
  const low = f32(f64(gateStart - 1) * binWidth);
  const high = f32(f64(gateEnd + 1) * binWidth);
  const times = hits.time;
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  let row: usize = first;
  let counts = i32x4.splat(0);
  for (; row + 4 <= usize(end); row += 4) {
    const four = v128.load(times + (row << 2));
    // A comparison that holds is −1.
    const near = v128.and(f32x4.ge(four, lows), f32x4.le(four, highs));
    counts = i32x4.sub(counts, near);
  }
  let count =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3);
  for (; row < usize(end); row++) {
    const time = load<f32>(times + (row << 2));
    if (time >= low && time <= high) count++;
  }
  return u32(count);
}

function decideSlot(slot: u8, first: u32, end: u32, gateStart: i32): void {
  const gateLength = f64(gateClocks << clockShift);
  if (countNear(first, end, gateStart) < minHits) return;
  let count: u32 = 0;
  for (let row = first; row < end; row++) {
    const time = f64(load<f32>(hits.time + ((<usize>row) << 2)));
    const hit = floor(time / binWidth) - f64(gateStart);
    if (!(hit >= 0 && hit < gateLength)) continue;
    if (count < u32(maxCompared)) store<i16>(compared + ((<usize>count) << 1), i16(hit));
    count++;
  }
  if (count < minHits) return;
  searchSlot(compared, min(i32(count), maxCompared));
  const row: usize = slots.count;
  slots.count++;
  store<u8>(slots.slot + row, slot + 1);
  store<u8>(slots.segment + row, bestSegment);
  store<i16>(slots.time + (row << 1), gateStart + bestTime);
  store<u16>(slots.hits + (row << 1), min(count, maxHits));
  store<u16>(slots.logLikelihood + (row << 1), min(bestLogLikelihood, i32(u16.MAX_VALUE)));
}
