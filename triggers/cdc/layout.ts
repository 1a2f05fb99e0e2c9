import { standingTable } from '../../detector/base/standing-table.js';
import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  layerRadius,
  superLayerCount,
  wireCount,
  wiresOfLayer,
} from '../../detector/cdc/geometry.js';

/**
 * Track segments: one for every cell of a super-layer's reference layer, a pyramid of 15 wires in
 * super-layer 0, an hourglass of 11 elsewhere. Wires of a shape are numbered row by row from
 * inside, azimuth ascending: bit i of a hit pattern is wire i.
 * @see basf2 trg/cdc/modules/trgcdc/src/CDCTriggerTSFModule.cc
 */
export interface SegmentShape {
  /** Layers after the super-layer's first in which row 0 and the reference cell lie. */
  readonly firstLayer: number;
  readonly referenceLayer: number;
  /** Cells of each row relative to the reference cell. */
  readonly rows: readonly (readonly number[])[];
  /** First wire of each row, then the number of wires. */
  readonly rowStart: readonly number[];
  /** Wire of first priority, and of second priority: right (cell −1) and left (cell 0). */
  readonly priority: number;
  readonly right: number;
  readonly left: number;
}

const pyramidRows = [[0], [-1, 0], [-1, 0, 1], [-2, -1, 0, 1], [-2, -1, 0, 1, 2]];
const hourglassRows = [[-1, 0, 1], [-1, 0], [0], [-1, 0], [-1, 0, 1]];

/** Shape of the segments of super-layer 0: one wire at the inner end, five at the outer. */
export const pyramid: SegmentShape = {
  firstLayer: 3,
  referenceLayer: 5,
  rows: pyramidRows,
  rowStart: [0, 1, 3, 6, 10, 15],
  priority: 0,
  right: 1,
  left: 2,
};
/**
 * Shape of the segments of super-layers 1 to 8: a waist of one wire between rows of two and three.
 */
export const hourglass: SegmentShape = {
  firstLayer: 0,
  referenceLayer: 2,
  rows: hourglassRows,
  rowStart: [0, 3, 5, 6, 8, 11],
  priority: 5,
  right: 6,
  left: 7,
};
/** Shape of the segments of a super-layer. */
export const shapeOf = (superLayer: number): SegmentShape =>
  superLayer === 0 ? pyramid : hourglass;

/** Segments of all super-layers. */
export const segmentCount = 2336;
/** Segments of each super-layer. */
export const segmentsIn = new Uint16Array(superLayerCount);
/** Global number of the first segment of each super-layer, then the total. */
export const firstSegment = new Uint16Array(superLayerCount + 1);
/**
 * Layer of the wire of first priority (the innermost row of the pyramid, the waist of the
 * hourglass).
 */
export const priorityLayer = new Uint8Array(superLayerCount);
/** Radius of the wires of first priority [cm], by super-layer. */
export const priorityRadius = new Float64Array(superLayerCount);
/** Radius of the wires of second priority [cm], by super-layer. */
export const secondRadius = new Float64Array(superLayerCount);
/** Places for the wires of a segment in `segmentWires`. */
export const wiresPerSegment = 16;

for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
  const shape = shapeOf(superLayer);
  const layer = firstLayerOfSuperLayer[superLayer] + shape.firstLayer;
  const count = wiresOfLayer[layer];
  segmentsIn[superLayer] = count;
  firstSegment[superLayer + 1] = firstSegment[superLayer] + count;
  priorityLayer[superLayer] = superLayer === 0 ? layer : layer + 2;
  priorityRadius[superLayer] = layerRadius[priorityLayer[superLayer]];
  secondRadius[superLayer] = layerRadius[priorityLayer[superLayer] + 1];
}

const wires = standingTable('cdc/segment-wires', [], () => {
  const ofSegment = new Uint16Array(segmentCount * wiresPerSegment);
  const read = new Uint8Array(wireCount);
  for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
    for (let number = 0; number < segmentsIn[superLayer]; number++) {
      const own = wiresOf(superLayer, number);
      ofSegment.set(own, (firstSegment[superLayer] + number) * wiresPerSegment);
      for (const wire of own) read[wire] = 1;
    }
  }
  return { ofSegment, read };
});

/** Wires of each segment, `wiresPerSegment` places a segment, unused ones 0. */
export const segmentWires = wires.ofSegment;
/** 1 for each wire of a segment, 0 for those in the layers that no segment has (D-535). */
export const wiresRead = wires.read;

function wiresOf(superLayer: number, number: number): number[] {
  const { firstLayer, rows } = shapeOf(superLayer);
  const layer = firstLayerOfSuperLayer[superLayer] + firstLayer;
  const count = segmentsIn[superLayer];
  return rows.flatMap((cells, row) =>
    cells.map((cell) => firstWireOfLayer[layer + row] + ((number + cell + count) % count)),
  );
}

/** Rows of a shape that a hit pattern touches. */
export function rowsHit(pattern: number, { rowStart }: SegmentShape): number {
  let rows = 0;
  for (let row = 0; row < 5; row++) {
    if (((pattern >>> rowStart[row]) & ((1 << (rowStart[row + 1] - rowStart[row])) - 1)) !== 0)
      rows++;
  }
  return rows;
}

/**
 * Rows that must be hit for a segment to fire.
 * @see basf2 trg/cdc/data/outerLUT_Bkg_p0.70_b0.80.coe: entries are non-zero exactly then
 */
export const minRows = 4;
