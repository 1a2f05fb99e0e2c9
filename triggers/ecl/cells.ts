// kernel: every pulse of every event passes here; scratch arrays are reused and nothing is
// allocated per event
import type { TableBuilder } from '../../detector/base/columns.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { cellCount } from '../../detector/ecl/cells-layout.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import type { EclHits } from '../../detector/ecl/hits.js';
import type { eclCellSchema } from './objects.js';
import { dataClock, type FamConfig, maxCounts, thresholdTable } from './fam.js';
import { cellFlightCorrection } from './layout.js';

/** Length of the decision window: two data clocks. @see basf2 trg/ecl/src/TrgEclMaster.cc */
const windowLength = 2 * dataClock;

/** A clock before all others. */
const neverDead = -0x3fffffff;

type CellPulses = EclHits['cellPulses'];

/**
 * Fits accepted by the FAM in one event, before the window is chosen; times in whole ns after the
 * phase of the data clock.
 */
interface Fits {
  cell: Uint16Array;
  counts: Uint16Array;
  time: Int32Array;
  count: number;
}

const makeFits = (capacity: number): Fits => ({
  cell: new Uint16Array(capacity),
  counts: new Uint16Array(capacity),
  time: new Int32Array(capacity),
  count: 0,
});

/**
 * Pulses of one event to trigger cells: fit and threshold in each cell, then the decision window.
 * The window starts at a random phase of the 125 ns clock in (−125, 0) ns; of the windows that
 * start 250 ns before, at and 250 ns after it the one with the highest sum of cells is used, the
 * earliest of equals.
 * @returns start of the window relative to the nominal collision [ns], 0 when no cell fired
 * @see basf2 trg/ecl/src/TrgEclFAMFit.cc, trg/ecl/src/TrgEclMaster.cc
 */
export function cellFinder(config: FamConfig, adcUnit: number, context: RunContext) {
  const stream = new RandomStream();
  const fits = makeFits(cellCount);
  const fit = pulseFitter(config, adcUnit, stream, fits);
  return (
    pulses: CellPulses,
    addresses: Addresses,
    event: number,
    cells: TableBuilder<typeof eclCellSchema>,
  ): number => {
    const end = pulses.offsets[event + 1];
    let row = pulses.offsets[event];
    if (row === end) return 0;
    stream.seed(
      context.seed,
      addresses.run,
      addresses.slice[event],
      addresses.index[event],
      purpose.eclTriggerPhase,
    );
    const phase = -dataClock * stream.uniform();
    fits.count = 0;
    if (end - row > fits.cell.length) Object.assign(fits, makeFits(2 * (end - row)));
    while (row < end) row = fit(pulses, row, end, phase);
    if (fits.count === 0) return 0;
    const window = highestWindow(fits);
    writeCells(fits, window, cells);
    return phase + window * windowLength;
  };
}

/** Which window has the highest sum: −1, 0 or 1. */
function highestWindow({ count, counts, time }: Fits): number {
  let before = 0;
  let middle = 0;
  let after = 0;
  for (let row = 0; row < count; row++) {
    const t = time[row];
    if (t >= -windowLength && t < 2 * windowLength) {
      if (t < 0) before += counts[row];
      else if (t < windowLength) middle += counts[row];
      else after += counts[row];
    }
  }
  if (before > 0 && before >= middle && before >= after) return -1;
  return after > middle ? 1 : 0;
}

function writeCells(fits: Fits, window: number, cells: TableBuilder<typeof eclCellSchema>): void {
  cells.reserve(fits.count);
  const { cell, counts, time } = cells.columns;
  const start = window * windowLength;
  let out = cells.rowCount;
  for (let row = 0; row < fits.count; row++) {
    const after = fits.time[row] - start;
    if (after < 0 || after >= windowLength) continue;
    cell[out] = fits.cell[row];
    counts[out] = fits.counts[row];
    time[out++] = after;
  }
  cells.rowCount = out;
}

/** Fits the pulses of the cell at `row`; returns the first row of the next cell. */
function pulseFitter(config: FamConfig, adcUnit: number, stream: RandomStream, fits: Fits) {
  const { deadClocks, mergeTime, timeFloor, timeNoise, rounding } = config;
  const thresholds = thresholdTable(config);
  const halfCount = rounding === 'nearest' ? 0.5 : 0;
  const floor2 = timeFloor ** 2;
  let order = new Int32Array(64);

  /**
   * Digitizes one pulse and, when it is over threshold and its cell is live again, writes a fit.
   * The threshold acts on the amplitude before it is rounded to counts.
   * @returns the first clock in which the cell is live after this, or `deadUntil` when nothing was
   * accepted
   */
  function accept(
    cell: number,
    amplitude: number,
    time: number,
    phase: number,
    deadUntil: number,
  ): number {
    const unrounded = Math.min(maxCounts, amplitude / adcUnit);
    if (!(unrounded > thresholds[cell])) return deadUntil;
    const sigma = Math.sqrt(floor2 + (timeNoise / amplitude) ** 2);
    const fitted = Math.floor(
      time + cellFlightCorrection[cell] - phase + sigma * stream.gaussian() + 0.5,
    );
    const clock = Math.floor(fitted / dataClock);
    if (clock < deadUntil) return deadUntil;
    fits.cell[fits.count] = cell;
    fits.counts[fits.count] = Math.floor(unrounded + halfCount);
    fits.time[fits.count++] = fitted;
    return clock + deadClocks + 1;
  }

  /**
   * Several pulses in one cell: those close together add up, those in the dead clocks of an
   * accepted fit are lost.
   */
  function fitSeveral(pulses: CellPulses, first: number, last: number, phase: number): void {
    const { amplitude, time } = pulses;
    const size = last - first;
    if (size > order.length) order = new Int32Array(2 * size);
    sortByTime(order, time, first, last);
    let deadUntil = neverDead;
    for (let place = 0; place < size; ) {
      const start = time[order[place]];
      let sum = 0;
      let moment = 0;
      do {
        const row = order[place++];
        sum += amplitude[row];
        moment += amplitude[row] * time[row];
      } while (place < size && time[order[place]] < start + mergeTime);
      deadUntil = accept(pulses.cell[first] + 1, sum, moment / sum, phase, deadUntil);
    }
  }

  return (pulses: CellPulses, row: number, end: number, phase: number): number => {
    const index = pulses.cell[row];
    let next = row + 1;
    while (next < end && pulses.cell[next] === index) next++;
    if (next === row + 1)
      accept(index + 1, pulses.amplitude[row], pulses.time[row], phase, neverDead);
    else fitSeveral(pulses, row, next, phase);
    return next;
  };
}

/**
 * Rows `first` to `last` into `order` by ascending time; insertion, for the handful of pulses that
 * a cell may have.
 */
function sortByTime(order: Int32Array, time: Float32Array, first: number, last: number): void {
  for (let row = first; row < last; row++) {
    let place = row - first;
    for (; place > 0 && time[order[place - 1]] > time[row]; place--)
      order[place] = order[place - 1];
    order[place] = row;
  }
}
