import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { KernelTable } from '../../detector/base/kernel-table.js';
import { lazily } from '../../detector/base/lazily.js';
import { purpose } from '../../detector/base/random.js';
import { type EclHits, eclCellPulseSchema } from '../../detector/ecl/hits.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import { quadrantTable, vetoTable } from './background-veto.js';
import { above } from './counts.js';
import type { EtmConfig } from './etm.js';
import { type FamConfig, thresholdTable } from './fam.js';
import { cellFlightCorrection, cellRegion, isPhysicsCell } from './layout.js';
import { type EclObjects, eclCellSchema } from './objects.js';

/** What follows from the cells of an event alone, one row for each. */
const eventSchema = {
  windowStart: 'f4',
  sumPhysics: 'u4',
  sumTotal: 'u4',
  eventTime: 'u1',
  revoClock: 'u1',
  timingSource: 'u1',
  timingQuality: 'u1',
  backgroundVeto: 'u1',
} as const;

/** What the fired cells of a batch are, and what follows from them. */
type FoundCells = Pick<EclObjects, 'cells' | keyof typeof eventSchema>;

/** A batch in the memory of the kernels; the next one, of whatever stage, takes its place. */
const memory = lazily(() => ({
  slice: new KernelColumn(Uint32Array, 1024),
  index: new KernelColumn(Uint32Array, 1024),
  pulses: new KernelTable(eclCellPulseSchema, 4096),
  pulseOffsets: new KernelColumn(Uint32Array, 1025),
  order: new KernelColumn(Uint32Array, 4096),
  cells: new KernelTable(eclCellSchema, 4096),
  cellOffsets: new KernelColumn(Uint32Array, 1025),
  events: new KernelTable(eventSchema, 1024),
}));

/**
 * Pulses of a batch to trigger cells: fit and threshold in each cell, then the decision window. The
 * window starts at a random phase of the 125 ns clock in (−125, 0) ns; of the windows that start
 * 250 ns before, at and 250 ns after it the one with the highest sum of cells is used, the earliest
 * of equals. Its start is told relative to the nominal collision [ns], 0 when no cell fired.
 *
 * The event time is that of the highest cell in the window (the lowest id of equals), as
 * nanoseconds within its 125 ns data clock and the number of that clock modulo 128. Clocks are
 * counted from the start of the middle window: the one of the nominal collision is 0.
 * @see basf2 trg/ecl/src/TrgEclFAMFit.cc, trg/ecl/src/TrgEclMaster.cc, trg/ecl/src/TrgEclTiming.cc
 * (method 1)
 */
export function cellFinder(fam: FamConfig, etm: EtmConfig, { seed }: RunContext) {
  const rules = placeTable(rulesOf(fam, etm));
  const tables = placeTable(tablesOf(fam));
  return (pulses: EclHits['cellPulses'], { run, slice, index }: Addresses): FoundCells => {
    const eventCount = index.length;
    const { order, cells, cellOffsets, events, ...held } = memory();
    order.reserve(pulses.cell.length);
    cells.reserve(pulses.cell.length);
    cellOffsets.reserve(eventCount + 1);
    events.reserve(eventCount);
    for (const column of Object.values(events.columns)) column.fill(0, 0, eventCount);
    const pulseTable = held.pulses.place(pulses);
    kernels.setEclTables(pulseTable, cells.head, events.head, rules, tables, order.address);
    kernels.findEclCells(
      eventCount,
      seed,
      run,
      held.slice.place(slice),
      held.index.place(index),
      purpose.eclTriggerPhase,
      held.pulseOffsets.place(pulses.offsets),
      cellOffsets.address,
    );
    const { offsets: _, ...found } = events.takeRows(Uint32Array.of(0, eventCount));
    return { cells: cells.takeRows(cellOffsets.values.slice(0, eventCount + 1)), ...found };
  };
}

/** Numbers in the order of `Rules` in cells.wasm.ts. */
const rulesOf = (fam: FamConfig, { adcUnit, timing }: EtmConfig): Float64Array =>
  Float64Array.of(
    adcUnit,
    fam.rounding === 'nearest' ? 0.5 : 0,
    fam.timeFloor ** 2,
    fam.timeNoise,
    fam.mergeTime,
    fam.deadClocks,
    above(timing.fineEnergy, adcUnit),
    above(timing.superFineEnergy, adcUnit),
  );

/** Tables in the order of `CellTables` in cells.wasm.ts. */
const tablesOf = (fam: FamConfig): Uint32Array =>
  Uint32Array.from(
    [
      thresholdTable(fam),
      cellFlightCorrection,
      isPhysicsCell,
      cellRegion,
      quadrantTable,
      vetoTable,
    ].map(placeTable),
  );
