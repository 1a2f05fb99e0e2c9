import { kernels } from '#kernels';
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { tan } from '../../detector/base/elementary.js';
import { KernelColumn, placeTable } from '../../detector/base/kernel-column.js';
import { stereoAngle, superLayerCount, zBackward } from '../../detector/cdc/geometry.js';
import { driftAngles } from './drift.js';
import { firstSegment, priorityLayer, priorityRadius, segmentsIn } from './layout.js';
import type { Segments, Tracks2d, Tracks3d } from './objects.js';

/** Parameters of the 2-D and 3-D fits. */
export const fitterSchema = {
  driftVelocity: quantity(
    4.0e-3,
    'cm/ns',
    'Drift velocity that the fits assume (basf2 ' +
      'cdc/modules/cdcDigitizer/src/CDCDigitizerModule.cc, simple x–t)',
    { min: 1e-4, max: 1e-2 },
  ),
} as const;

/**
 * Error of the azimuth of an axial hit, by axial super-layer [rad].
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger2DFitterModule.cc
 */
const azimuthError = [8.5106e-4, 3.9841e-4, 2.5806e-4, 1.9084e-4, 1.514e-4];

/**
 * Per stereo super-layer 1, 3, 5, 7: usual distance of a segment from the track [cells], and error
 * of its z [cm].
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc
 */
const stereo = [
  { usualCells: 3.681_86, zError: 0.7676 },
  { usualCells: 3.3542, zError: 0.9753 },
  { usualCells: 3.9099, zError: 1.029 },
  { usualCells: 4.482_63, zError: 1.372 },
];

/** Farthest wire taken from a track at a stereo super-layer [cells]. */
const maxCells = 10;

/** What the kernel knows of a super-layer, in its order. */
function layerNumbers(superLayer: number): readonly number[] {
  const both = [priorityRadius[superLayer], segmentsIn[superLayer], firstSegment[superLayer]];
  if (superLayer % 2 === 0) return [...both, 1 / azimuthError[superLayer / 2] ** 2, 0, 0, 0, 0, 0];
  const layer = priorityLayer[superLayer];
  const { usualCells, zError } = stereo[(superLayer - 1) / 2];
  return [
    ...both,
    1 / zError ** 2,
    zBackward[layer],
    tan(stereoAngle[layer]),
    // Side of the track on which the wire lies at the backward end.
    stereoAngle[layer] > 0 ? 1 : -1,
    usualCells,
    maxCells,
  ];
}

const chamberNumbers = Float64Array.from(
  Array.from({ length: superLayerCount }, (_, superLayer) => layerNumbers(superLayer)).flat(),
);

/** Where the kernels find what the fits know of the chamber and of a drift velocity [cm/ns]. */
export const placeChamber = (driftVelocity: number) => ({
  chamber: placeTable(chamberNumbers),
  drifts: placeTable(driftAngles(driftVelocity)),
});

/** A batch in the memory of the kernels; the next one, of whatever stage, takes its place. */
const columns = {
  eventTime: new KernelColumn(Int16Array, 0),
  segment: new KernelColumn(Uint16Array, 0),
  position: new KernelColumn(Uint8Array, 0),
  leftRight: new KernelColumn(Uint8Array, 0),
  priorityTime: new KernelColumn(Int16Array, 0),
  layerRows: new KernelColumn(Int32Array, 0),
  trackOffsets: new KernelColumn(Uint32Array, 0),
  attached: new KernelColumn(Int16Array, 0),
};
const fits = {
  offsets: new KernelColumn(Uint32Array, 0),
  track: new KernelColumn(Uint16Array, 0),
  z0: new KernelColumn(Float32Array, 0),
  cotTheta: new KernelColumn(Float32Array, 0),
};

/**
 * 3-D tracks of a batch: a circle through the axial hits, one first-priority segment of each stereo
 * super-layer near it, and a straight line of z against arc length. Tracks with fewer than two
 * axial or two stereo hits have none. `layerRows` are the rows at which each super-layer of an
 * event begins, then their end.
 * @see basf2 trg/cdc/modules/fitting/src/CDCTrigger3DFitterModule.cc
 */
export function fitter3d({ driftVelocity }: ConfigOf<typeof fitterSchema>) {
  const { chamber, drifts } = placeChamber(driftVelocity);

  return (
    tracks: Tracks2d,
    segments: Pick<Segments, 'segment' | 'position' | 'leftRight' | 'priorityTime'>,
    layerRows: Int32Array,
    eventTime: Int16Array,
  ): Tracks3d => {
    const events = eventTime.length;
    const count = tracks.phi.length;
    columns.attached.reserve(5 * count);
    const { segment0, segment2, segment4, segment6, segment8 } = tracks;
    [segment0, segment2, segment4, segment6, segment8].forEach((rows, axial) =>
      columns.attached.values.set(rows, axial * count),
    );
    fits.offsets.reserve(events + 1);
    fits.track.reserve(count);
    fits.z0.reserve(count);
    fits.cotTheta.reserve(count);
    const rows = kernels.fitTracks3d(
      chamber,
      drifts,
      events,
      columns.eventTime.place(eventTime),
      columns.segment.place(segments.segment),
      columns.position.place(segments.position),
      columns.leftRight.place(segments.leftRight),
      columns.priorityTime.place(segments.priorityTime),
      columns.layerRows.place(layerRows),
      columns.trackOffsets.place(tracks.offsets),
      columns.attached.address,
      fits.offsets.address,
      fits.track.address,
      fits.z0.address,
      fits.cotTheta.address,
    );
    return {
      offsets: fits.offsets.values.slice(0, events + 1),
      track: fits.track.values.slice(0, rows),
      z0: fits.z0.values.slice(0, rows),
      cotTheta: fits.cotTheta.values.slice(0, rows),
    };
  };
}
