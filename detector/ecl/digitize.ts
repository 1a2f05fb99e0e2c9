// kernel: sums the deposits of an event per crystal and per trigger cell by lists of what was
// touched, never over all 8736
import { TableBuilder } from '../base/columns.js';
import { highShift, lowIndex, normalQuantiles } from '../base/quantiles.js';
import { purpose, RandomStream } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import { cellCount } from './cells-layout.js';
import { cellOfCrystal, crystalCount, crystalsOfCell } from './crystals.js';
import { type EclDeposits, type EclHits, eclCellPulseSchema, eclCrystalSchema } from './hits.js';
import type { EclConfig } from './schema.js';
import { depositWeights, sampleSpacing, weightAt } from './waveform.js';

/**
 * Deposits of a cell within this time are one pulse.
 * @see basf2 trg/ecl/src/TrgEclDigitizer.cc: energy-weighted in bins of 100 ns
 */
const pulseBin = 100;
/** A 99 % interval of a Gaussian is ±2.576 σ. */
const sigmasOf99 = 2.576;
/** Times closer than this have one weight: it changes by less than 1e-6 [ns]. */
const sameTime = 1e-3;
/** Noise beyond this many σ (3e-7) is left out where it would lift a crystal over threshold. */
const unlikelyNoise = 5;
/**
 * Pulses that one event can have, all cells together; those beyond are merged into the last of
 * their cell.
 */
const pulseCapacity = 65536;

/**
 * Crystal hits and cell pulses of all deposit lists together. Each touched crystal gets the energy
 * and the time that the fit of its waveform finds, noise and a threshold; each cell one pulse per
 * 100 ns in which its crystals were lit, with the noise of all its crystals on the first of them.
 */
export function digitizeEcl(config: EclConfig, context: RunContext) {
  const random = new RandomStream();
  const crystals = new TableBuilder(eclCrystalSchema, 32768);
  const pulses = new TableBuilder(eclCellPulseSchema, 8192);
  const sums = new CrystalSums();
  const cells = new CellPulses();

  return (lists: readonly EclDeposits[], addresses: Addresses): EclHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      random.seed(
        context.seed,
        addresses.run,
        addresses.slice[event],
        addresses.index[event],
        purpose.eclDigitize,
      );
      sums.clear();
      cells.clear();
      for (let list = 0; list < lists.length; list++)
        addDeposits(lists[list], event, config.calibration, sums, cells);
      emitCrystals(sums, cells, config, random, crystals);
      emitPulses(cells, config, random, pulses);
      crystals.endEvent();
      pulses.endEvent();
    }
    return { crystals: crystals.take(), cellPulses: pulses.take() };
  };
}

/**
 * The touched crystals in the order in which they are met, three numbers each: energy that a fit at
 * the nominal time reads; of what adds to it, the same again, and that × time.
 */
class CrystalSums {
  readonly sums = new Float64Array(3 * crystalCount);
  readonly touched = new Uint16Array(crystalCount);
  count = 0;
  /** Place among the touched ones, from 1; 0 for a crystal that is not touched. */
  readonly place = new Uint16Array(crystalCount);

  clear(): void {
    const { touched, place } = this;
    for (let at = 0; at < this.count; at++) place[touched[at]] = 0;
    this.count = 0;
  }

  /** Takes in a crystal; returns its place. */
  touch(crystal: number): number {
    const { sums } = this;
    const first = 3 * this.count;
    sums[first] = 0;
    sums[first + 1] = 0;
    sums[first + 2] = 0;
    this.touched[this.count++] = crystal;
    this.place[crystal] = this.count;
    return this.count;
  }
}

/** Pulses of the touched cells, chained in order of their time bin. */
class CellPulses {
  readonly touched = new Uint16Array(cellCount);
  touchedCount = 0;
  /**
   * Pulse at the head of each cell's chain, −1 for none; noise of its crystals that were drawn one
   * by one; how many those are.
   */
  readonly head = new Int32Array(cellCount).fill(-1);
  readonly noise = new Float64Array(cellCount);
  readonly crystals = new Uint8Array(cellCount);
  readonly next = new Int32Array(pulseCapacity);
  readonly bin = new Int32Array(pulseCapacity);
  readonly energy = new Float64Array(pulseCapacity);
  readonly moment = new Float64Array(pulseCapacity);
  count = 0;

  clear(): void {
    for (let at = 0; at < this.touchedCount; at++) {
      const cell = this.touched[at];
      this.head[cell] = -1;
      this.noise[cell] = 0;
      this.crystals[cell] = 0;
    }
    this.touchedCount = 0;
    this.count = 0;
  }

  /** The pulse of a cell in a time bin, which is made when there is none. */
  pulseIn(cell: number, bin: number): number {
    let before = -1;
    let pulse = this.head[cell];
    if (pulse < 0) this.touched[this.touchedCount++] = cell;
    while (pulse >= 0 && this.bin[pulse] < bin) {
      before = pulse;
      pulse = this.next[pulse];
    }
    return pulse < 0 || this.bin[pulse] !== bin ? this.#insert(cell, before, pulse, bin) : pulse;
  }

  /** Orders the touched cells; they are few and nearly in order. */
  sort(): void {
    const { touched } = this;
    for (let at = 1; at < this.touchedCount; at++) {
      const cell = touched[at];
      let to = at;
      while (to > 0 && touched[to - 1] > cell) {
        touched[to] = touched[to - 1];
        to--;
      }
      touched[to] = cell;
    }
  }

  #insert(cell: number, before: number, after: number, bin: number): number {
    if (this.count === pulseCapacity) return before >= 0 ? before : after;
    const pulse = this.count++;
    this.bin[pulse] = bin;
    this.energy[pulse] = 0;
    this.moment[pulse] = 0;
    this.next[pulse] = after;
    if (before < 0) this.head[cell] = pulse;
    else this.next[before] = pulse;
    return pulse;
  }
}

function addDeposits(
  { offsets, crystal, energy, time }: EclDeposits,
  event: number,
  calibration: number,
  crystals: CrystalSums,
  cells: CellPulses,
): void {
  const { sums, place: places } = crystals;
  const { head, bin: bins, energy: sum, moment } = cells;
  // Into a local: what a module holds is checked anew at each use in a loop.
  const cellOf = cellOfCrystal;
  const weights = depositWeights;
  const spacing = sampleSpacing;
  let at = Number.NaN;
  let weight = 0;
  let reached = 0;
  for (let row = offsets[event]; row < offsets[event + 1]; row++) {
    const id = crystal[row];
    const read = calibration * energy[row];
    // The rows of a shower have one time.
    if (time[row] !== at) {
      at = time[row];
      weight = weightAt(weights, at);
      reached = Math.max(-spacing, Math.min(spacing, at));
    }
    if (weight !== 0) {
      const fitted = read * weight;
      const place = places[id] || crystals.touch(id);
      const first = 3 * (place - 1);
      sums[first] += fitted;
      if (weight > 0) {
        sums[first + 1] += fitted;
        sums[first + 2] += fitted * reached;
      }
    }
    const cell = cellOf[id];
    const bin = Math.floor(at / pulseBin);
    let pulse = head[cell];
    if (pulse < 0 || bins[pulse] !== bin) pulse = cells.pulseIn(cell, bin);
    sum[pulse] += read;
    moment[pulse] += read * at;
  }
}

function emitCrystals(
  { sums, touched, count }: CrystalSums,
  cells: CellPulses,
  config: EclConfig,
  random: RandomStream,
  crystals: TableBuilder<typeof eclCrystalSchema>,
): void {
  crystals.reserve(count);
  const { crystal, energy, time } = crystals.columns;
  const { noise: width, crystalThreshold, timeFloor, timeScale } = config;
  const hopeless = crystalThreshold - unlikelyNoise * width;
  const { noise: cellNoise, crystals: cellCrystals } = cells;
  const cellOf = cellOfCrystal;
  const normal = normalQuantiles;
  const weights = depositWeights;
  let lastFound = Number.POSITIVE_INFINITY;
  let perWeight = 1;
  let row = crystals.rowCount;
  for (let at = 0; at < count; at++) {
    const id = touched[at];
    // The fit moves its pulse to where it finds the deposits, by one sample at most: what comes
    // alone keeps its energy within that.
    const found = sums[3 * at + 1] > 0 ? sums[3 * at + 2] / sums[3 * at + 1] : 0;
    if (Math.abs(found - lastFound) > sameTime) {
      lastFound = found;
      perWeight = 1 / weightAt(weights, found);
    }
    const deposited = sums[3 * at] * perWeight;
    // Too small to reach the threshold: such crystals stay among the dark ones, whose noise is
    // drawn per cell.
    if (deposited < hopeless) continue;
    const draw = random.bits();
    const noise = width * normal[draw & lowIndex];
    const cell = cellOf[id];
    cellNoise[cell] += noise;
    cellCrystals[cell]++;
    const measured = deposited + noise;
    if (measured < crystalThreshold) continue;
    const halfWidth = Math.max(timeFloor, timeScale / measured);
    crystal[row] = id;
    energy[row] = measured;
    time[row] = found + (halfWidth / sigmasOf99) * normal[draw >>> highShift];
    row++;
  }
  crystals.rowCount = row;
}

function emitPulses(
  cells: CellPulses,
  config: EclConfig,
  random: RandomStream,
  pulses: TableBuilder<typeof eclCellPulseSchema>,
): void {
  cells.sort();
  const { touched } = cells;
  pulses.reserve(cells.count);
  const { cell: cellColumn, amplitude, time } = pulses.columns;
  let row = pulses.rowCount;
  for (let at = 0; at < cells.touchedCount; at++) {
    const cell = touched[at];
    const dark = crystalsOfCell[cell] - cells.crystals[cell];
    let noise =
      cells.noise[cell] +
      (dark > 0 ? config.noise * Math.sqrt(dark) * normalQuantiles[random.bits() & lowIndex] : 0);
    let sum = noise;
    for (let pulse = cells.head[cell]; pulse >= 0; pulse = cells.next[pulse])
      sum += cells.energy[pulse];
    if (sum < config.cellThreshold) continue;
    for (let pulse = cells.head[cell]; pulse >= 0; pulse = cells.next[pulse]) {
      cellColumn[row] = cell;
      amplitude[row] = cells.energy[pulse] + noise;
      time[row] = cells.moment[pulse] / cells.energy[pulse];
      noise = 0;
      row++;
    }
  }
  pulses.rowCount = row;
}
