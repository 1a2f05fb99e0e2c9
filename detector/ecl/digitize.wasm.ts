// kernel: every deposit of every event passes here; AssemblyScript
import { reserve } from '../base/memory.wasm';
import { RandomStream } from '../base/random.wasm';

// Sums the deposits of an event per crystal and per trigger cell by lists of what was touched,
// never over all crystals; then the crystals that are read out and the pulses of the cells.

/** Deposits of a batch: addresses of its columns. */
class DepositList {
  offsets: usize = 0;
  crystal: usize = 0;
  energy: usize = 0;
  time: usize = 0;
}

/** A table in memory begins with its number of rows, those there is room for, then its columns. */
class CrystalTable {
  count: u32 = 0;
  room: u32 = 0;
  crystal: usize = 0;
  energy: usize = 0;
  time: usize = 0;
}

class PulseTable {
  count: u32 = 0;
  room: u32 = 0;
  cell: usize = 0;
  amplitude: usize = 0;
  time: usize = 0;
}

/** Parameters of the front end, in 64 bits each, as in digitize.ts. */
class FrontEnd {
  calibration: f64 = 0;
  /** First crystals and cells of barrel and backward endcap. */
  barrelCrystal: f64 = 0;
  backwardCrystal: f64 = 0;
  barrelCell: f64 = 0;
  backwardCell: f64 = 0;
  crystalThreshold: f64 = 0;
  cellThreshold: f64 = 0;
  timeFloor: f64 = 0;
  timeScale: f64 = 0;
  pulseBin: f64 = 0;
  sigmasOf99: f64 = 0;
  sameTime: f64 = 0;
  unlikelyNoise: f64 = 0;
}

/** Noise with soft photons, in 64 bits each: of all events alike, or of an event. */
class RegionNoise {
  /** Of crystals in the forward endcap, barrel and backward endcap. */
  forwardNoise: f64 = 0;
  barrelNoise: f64 = 0;
  backwardNoise: f64 = 0;
  /** Share of that which the trigger cells see. */
  forwardShare: f64 = 0;
  barrelShare: f64 = 0;
  backwardShare: f64 = 0;
}

/** Of a crystal that is touched: what digitize.ts calls its sums. */
class CrystalSum {
  /** Energy that a fit at the nominal time reads; of what adds to it the same; that × time. */
  read: f64 = 0;
  added: f64 = 0;
  moment: f64 = 0;
}

/** Deposits of a cell in one time bin, and the next of its chain. */
class Pulse {
  energy: f64 = 0;
  moment: f64 = 0;
  bin: i32 = 0;
  next: i32 = 0;
}

/** Of a trigger cell: the head of its chain of pulses, −1 for none; its crystals drawn so far. */
class Cell {
  noise: f64 = 0;
  head: i32 = -1;
  crystals: i32 = 0;
}

// What does not change: cell of each crystal, crystals of each cell, weights of a deposit by time,
// equally likely values of the noise.
let cellOfCrystal: usize = 0;
let crystalsOfCell: usize = 0;
let weights: usize = 0;
let weightCount: f64 = 0;
let weightStep: f64 = 0;
let firstStep: f64 = 0;
let spacing: f64 = 0;
let normalQuantiles: usize = 0;
let lowIndex: u32 = 0;
let highShift: u32 = 0;

// Of the event: what is touched, in the order in which it is met; the place of each crystal among
// those, from 1.
let touchedCrystals: usize = 0;
let crystalCount: i32 = 0;
let places: usize = 0;
let sums: usize = 0;
let touchedCells: usize = 0;
let cellCount: i32 = 0;
let cells: usize = 0;
let pulses: usize = 0;
let pulseCount: i32 = 0;
let pulseCapacity: i32 = 0;

const random: RandomStream = new RandomStream();

/**
 * Takes over the tables of crystals and cells and `quantiles` normal ones of 32 bits, and makes
 * room for what an event touches.
 */
export function placeCrystals(
  cellOf: usize,
  crystalTotal: i32,
  crystalsOf: usize,
  cellTotal: i32,
  pulseTotal: i32,
  normal: usize,
  quantiles: i32,
): void {
  cellOfCrystal = cellOf;
  crystalsOfCell = crystalsOf;
  touchedCrystals = reserve(2 * crystalTotal);
  places = reserve(2 * crystalTotal);
  sums = reserve(<i32>offsetof<CrystalSum>() * crystalTotal);
  touchedCells = reserve(2 * cellTotal);
  cells = reserve(<i32>offsetof<Cell>() * cellTotal);
  for (let cell = 0; cell < cellTotal; cell++) cellAt(cell).head = -1;
  pulses = reserve(<i32>offsetof<Pulse>() * pulseTotal);
  pulseCapacity = pulseTotal;
  normalQuantiles = normal;
  lowIndex = quantiles - 1;
  highShift = clz(quantiles - 1);
}

/** Takes over the weights of deposits, see waveform.ts. */
export function placeWaveform(
  table: usize,
  count: i32,
  step: f64,
  first: f64,
  sampleSpacing: f64,
): void {
  weights = table;
  weightCount = count;
  weightStep = step;
  firstStep = first;
  spacing = sampleSpacing;
}

function cellAt(cell: u32): Cell {
  return changetype<Cell>(cells + cell * offsetof<Cell>());
}

function pulseAt(pulse: i32): Pulse {
  return changetype<Pulse>(pulses + <usize>pulse * offsetof<Pulse>());
}

function normalAt(index: u32): f64 {
  return load<f32>(normalQuantiles + (index << 2));
}

/** Weight of a deposit at a time [ns] after the nominal one. */
export function depositWeightAt(time: f64): f64 {
  const place = time / weightStep - firstStep;
  if (!(place >= 0 && place < weightCount - 1)) return 0;
  const row = floor(place);
  const at = weights + ((<usize>row) << 3);
  const low = load<f64>(at);
  return low + (place - row) * (load<f64>(at, 8) - low);
}

/**
 * Crystals and pulses of `eventCount` events, of all lists together; the tables have room for a row
 * for each deposit. Ends of events go to `crystalEnds` and `pulseEnds`. The noise of the first
 * event is at `noises`, that of each further one so many bytes on.
 */
export function digitizeCalorimeter(
  lists: usize,
  listCount: i32,
  seed: f64,
  run: u32,
  slices: usize,
  indices: usize,
  eventCount: i32,
  purpose: u32,
  settings: usize,
  noises: usize,
  noiseStride: u32,
  crystalTable: usize,
  crystalEnds: usize,
  pulseTable: usize,
  pulseEnds: usize,
): void {
  const frontEnd = changetype<FrontEnd>(settings);
  const crystals = changetype<CrystalTable>(crystalTable);
  const pulseRows = changetype<PulseTable>(pulseTable);
  for (let event: usize = 0; event < <usize>eventCount; event++) {
    const word = event << 2;
    random.seed(seed, run, load<u32>(slices + word), load<u32>(indices + word), purpose, 0);
    clear();
    for (let list = 0; list < listCount; list++)
      addDeposits(
        changetype<DepositList>(lists + <usize>list * offsetof<DepositList>()),
        word,
        frontEnd,
      );
    const noise = changetype<RegionNoise>(noises + event * noiseStride);
    emitCrystals(frontEnd, noise, crystals);
    emitPulses(frontEnd, noise, pulseRows);
    store<u32>(crystalEnds + word, crystals.count);
    store<u32>(pulseEnds + word, pulseRows.count);
  }
}

function clear(): void {
  for (let at: usize = 0; at < <usize>crystalCount; at++)
    store<u16>(places + ((<usize>load<u16>(touchedCrystals + (at << 1))) << 1), 0);
  crystalCount = 0;
  for (let at: usize = 0; at < <usize>cellCount; at++) {
    const cell = cellAt(load<u16>(touchedCells + (at << 1)));
    cell.head = -1;
    cell.noise = 0;
    cell.crystals = 0;
  }
  cellCount = 0;
  pulseCount = 0;
}

function addDeposits(list: DepositList, word: usize, frontEnd: FrontEnd): void {
  const calibration = frontEnd.calibration;
  const pulseBin = frontEnd.pulseBin;
  const end = load<u32>(list.offsets + word, 4);
  let at: f64 = NaN;
  let weight: f64 = 0;
  let reached: f64 = 0;
  let bin: i32 = 0;
  for (let row = load<u32>(list.offsets + word); row < end; row++) {
    const crystal: usize = load<u16>(list.crystal + (row << 1));
    const read = calibration * load<f32>(list.energy + (row << 2));
    const time: f64 = load<f32>(list.time + (row << 2));
    // The rows of a shower have one time.
    if (time !== at) {
      at = time;
      weight = depositWeightAt(at);
      reached = max(-spacing, min(spacing, at));
      bin = <i32>floor(at / pulseBin);
    }
    if (weight !== 0) {
      const fitted = read * weight;
      const sum = sumOf(crystal);
      sum.read += fitted;
      if (weight > 0) {
        sum.added += fitted;
        sum.moment += fitted * reached;
      }
    }
    const pulse = pulseIn(load<u16>(cellOfCrystal + (crystal << 1)), bin);
    pulse.energy += read;
    pulse.moment += read * at;
  }
}

/** Sums of a crystal, zero at first. */
function sumOf(crystal: usize): CrystalSum {
  const place = places + (crystal << 1);
  const found: usize = load<u16>(place);
  if (found !== 0) return changetype<CrystalSum>(sums + (found - 1) * offsetof<CrystalSum>());
  const sum = changetype<CrystalSum>(sums + <usize>crystalCount * offsetof<CrystalSum>());
  sum.read = 0;
  sum.added = 0;
  sum.moment = 0;
  store<u16>(touchedCrystals + ((<usize>crystalCount) << 1), <u16>crystal);
  crystalCount++;
  store<u16>(place, <u16>crystalCount);
  return sum;
}

/** The pulse of a cell in a time bin, which is made when there is none. */
function pulseIn(number: u32, bin: i32): Pulse {
  const cell = cellAt(number);
  let before = -1;
  let at = cell.head;
  if (at < 0) {
    store<u16>(touchedCells + ((<usize>cellCount) << 1), <u16>number);
    cellCount++;
  }
  while (at >= 0 && pulseAt(at).bin < bin) {
    before = at;
    at = pulseAt(at).next;
  }
  if (at >= 0 && pulseAt(at).bin === bin) return pulseAt(at);
  if (pulseCount === pulseCapacity) return pulseAt(before >= 0 ? before : at);
  const pulse = pulseAt(pulseCount);
  pulse.bin = bin;
  pulse.energy = 0;
  pulse.moment = 0;
  pulse.next = at;
  if (before < 0) cell.head = pulseCount;
  else pulseAt(before).next = pulseCount;
  pulseCount++;
  return pulse;
}

function crystalNoise(frontEnd: FrontEnd, noise: RegionNoise, crystal: u32): f64 {
  if (<f64>crystal < frontEnd.barrelCrystal) return noise.forwardNoise;
  return <f64>crystal < frontEnd.backwardCrystal ? noise.barrelNoise : noise.backwardNoise;
}

function shareOfNoise(frontEnd: FrontEnd, noise: RegionNoise, crystal: u32): f64 {
  if (<f64>crystal < frontEnd.barrelCrystal) return noise.forwardShare;
  return <f64>crystal < frontEnd.backwardCrystal ? noise.barrelShare : noise.backwardShare;
}

/** What each dark crystal of a cell adds to its noise. */
function cellNoise(frontEnd: FrontEnd, noise: RegionNoise, cell: u32): f64 {
  if (<f64>cell < frontEnd.barrelCell) return noise.forwardNoise * noise.forwardShare;
  if (<f64>cell < frontEnd.backwardCell) return noise.barrelNoise * noise.barrelShare;
  return noise.backwardNoise * noise.backwardShare;
}

function emitCrystals(frontEnd: FrontEnd, noises: RegionNoise, table: CrystalTable): void {
  const threshold = frontEnd.crystalThreshold;
  let lastFound: f64 = Infinity;
  let perWeight: f64 = 1;
  let row = table.count;
  for (let at: usize = 0; at < <usize>crystalCount; at++) {
    const sum = changetype<CrystalSum>(sums + at * offsetof<CrystalSum>());
    // The fit moves its pulse to where it finds the deposits, by one sample at most: what comes
    // alone keeps its energy within that.
    const found = sum.added > 0 ? sum.moment / sum.added : 0;
    if (abs(found - lastFound) > frontEnd.sameTime) {
      lastFound = found;
      perWeight = 1 / depositWeightAt(found);
    }
    const deposited = sum.read * perWeight;
    // Too small to reach the threshold: such crystals stay among the dark ones, whose noise is
    // drawn per cell.
    const crystal = load<u16>(touchedCrystals + (at << 1));
    const width = crystalNoise(frontEnd, noises, crystal);
    if (deposited < threshold - frontEnd.unlikelyNoise * width) continue;
    const draw = random.bits();
    const noise = width * normalAt(draw & lowIndex);
    const cell = cellAt(load<u16>(cellOfCrystal + ((<usize>crystal) << 1)));
    cell.noise += noise * shareOfNoise(frontEnd, noises, crystal);
    cell.crystals++;
    const measured = deposited + noise;
    if (measured < threshold) continue;
    const halfWidth = max(frontEnd.timeFloor, frontEnd.timeScale / measured);
    store<u16>(table.crystal + (row << 1), crystal);
    store<f32>(table.energy + (row << 2), <f32>measured);
    const time = found + (halfWidth / frontEnd.sigmasOf99) * normalAt(draw >> highShift);
    store<f32>(table.time + (row << 2), <f32>time);
    row++;
  }
  table.count = row;
}

function emitPulses(frontEnd: FrontEnd, noises: RegionNoise, table: PulseTable): void {
  sortCells();
  let row = table.count;
  for (let at: usize = 0; at < <usize>cellCount; at++) {
    const number = load<u16>(touchedCells + (at << 1));
    const cell = cellAt(number);
    const dark = <i32>load<u8>(crystalsOfCell + number) - cell.crystals;
    let noise =
      cell.noise +
      (dark > 0
        ? cellNoise(frontEnd, noises, number) * sqrt(<f64>dark) * normalAt(random.bits() & lowIndex)
        : 0);
    let sum = noise;
    for (let pulse = cell.head; pulse >= 0; pulse = pulseAt(pulse).next)
      sum += pulseAt(pulse).energy;
    if (sum < frontEnd.cellThreshold) continue;
    for (let pulse = cell.head; pulse >= 0; pulse = pulseAt(pulse).next) {
      const energy = pulseAt(pulse).energy;
      store<u16>(table.cell + (row << 1), number);
      store<f32>(table.amplitude + (row << 2), <f32>(energy + noise));
      store<f32>(table.time + (row << 2), <f32>(pulseAt(pulse).moment / energy));
      noise = 0;
      row++;
    }
  }
  table.count = row;
}

/** Orders the touched cells; they are few and nearly in order. */
function sortCells(): void {
  for (let at: usize = 1; at < <usize>cellCount; at++) {
    const cell = load<u16>(touchedCells + (at << 1));
    let to = touchedCells + (at << 1);
    while (to > touchedCells && load<u16>(to - 2) > cell) {
      store<u16>(to, load<u16>(to - 2));
      to -= 2;
    }
    store<u16>(to, cell);
  }
}
