import { kernels } from '#kernels';
import { type ConfigOf, flag, integer } from '../../detector/base/config.js';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  superLayerCount,
} from '../../detector/cdc/geometry.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import { clockShift, ticksPerClock } from './clock.js';
import {
  firstSegment,
  hourglass,
  priorityLayer,
  pyramid,
  segmentsIn,
  segmentWires,
  shapeOf,
} from './layout.js';
import type { LeftRightTables } from './left-right.js';
import type { Segments } from './objects.js';

/** Parameters of the track segment finder. */
export const segmentFinderSchema = {
  windowStart: integer(
    -51,
    'ticks of 1.965 ns',
    'First hit time accepted, after the nominal collision: −100 ns (basf2 ' +
      'cdc/modules/cdcDigitizer)',
    {
      min: -256,
      max: 256,
    },
  ),
  windowClocks: integer(
    16,
    'data clocks of 31.4 ns',
    'Length of the window in which hits of a segment coincide (basf2 trg/cdc/src/Segment.cc)',
    { min: 1, max: 32 },
  ),
  perClock: integer(
    10,
    'segments',
    'Segments sent per data clock, super-layer and quadrant (basf2 trg/cdc/data/nn.txt)',
    {
      min: 1,
      max: 96,
    },
  ),
  suppressNeighbours: flag(
    true,
    'Drop second-priority segments beside a first-priority one (basf2 ' +
      'trg/cdc/modules/trgcdc/src/CDCTriggerTSFModule.cc)',
  ),
} as const;

/** Segments of a batch, with the rows at which super-layers begin. */
interface FoundSegments {
  readonly segments: Segments;
  /** Of each event the first row of each super-layer, then the end. */
  readonly layerRows: Int32Array;
}

/** Numbers of an event in `layerRows`. */
export const layerRowCount = superLayerCount + 1;

/** Bits of wires in a word. */
const wordBits = 5;

/** What the kernel knows of super-layers and of the two shapes, in its order. */
const layerNumbers = Int32Array.from(
  Array.from(segmentsIn, (count, superLayer) => {
    const firstRow = firstLayerOfSuperLayer[superLayer] + shapeOf(superLayer).firstLayer;
    return [
      firstWireOfLayer[firstRow] >>> wordBits,
      count >>> wordBits,
      firstWireOfLayer[priorityLayer[superLayer]] >>> wordBits,
      firstSegment[superLayer],
    ];
  }).flat(),
);
const shapeNumbers = Int32Array.from(
  [pyramid, hourglass].flatMap(({ rowStart, priority, right, left }) => [
    ...rowStart,
    priority,
    right,
    left,
  ]),
);

/**
 * Segments that so many hits can make, and one more: each has hits in four rows, and a wire belongs
 * to at most five of them.
 */
const roomFor = (hits: number): number => Math.ceil((5 * hits) / 4) + 1;

/** A batch in the memory of the kernels; the next one, of whatever stage, takes its place. */
const columns = {
  hitOffsets: new KernelColumn(Uint32Array, 0),
  wire: new KernelColumn(Uint16Array, 0),
  tdc: new KernelColumn(Int16Array, 0),
  offsets: new KernelColumn(Uint32Array, 0),
  layerRows: new KernelColumn(Int32Array, 0),
};
const found = {
  segment: new KernelColumn(Uint16Array, 0),
  superLayer: new KernelColumn(Uint8Array, 0),
  position: new KernelColumn(Uint8Array, 0),
  leftRight: new KernelColumn(Uint8Array, 0),
  priorityTime: new KernelColumn(Int16Array, 0),
  fastestTime: new KernelColumn(Int16Array, 0),
  foundTime: new KernelColumn(Int16Array, 0),
  pattern: new KernelColumn(Uint16Array, 0),
};

/**
 * Finds the track segments of a batch: at least four of five rows hit within the window, earliest
 * hit per wire. A segment of second priority beside one of first priority is dropped, and of each
 * data clock the first ten of a quadrant are sent.
 * @see basf2 trg/cdc/modules/trgcdc/src/CDCTriggerTSFModule.cc, trg/cdc/src/Segment.cc
 */
export function segmentFinder(
  { windowStart, windowClocks, perClock, suppressNeighbours }: ConfigOf<typeof segmentFinderSchema>,
  tables: LeftRightTables,
) {
  const windowEnd = windowStart + windowClocks * ticksPerClock;
  const layers = placeTable(layerNumbers);
  const shapes = placeTable(shapeNumbers);
  const wires = placeTable(segmentWires);
  const inner = placeTable(tables.inner);
  const outer = placeTable(tables.outer);

  return (hits: CdcHits): FoundSegments => {
    const eventCount = hits.offsets.length - 1;
    const room = roomFor(hits.wire.length);
    columns.offsets.reserve(eventCount + 1);
    columns.layerRows.reserve(layerRowCount * eventCount);
    for (const column of Object.values(found)) column.reserve(room);
    const rows = kernels.findTrackSegments(
      eventCount,
      columns.hitOffsets.place(hits.offsets),
      columns.wire.place(hits.wire),
      columns.tdc.place(hits.tdc),
      windowStart,
      windowEnd,
      clockShift,
      perClock,
      suppressNeighbours,
      layers,
      shapes,
      wires,
      inner,
      outer,
      columns.offsets.address,
      columns.layerRows.address,
      found.segment.address,
      found.superLayer.address,
      found.position.address,
      found.leftRight.address,
      found.priorityTime.address,
      found.fastestTime.address,
      found.foundTime.address,
      found.pattern.address,
    );
    return {
      segments: {
        offsets: columns.offsets.values.slice(0, eventCount + 1),
        segment: found.segment.values.slice(0, rows),
        superLayer: found.superLayer.values.slice(0, rows),
        position: found.position.values.slice(0, rows),
        leftRight: found.leftRight.values.slice(0, rows),
        priorityTime: found.priorityTime.values.slice(0, rows),
        fastestTime: found.fastestTime.values.slice(0, rows),
        foundTime: found.foundTime.values.slice(0, rows),
        pattern: found.pattern.values.slice(0, rows),
      },
      layerRows: columns.layerRows.values.slice(0, layerRowCount * eventCount),
    };
  };
}
