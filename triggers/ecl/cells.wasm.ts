// kernel: every pulse of every event; AssemblyScript
import { RandomStream } from '../../detector/base/random.wasm';

/** Period of the flash ADC's data clock, and the two of the decision window [ns]. */
const dataClock: f64 = 125;
const windowLength: f64 = 250;
/** Largest energy of a cell in ADC counts. */
const maxCounts: f64 = 4095;
/** A clock before all others. */
const neverDead: f64 = -0x3fffffff;

/** Rows and columns of pulses, as kernel-table.ts lays them out. */
class PulseTable {
  count: u32;
  room: u32;
  cell: usize;
  amplitude: usize;
  time: usize;
}

/** The same of the cells that fired. */
export class CellTable {
  count: u32;
  room: u32;
  cell: usize;
  counts: usize;
  time: usize;
}

/** The same of what follows from the cells of each event. */
class EventTable {
  count: u32;
  room: u32;
  windowStart: usize;
  sumPhysics: usize;
  sumTotal: usize;
  eventTime: usize;
  revoClock: usize;
  timingSource: usize;
  timingQuality: usize;
  backgroundVeto: usize;
}

/** Rules of fit and timing, in 64 bits each, in the order of `rulesOf` in cells.ts. */
class Rules {
  adcUnit: f64;
  halfCount: f64;
  timeFloor2: f64;
  timeNoise: f64;
  mergeTime: f64;
  deadClocks: f64;
  fineCounts: f64;
  superFineCounts: f64;
}

/** Tables by TC id, the last one by quadrants, in the order of `tablesOf` in cells.ts. */
class CellTables {
  thresholds: usize;
  flightCorrections: usize;
  isPhysics: usize;
  regions: usize;
  quadrants: usize;
  vetoes: usize;
}

const stream: RandomStream = new RandomStream();
let pulses = changetype<PulseTable>(0);
let cells = changetype<CellTable>(0);
let events = changetype<EventTable>(0);
let rules = changetype<Rules>(0);
let tables = changetype<CellTables>(0);
/** Rows of the pulses of a cell in the order of their times, 32 bits each. */
let order: usize;

// The event at hand: its stream is seeded, and the phase drawn, with the first fit.
let seed: f64;
let run: u32;
let slice: u32;
let index: u32;
let purpose: u32;
let isFitted: bool;
let phase: f64;
/** Sums of the cells in the windows before, at and after the nominal collision. */
let before: u32;
let middle: u32;
let after: u32;

function amplitudeOf(row: u32): f64 {
  return f64(load<f32>(pulses.amplitude + ((<usize>row) << 2)));
}

function timeOf(row: u32): f64 {
  return f64(load<f32>(pulses.time + ((<usize>row) << 2)));
}

function cellOf(row: u32): u32 {
  return load<u16>(pulses.cell + ((<usize>row) << 1));
}

/** Writes a fit [ns after the phase] when it lies in one of the three windows. */
function writeFit(cell: u32, counts: u32, time: f64): void {
  if (!(time >= -windowLength && time < 2 * windowLength)) return;
  if (time < 0) before += counts;
  else if (time < windowLength) middle += counts;
  else after += counts;
  const row: usize = cells.count++;
  store<u16>(cells.cell + (row << 1), cell);
  store<u16>(cells.counts + (row << 1), counts);
  store<i16>(cells.time + (row << 1), i16(time));
}

/**
 * Digitizes one pulse and, when it is over threshold and its cell is live again, writes a fit. The
 * threshold acts on the amplitude before it is rounded to counts.
 * @returns the first clock in which the cell is live after this, or `deadUntil` when nothing was
 * accepted
 */
function accept(cell: u32, amplitude: f64, time: f64, deadUntil: f64): f64 {
  const unrounded = min(maxCounts, amplitude / rules.adcUnit);
  const threshold = f64(load<u16>(tables.thresholds + ((<usize>cell) << 1)));
  if (!(unrounded > threshold)) return deadUntil;
  if (!isFitted) {
    isFitted = true;
    stream.seed(seed, run, slice, index, purpose, 0);
    phase = -dataClock * stream.uniform();
  }
  const noise = rules.timeNoise / amplitude;
  const sigma = sqrt(rules.timeFloor2 + noise * noise);
  const correction = load<f64>(tables.flightCorrections + ((<usize>cell) << 3));
  const fitted = floor(time + correction - phase + sigma * stream.gaussian() + 0.5);
  const clock = floor(fitted / dataClock);
  if (clock < deadUntil) return deadUntil;
  writeFit(cell, u32(floor(unrounded + rules.halfCount)), fitted);
  return clock + rules.deadClocks + 1;
}

/**
 * Rows `first` to `last` into `order` by ascending time; insertion, for the handful of pulses that
 * a cell may have.
 */
function sortByTime(first: u32, last: u32): void {
  for (let row = first; row < last; row++) {
    let place = order + ((<usize>(row - first)) << 2);
    for (; place > order && timeOf(load<u32>(place - 4)) > timeOf(row); place -= 4)
      store<u32>(place, load<u32>(place - 4));
    store<u32>(place, row);
  }
}

/**
 * Several pulses in one cell: those close together add up, those in the dead clocks of an accepted
 * fit are lost.
 */
function fitSeveral(cell: u32, first: u32, last: u32): void {
  sortByTime(first, last);
  let deadUntil = neverDead;
  const end = order + ((<usize>(last - first)) << 2);
  for (let place = order; place < end; ) {
    const start = timeOf(load<u32>(place));
    let sum: f64 = 0;
    let moment: f64 = 0;
    do {
      const row = load<u32>(place);
      sum += amplitudeOf(row);
      moment += amplitudeOf(row) * timeOf(row);
      place += 4;
    } while (place < end && timeOf(load<u32>(place)) < start + rules.mergeTime);
    deadUntil = accept(cell, sum, moment / sum, deadUntil);
  }
}

/** Which window has the highest sum, the earliest of equals: −1, 0 or 1. */
function highestWindow(): i32 {
  if (before > 0 && before >= middle && before >= after) return -1;
  return after > middle ? 1 : 0;
}

/** Leaves the window of an event of its cells, those from `first` on, and tells what follows. */
function judge(event: usize, first: u32, window: i32): void {
  const start = i32(windowLength) * window;
  const fitted = cells.count;
  let physics: u32 = 0;
  let total: u32 = 0;
  let quadrants: u32 = 0;
  let highest: u32 = 0;
  let highestCell: usize = 0;
  let highestTime = 0;
  cells.count = first;
  for (let row = <usize>first; row < <usize>fitted; row++) {
    const time = i32(load<i16>(cells.time + (row << 1))) - start;
    if (time < 0 || time >= i32(windowLength)) continue;
    const cell = <usize>load<u16>(cells.cell + (row << 1));
    const counts = u32(load<u16>(cells.counts + (row << 1)));
    const out: usize = cells.count++;
    store<u16>(cells.cell + (out << 1), u16(cell));
    store<u16>(cells.counts + (out << 1), counts);
    store<i16>(cells.time + (out << 1), time);
    total += counts;
    if (load<u8>(tables.isPhysics + cell) !== 0) physics += counts;
    quadrants |= load<u8>(tables.quadrants + cell);
    // The event time is that of the highest cell, the lowest id of equals.
    if (highestCell !== 0 && counts <= highest) continue;
    highest = counts;
    highestCell = cell;
    highestTime = time;
  }
  if (cells.count === first) return;
  store<u32>(events.sumPhysics + (event << 2), physics);
  store<u32>(events.sumTotal + (event << 2), total);
  store<u8>(events.backgroundVeto + event, load<u8>(tables.vetoes + quadrants));
  const clock = highestTime >= i32(dataClock) ? 1 : 0;
  store<u8>(events.eventTime + event, highestTime - i32(dataClock) * clock);
  store<u8>(events.revoClock + event, (2 * window + clock) & 0x7f);
  store<u8>(events.timingSource + event, load<u8>(tables.regions + highestCell));
  const isFine = f64(highest) > rules.fineCounts;
  const isSuperFine = f64(highest) > rules.superFineCounts;
  store<u8>(events.timingQuality + event, isSuperFine ? 3 : isFine ? 2 : 1);
}

function readEvent(event: usize, first: u32, end: u32): void {
  const firstCell = cells.count;
  isFitted = false;
  before = 0;
  middle = 0;
  after = 0;
  for (let row = first; row < end; ) {
    const cell = cellOf(row);
    let next = row + 1;
    while (next < end && cellOf(next) === cell) next++;
    if (next === row + 1) accept(cell + 1, amplitudeOf(row), timeOf(row), neverDead);
    else fitSeveral(cell + 1, row, next);
    row = next;
  }
  if (!isFitted) return;
  const window = highestWindow();
  store<f32>(events.windowStart + (event << 2), f32(phase + f64(window) * windowLength));
  judge(event, firstCell, window);
}

/** The tables of the next events, and by which rules their pulses are fitted. */
export function setEclTables(
  pulseTable: usize,
  cellTable: usize,
  eventTable: usize,
  fitRules: usize,
  cellTables: usize,
  scratch: usize,
): void {
  pulses = changetype<PulseTable>(pulseTable);
  cells = changetype<CellTable>(cellTable);
  events = changetype<EventTable>(eventTable);
  rules = changetype<Rules>(fitRules);
  tables = changetype<CellTables>(cellTables);
  order = scratch;
}

/**
 * Cells that fired and what follows from them, of all events; there is room, and what is told by
 * event is zero. `slices` and `indices` name the events, `pulseOffsets` and `cellOffsets` are where
 * their rows begin.
 */
export function findEclCells(
  eventCount: i32,
  ofSeed: f64,
  ofRun: u32,
  slices: usize,
  indices: usize,
  ofPurpose: u32,
  pulseOffsets: usize,
  cellOffsets: usize,
): void {
  seed = ofSeed;
  run = ofRun;
  purpose = ofPurpose;
  store<u32>(cellOffsets, 0);
  for (let event: usize = 0; event < <usize>eventCount; event++) {
    slice = load<u32>(slices + (event << 2));
    index = load<u32>(indices + (event << 2));
    const first = load<u32>(pulseOffsets + (event << 2));
    readEvent(event, first, load<u32>(pulseOffsets + (event << 2), 4));
    store<u32>(cellOffsets + (event << 2), cells.count, 4);
  }
}
