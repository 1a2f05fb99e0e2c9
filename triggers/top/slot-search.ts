import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { arrivalsOf, tracksPerSegment } from './arrivals.js';
import { systemClockShift } from './clock.js';
import {
  coarseMargin,
  coarseStride,
  fineMargin,
  fineStride,
  maxCompared,
  slotPatterns,
} from './patterns.js';
import { standardArrivals } from './tables/standard-arrivals.js';

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

/** Where patterns lie in the memory of the kernels, time 0 of the first row of each table. */
interface PlacedPatterns {
  readonly fine: number;
  readonly coarse: number;
}

const placed = new Map<number, PlacedPatterns>();
const scratch = new KernelColumn(Int32Array, 0);
const compared = new KernelColumn(Int16Array, maxCompared);

/**
 * Patterns of so many segments, made once in a thread: those of the usual number from a table.
 */
function placePatterns(segments: number): PlacedPatterns {
  const known = placed.get(segments);
  if (known !== undefined) return known;
  const { fine, coarse } = slotPatterns(
    segments === standardArrivals.length
      ? standardArrivals
      : [...arrivalsOf(segments, tracksPerSegment, 0)],
  );
  const made = {
    fine: placeTable(fine) + fineMargin * fine.BYTES_PER_ELEMENT,
    coarse: placeTable(coarse) + coarseMargin * coarse.BYTES_PER_ELEMENT,
  };
  placed.set(segments, made);
  return made;
}

/**
 * Prepares the search of slots for the next batch: patterns of so many segments, a gate of so many
 * system clocks. Where hits of a slot are put for it.
 * @see D-119
 */
export function prepareSlotSearch(segments: number, gateClocks: number): number {
  const { fine, coarse } = placePatterns(segments);
  scratch.reserve(2 * ((gateClocks << systemClockShift) + gateClocks + segments + 1));
  scratch.values.fill(0);
  kernels.setSlotSearch(
    segments,
    fine,
    fineStride,
    coarse,
    coarseStride,
    gateClocks,
    clocksBefore,
    systemClockShift,
    minShare,
    scratch.address,
  );
  return compared.address;
}
