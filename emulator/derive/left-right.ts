import type { CdcDeposits } from '../../detector/cdc/hits.js';
import {
  minRows,
  pyramid,
  rowsHit,
  segmentWires,
  type SegmentShape,
  shapeOf,
  wiresPerSegment,
} from '../../triggers/cdc/layout.js';
import {
  innerAddresses,
  type LeftRightTables,
  outerAddresses,
} from '../../triggers/cdc/left-right.js';
import type { Segments } from '../../triggers/cdc/objects.js';

/**
 * How often the particle passed right and left of the priority wire, and how often that hit was
 * noise, by address of the table.
 */
interface SideCounts {
  readonly right: Uint32Array;
  readonly left: Uint32Array;
  readonly noise: Uint32Array;
}

interface LeftRightCounts {
  readonly inner: SideCounts;
  readonly outer: SideCounts;
}

const sideCounts = (addresses: number): SideCounts => ({
  right: new Uint32Array(addresses),
  left: new Uint32Array(addresses),
  noise: new Uint32Array(addresses),
});
/**
 * Counts of both tables, all zero: of the innermost super-layer, whose segments are pyramids, and
 * of the others.
 */
export const leftRightCounts = (): LeftRightCounts => ({
  inner: sideCounts(innerAddresses),
  outer: sideCounts(outerAddresses),
});

/** Wire of the segment's priority cell. */
export function priorityWire({ segment, superLayer, position }: Segments, row: number): number {
  const { priority, right, left } = shapeOf(superLayer[row]!);
  const place = position[row] === 3 ? priority : position[row] === 1 ? right : left;
  return segmentWires[segment[row]! * wiresPerSegment + place]!;
}

/** True side of the earliest deposit on each wire of an event: 1 right, 2 left. */
export function trueSides(
  { offsets, wire, time, side }: CdcDeposits,
  event: number,
): Map<number, number> {
  const earliest = new Map<number, number>();
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    const rival = earliest.get(wire[row]!);
    if (rival === undefined || time[row]! < time[rival]!) earliest.set(wire[row]!, row);
  }
  return new Map([...earliest].map(([at, row]) => [at, side[row]! > 0 ? 2 : 1]));
}

/** Adds the segments of a batch to the counts. */
export function countSides(
  segments: Segments,
  deposits: CdcDeposits,
  counts: LeftRightCounts,
): void {
  for (let event = 0; event + 1 < segments.offsets.length; event++) {
    const sides = trueSides(deposits, event);
    for (let row = segments.offsets[event]!; row < segments.offsets[event + 1]!; row++) {
      const { right, left, noise } = segments.superLayer[row] === 0 ? counts.inner : counts.outer;
      const address = 2 * segments.pattern[row]! + (segments.position[row] === 2 ? 1 : 0);
      const side = sides.get(priorityWire(segments, row));
      const column = side === undefined ? noise : side === 1 ? right : left;
      column[address]!++;
    }
  }
}

/**
 * Tables from counts: a side is given when its probability exceeds `minProbability`, undetermined
 * otherwise. The probability of a side seen k times in n is (k + 1)/(n + 2), so a pattern seen once
 * stays undetermined.
 */
export function decideSides(
  { inner, outer }: LeftRightCounts,
  minProbability: number,
): LeftRightTables {
  return {
    inner: decide(inner, pyramid, minProbability),
    outer: decide(outer, shapeOf(1), minProbability),
  };
}

function decide(
  { right, left, noise }: SideCounts,
  shape: SegmentShape,
  minProbability: number,
): Uint8Array {
  return Uint8Array.from(right, (rights, address) => {
    if (rowsHit(address >>> 1, shape) < minRows) return 0;
    const total = rights + left[address]! + noise[address]! + 2;
    if ((rights + 1) / total > minProbability) return 1;
    return (left[address]! + 1) / total > minProbability ? 2 : 3;
  });
}
