import { kernels } from '#kernels';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { isMeasured } from './event-time.js';
import { firstSegment, priorityRadius, secondRadius, segmentsIn } from './layout.js';
import { type Fraction, type Quantization, shifter } from './neuro-quantization.js';
import type { CdcObjects } from './objects.js';

/**
 * Three inputs a super-layer: place of the segment against the track, drift time with its side,
 * crossing angle.
 */
export const inputCount = 3 * superLayerCount;
/** Longest drift time of a segment that is used [ticks]: 503 ns; times are divided by it. */
const maxDrift = 256;

/**
 * Window in which a segment belongs to a track [cells from the track's crossing], the place that
 * becomes 0, and the scale, a power of two; by super-layer. Stereo wires are counted at the
 * backward end, hence the shifts.
 * @see basf2 trg/cdc/src/NeuroTrigger.cc, CDCTriggerMLP.cc; windows of
 * trg/cdc/data/neurotrigger_default.conf
 */
export const inputWindows = [
  { low: -1.5, high: 1.5, centre: 0, scale: 0.5 },
  { low: -7.5, high: -0.5, centre: -4, scale: 0.25 },
  { low: -1.5, high: 1.5, centre: 0, scale: 0.5 },
  { low: 0.5, high: 7.5, centre: 4, scale: 0.25 },
  { low: -1.5, high: 1.5, centre: 0, scale: 0.5 },
  { low: -8.5, high: 0.5, centre: -4, scale: 0.125 },
  { low: -2.5, high: 1.5, centre: -0.5, scale: 0.5 },
  { low: -0.5, high: 10.5, centre: 5, scale: 0.125 },
  { low: -3.5, high: 2.5, centre: -0.5, scale: 0.25 },
] as const;

/** Super-layer without a segment, by expert; none for the first. */
export const missingSuperLayer = [-1, 7, 5, 3, 1] as const;
const allStereo = 0b10101010;

/**
 * Expert for a mask of super-layers: 0 with all of stereo, 1 to 4 with 7, 5, 3 or 1 missing, −1
 * with fewer.
 * @see same
 */
export function expertFor(mask: number): number {
  const missing = allStereo & ~mask;
  if (missing === 0) return 0;
  return missingSuperLayer.findIndex(
    (superLayer) => superLayer >= 0 && missing === 1 << superLayer,
  );
}

/** What the networks read of a batch. */
type NeuroEvents = Pick<CdcObjects, 'segments' | 'tracks2d' | 'eventTime' | 'eventTimeSource'>;

/** Inputs of the full tracks of a batch in the memory of the kernels, until the next batch. */
interface NeuroInputs {
  /** `inputCount` numbers a track, from −1 to 1. */
  readonly inputs: KernelColumn<Float64Array>;
  /** By track the super-layers with a segment. */
  readonly masks: KernelColumn<Uint16Array>;
}

/** Steps of a grid to 1, what is added before they are cut off, and their width; zeros for none. */
const gridNumbers = (fraction?: Fraction): readonly number[] =>
  fraction === undefined
    ? [0, 0, 0]
    : [2 ** fraction.bits, fraction.rounding === 'round' ? 0.5 : 0, 2 ** -fraction.bits];

/** What the kernel knows of the chamber and of the firmware's rounding, in its order. */
function inputTable(quantization?: Quantization): Float64Array {
  const onGrid =
    quantization === undefined ? (value: number) => value : shifter(quantization.cellsPerRadian);
  return Float64Array.from([
    ...gridNumbers(quantization?.angle),
    ...gridNumbers(quantization?.place),
    ...inputWindows.flatMap(({ low, high, centre, scale }, superLayer) => [
      priorityRadius[superLayer],
      secondRadius[superLayer],
      onGrid(segmentsIn[superLayer] / (2 * Math.PI)),
      segmentsIn[superLayer],
      firstSegment[superLayer],
      low,
      high,
      centre,
      scale,
    ]),
  ]);
}

/** A batch in the memory of the kernels; the next one, of whatever stage, takes its place. */
const columns = {
  eventTime: new KernelColumn(Int16Array, 0),
  timed: new KernelColumn(Uint8Array, 0),
  segmentOffsets: new KernelColumn(Uint32Array, 0),
  segment: new KernelColumn(Uint16Array, 0),
  superLayer: new KernelColumn(Uint8Array, 0),
  position: new KernelColumn(Uint8Array, 0),
  leftRight: new KernelColumn(Uint8Array, 0),
  priorityTime: new KernelColumn(Int16Array, 0),
  trackOffsets: new KernelColumn(Uint32Array, 0),
  phi: new KernelColumn(Float32Array, 0),
  omega: new KernelColumn(Float32Array, 0),
  attached: new KernelColumn(Int16Array, 0),
  inputs: new KernelColumn(Float64Array, 0),
  masks: new KernelColumn(Uint16Array, 0),
};

/**
 * Inputs of full tracks: in each super-layer one segment within the window, with a known side
 * before an undetermined one, then the shortest drift time, then the last. Axial segments are those
 * that the finder attached. A super-layer without one has three zeros.
 * @param quantization as the firmware rounds; without it the same in floating point.
 * @see basf2 trg/cdc/src/NeuroTrigger.cc
 */
export function neuroInputs(quantization?: Quantization) {
  const table = placeTable(inputTable(quantization));

  return ({ segments, tracks2d, eventTime, eventTimeSource }: NeuroEvents): NeuroInputs => {
    const events = eventTime.length;
    const tracks = tracks2d.phi.length;
    const { inputs, masks, attached, timed } = columns;
    inputs.reserve(inputCount * tracks);
    masks.reserve(tracks);
    if (tracks === 0) return { inputs, masks };
    attached.reserve(5 * tracks);
    timed.reserve(events);
    const { segment0, segment2, segment4, segment6, segment8 } = tracks2d;
    [segment0, segment2, segment4, segment6, segment8].forEach((rows, axial) =>
      attached.values.set(rows, axial * tracks),
    );
    const measured = timed.values;
    for (let event = 0; event < events; event++)
      measured[event] = isMeasured(eventTimeSource[event]) ? 1 : 0;
    kernels.neuralInputs(
      events,
      columns.eventTime.place(eventTime),
      timed.address,
      columns.segmentOffsets.place(segments.offsets),
      columns.segment.place(segments.segment),
      columns.superLayer.place(segments.superLayer),
      columns.position.place(segments.position),
      columns.leftRight.place(segments.leftRight),
      columns.priorityTime.place(segments.priorityTime),
      columns.trackOffsets.place(tracks2d.offsets),
      tracks,
      columns.phi.place(tracks2d.phi),
      columns.omega.place(tracks2d.omega),
      attached.address,
      table,
      maxDrift,
      inputs.address,
      masks.address,
    );
    return { inputs, masks };
  };
}
