import { cdc } from '../../detector/cdc/cdc.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import { type RunContext, sliceAddresses } from '../../detector/event.js';
import { subdetectors } from '../../detector/index.js';
import type { DepositTable } from '../../detector/overlay.js';
import { respond } from '../../detector/simulate.js';
import type { AnySubdetector } from '../../detector/subdetector.js';
import { cdcObjects } from '../../triggers/cdc/cdc-trigger.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { chamberPatterns } from '../chain/patterns/chamber-patterns.js';

/** What diffuse hits alone leave in a window, mean of many. */
interface Occupancy {
  readonly what: string;
  /** Hits before those of a channel merge, and the statistical error of that. */
  readonly hits: number;
  readonly error: number;
  /** Hits that the front end reports. */
  readonly reported: number;
  /** Of the chamber: wires hit, and track segments, all of them fake. */
  readonly wires?: number;
  readonly segments?: number;
}

/** Pixels are many: few windows at once. */
const batchWindows = 64;

/**
 * Windows without a particle, of diffuse hits alone: what is in them, by subdetector; of the
 * chamber also with hits that do not belong together.
 */
export function measureOccupancy(
  config: EmulatorConfig,
  windows: number,
  seed: number,
): readonly Occupancy[] {
  const context = { seed, patterns: chamberPatterns };
  const parts: readonly AnySubdetector[] = subdetectors;
  const rows = parts
    .filter(({ noise }) => noise !== undefined)
    .map((part) => occupancyOf(part, config, { windows, context, what: part.name }));
  if (config.cdc.correlated === 0) return rows;
  const alone = { ...config, cdc: { ...config.cdc, correlated: 0 } };
  return [...rows, occupancyOf(cdc, alone, { windows, context, what: 'cdc, uncorrelated' })];
}

interface Measurement {
  readonly windows: number;
  readonly context: RunContext;
  readonly what: string;
}

function occupancyOf(
  part: AnySubdetector,
  config: EmulatorConfig,
  { windows, context, what }: Measurement,
): Occupancy {
  const own = config[part.name as 'cdc'];
  const { deposit, digitize } = respond(part, own, context);
  const segmentsIn = part.name === 'cdc' ? fakeSegments(config, context) : undefined;
  const sums = { hits: 0, squares: 0, reported: 0, wires: 0, segments: 0 };
  for (let first = 0; first < windows; first += batchWindows) {
    const addresses = sliceAddresses(0, 0, first, Math.min(batchWindows, windows - first));
    const lists = deposit([], addresses);
    for (let window = 0; window < addresses.index.length; window++) {
      const hits = lists.reduce((sum, { deposits }) => sum + rowsOf(deposits, window), 0);
      sums.hits += hits;
      sums.squares += hits * hits;
    }
    const reported = digitize(lists, addresses) as DepositTable;
    sums.reported += reported.offsets.at(-1)!;
    if (segmentsIn === undefined) continue;
    const chamber = reported as unknown as CdcHits;
    sums.wires += wiresIn(chamber);
    sums.segments += segmentsIn(chamber, first);
  }
  const hits = sums.hits / windows;
  const variance = Math.max(0, sums.squares / windows - hits * hits);
  return {
    what,
    hits,
    error: Math.sqrt(variance / windows),
    reported: sums.reported / windows,
    ...(segmentsIn && { wires: sums.wires / windows, segments: sums.segments / windows }),
  };
}

const rowsOf = ({ offsets }: DepositTable, window: number): number =>
  offsets[window + 1]! - offsets[window]!;

/** Counts the track segments of windows. */
function fakeSegments({ triggers }: EmulatorConfig, context: RunContext) {
  const find = cdcObjects(triggers.cdc, context);
  return (hits: CdcHits, first: number): number =>
    find(hits, sliceAddresses(0, 0, first, hits.offsets.length - 1)).segments.segment.length;
}

/** Wires hit, window by window; hits of a wire follow each other. */
function wiresIn({ offsets, wire }: CdcHits): number {
  let wires = 0;
  for (let window = 0; window + 1 < offsets.length; window++)
    for (let row = offsets[window]!; row < offsets[window + 1]!; row++)
      if (row === offsets[window] || wire[row] !== wire[row - 1]) wires++;
  return wires;
}
