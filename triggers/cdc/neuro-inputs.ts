// kernel: turns one 2-D track and the segments of its event into the inputs of a network; scratch
// is made once
import { asin } from '../../detector/base/elementary.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { firstSegment, priorityRadius, secondRadius, segmentsIn } from './layout.js';
import { type Fraction, type Quantization, shifter } from './neuro-quantization.js';
import type { Segments, Tracks2d } from './objects.js';

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

/** Rounding of a quantity; without one it keeps its value. */
const gridOf = (fraction?: Fraction): ((value: number) => number) =>
  fraction === undefined ? (value) => value : shifter(fraction);

/** An event as the networks read it: its segments, where each super-layer begins, and its time. */
export interface NeuroEvent {
  readonly segments: Segments;
  /** First row of the event, and of each super-layer; then the end. All within the batch. */
  readonly firstRow: number;
  readonly layerRows: Int32Array;
  readonly eventTime: number;
  /**
   * Whether the event time was measured; without one each track takes its own earliest priority
   * time.
   */
  readonly timed: boolean;
}

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

/**
 * Inputs of a track: in each super-layer one segment within the window, with a known side before an
 * undetermined one, then the shortest drift time, then the last. Axial segments are those that the
 * 2-D finder attached. A super-layer without one has three zeros. Returns the mask of super-layers
 * with a segment.
 * @param quantization as the firmware rounds; without it the same in floating point.
 * @see basf2 trg/cdc/src/NeuroTrigger.cc
 */
export function neuroInputs(quantization?: Quantization) {
  const onAngleGrid = gridOf(quantization?.angle);
  const onPlaceGrid = gridOf(quantization?.place);
  const wiresPerRadian = Float64Array.from(segmentsIn, (count) => count / (2 * Math.PI)).map(
    gridOf(quantization?.cellsPerRadian),
  );
  const angles = new Float64Array(2 * superLayerCount);
  const references = new Float64Array(2 * superLayerCount);
  /** Rows of the candidates, their places against the track, and where each super-layer's begin. */
  const rows: number[] = [];
  const places: number[] = [];
  const starts = new Int32Array(superLayerCount + 1);

  function crossings(phi: number, omega: number): void {
    const azimuth = onAngleGrid(phi);
    for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
      for (let second = 0; second < 2; second++) {
        const sine = ((second === 1 ? secondRadius : priorityRadius)[superLayer] * omega) / 2;
        const angle = onAngleGrid(Math.abs(sine) < 1 ? asin(sine) : Math.PI / 2);
        angles[2 * superLayer + second] = angle;
        references[2 * superLayer + second] = onPlaceGrid(
          (azimuth - angle) * wiresPerRadian[superLayer],
        );
      }
    }
  }

  function addCandidate({ segment, position }: Segments, row: number, superLayer: number): void {
    const second = position[row] === 3 ? 0 : 1;
    const count = segmentsIn[superLayer];
    const half = second === 0 ? 0 : position[row] === 2 ? 0.5 : -0.5;
    const cells =
      segment[row] - firstSegment[superLayer] + half - references[2 * superLayer + second];
    // Azimuths begin at −π and cells at 0, so a segment may be a turn ahead, never one behind.
    const place = cells > count / 2 ? cells - count : cells;
    const { low, high } = inputWindows[superLayer];
    if (place < low || place > high) return;
    rows.push(row);
    places.push(place);
  }

  function findCandidates(
    { segments, layerRows, firstRow }: NeuroEvent,
    tracks: Tracks2d,
    track: number,
  ): void {
    rows.length = 0;
    places.length = 0;
    const attached = [
      tracks.segment0,
      tracks.segment2,
      tracks.segment4,
      tracks.segment6,
      tracks.segment8,
    ];
    for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
      starts[superLayer] = rows.length;
      if (superLayer % 2 === 0) {
        const row = attached[superLayer / 2][track];
        if (row >= 0) addCandidate(segments, firstRow + row, superLayer);
      } else {
        for (let row = layerRows[superLayer]; row < layerRows[superLayer + 1]; row++)
          addCandidate(segments, row, superLayer);
      }
    }
    starts[superLayerCount] = rows.length;
  }

  return (event: NeuroEvent, tracks: Tracks2d, track: number, out: Float64Array): number => {
    const { priorityTime, leftRight, position } = event.segments;
    crossings(tracks.phi[track], tracks.omega[track]);
    findCandidates(event, tracks, track);
    let start = event.eventTime;
    if (!event.timed)
      start = rows.reduce(
        (earliest, row) => Math.min(earliest, priorityTime[row]),
        Number.POSITIVE_INFINITY,
      );
    let mask = 0;
    for (let superLayer = 0; superLayer < superLayerCount; superLayer++) {
      let best = -1;
      let bestRank = Number.POSITIVE_INFINITY;
      for (let at = starts[superLayer]; at < starts[superLayer + 1]; at++) {
        const drift = priorityTime[rows[at]] - start;
        if (drift < 0 || drift > maxDrift) continue;
        const rank = leftRight[rows[at]] === 3 ? drift + maxDrift + 1 : drift;
        // Of equal ones the last, as the source's comparison has it.
        if (rank > bestRank) continue;
        best = at;
        bestRank = rank;
      }
      const input = 3 * superLayer;
      if (best < 0) {
        out.fill(0, input, input + 3);
        continue;
      }
      const row = rows[best];
      const { centre, scale } = inputWindows[superLayer];
      const drift = (priorityTime[row] - start) / maxDrift;
      mask |= 1 << superLayer;
      out[input] = scale * (places[best] - centre);
      out[input + 1] = leftRight[row] === 3 ? 0 : leftRight[row] === 2 ? drift : -drift;
      out[input + 2] = angles[2 * superLayer + (position[row] === 3 ? 0 : 1)] / 2;
    }
    return mask;
  };
}
