import { describe, expect, it } from 'vitest';
import { kernels } from '#kernels';
import { stereoAngle } from '../../../detector/cdc/geometry.js';
import { bendingRadius, solenoidField } from '../../../detector/field.js';
import { fitter3d, placeChamber } from '../../../triggers/cdc/fitter3d.js';
import { parseConfig } from '../../../detector/base/config.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { sliceAddresses } from '../../../detector/event.js';
import { tick } from '../../../triggers/cdc/clock.js';
import { cdcObjects, cdcTriggerSchema } from '../../../triggers/cdc/cdc-trigger.js';
import {
  firstSegment,
  priorityLayer,
  priorityRadius,
  segmentsIn,
} from '../../../triggers/cdc/layout.js';
import { leftRightTables } from '../../../triggers/cdc/tables/left-right.js';
import { hitsOf, type SimpleTrack } from './tracks.js';

const find = cdcObjects(
  parseConfig(cdcTriggerSchema, {}, 'test'),
  { seed: 1 },
  { leftRight: leftRightTables, shortTracks: [] },
);
const one = sliceAddresses(0, 0, 0, 1);

describe('azimuth of a hit', () => {
  const { chamber, drifts } = placeChamber(4e-3);
  const azimuth = (...hit: readonly [number, number, number, number]): number =>
    kernels.hitAzimuth(chamber, drifts, ...hit);
  const segment = firstSegment[4]! + 64;
  const wire = (64 * 2 * Math.PI) / segmentsIn[4]!;
  const drift = (ticks: number): number => Math.atan((ticks * tick * 4e-3) / priorityRadius[4]!);

  it('is that of the wire, less the drift to its right, plus the drift to its left', () => {
    expect(azimuth(4, segment, 3, 50)).toBeCloseTo(wire, 12);
    expect(azimuth(4, segment, 1, 50)).toBeCloseTo(wire - drift(50), 12);
    expect(azimuth(4, segment, 2, 50)).toBeCloseTo(wire + drift(50), 12);
  });

  it('takes drift times before the event time as zero and stops at 511 ticks', () => {
    expect(azimuth(4, segment, 2, -3)).toBeCloseTo(wire, 12);
    expect(azimuth(4, segment, 2, 900)).toBeCloseTo(wire + drift(511), 12);
  });
});

describe('3-D fit', () => {
  const stream = new RandomStream().seed(5, 1, 0, 0, purpose.test);
  const draw = (): SimpleTrack => ({
    pt: 0.5 + 2 * stream.uniform(),
    charge: stream.uniform() < 0.5 ? -1 : 1,
    phi: 2 * Math.PI * stream.uniform(),
    cotTheta: -0.5 + 1.5 * stream.uniform(),
    z0: 40 * (2 * stream.uniform() - 1),
  });

  it('follows z0 and cot θ of tracks from anywhere along the beam line', () => {
    const errors: [number, number][] = [];
    for (let trial = 0; trial < 600; trial++) {
      const track = draw();
      const { tracks2d, tracks3d } = find(hitsOf([track]), one);
      if (tracks3d.track.length === 0) continue;
      expect(tracks3d.track[0]!).toBeLessThan(tracks2d.phi.length);
      errors.push([
        Math.abs(tracks3d.z0[0]! - track.z0!),
        Math.abs(tracks3d.cotTheta[0]! - track.cotTheta),
      ]);
    }
    expect(errors.length).toBeGreaterThan(540);
    const at = (column: 0 | 1): number =>
      errors.map((error) => error[column]).toSorted((a, b) => a - b)[
        Math.floor(0.68 * errors.length)
      ]!;
    // The wire of a stereo super-layer alone is worth 5–7 cm; drift times with left/right make it a
    // few.
    expect(at(0)).toBeLessThan(4);
    expect(at(1)).toBeLessThan(0.06);
  });

  it('is missing for a track without two stereo segments', () => {
    const track: SimpleTrack = { pt: 1, charge: 1, phi: 0.4, cotTheta: 0.2 };
    const hits = hitsOf([track]);
    const whole = find(hits, one);
    expect(whole.tracks3d.track).toHaveLength(1);
    const { segment, superLayer, position } = whole.segments;
    const stereo = [...segment.keys()].filter(
      (row) => superLayer[row]! % 2 === 1 && position[row] === 3,
    );
    expect(stereo.length).toBeGreaterThanOrEqual(2);
    const axialOnly = [...hits.wire.keys()].filter((row) => {
      const layer = layerOf(hits.wire[row]!);
      return ![1, 3, 5, 7].includes(layer < 8 ? 0 : Math.floor((layer - 2) / 6));
    });
    const { tracks2d, tracks3d } = find(
      {
        offsets: Uint32Array.of(0, axialOnly.length),
        wire: hits.wire.filter((_, row) => axialOnly.includes(row)),
        tdc: hits.tdc.filter((_, row) => axialOnly.includes(row)),
      },
      one,
    );
    expect(tracks2d.phi).toHaveLength(1);
    expect(tracks3d.track).toHaveLength(0);
  });
});

describe('weights of the 3-D fit', () => {
  /** Errors of z by stereo super-layer [cm]. @see basf2 CDCTrigger3DFitterModule.cc */
  const zErrors = [0.7676, 0.9753, 1.029, 1.372];
  const driftVelocity = 4e-3;
  const track: SimpleTrack = { pt: 2, charge: 1, phi: 0.4, cotTheta: 0.2 };
  const { tracks2d, segments } = find(hitsOf([track]), one);
  const stereo = [1, 3, 5, 7];
  const fit = fitter3d({ driftVelocity });

  /** The fit with drift times of `ticks` left of the wires, one for each stereo super-layer. */
  function fitted(ticks: readonly number[]) {
    const rows = {
      ...segments,
      leftRight: segments.leftRight.slice(),
      priorityTime: segments.priorityTime.slice(),
    };
    const layerRows = new Int32Array(10);
    for (const superLayer of segments.superLayer) layerRows[superLayer + 1]!++;
    for (let layer = 0; layer < 9; layer++) layerRows[layer + 1]! += layerRows[layer]!;
    for (const [index, superLayer] of stereo.entries()) {
      for (let row = layerRows[superLayer]!; row < layerRows[superLayer + 1]!; row++) {
        rows.leftRight[row] = 2;
        rows.priorityTime[row] = ticks[index]!;
      }
    }
    const { offsets, z0, cotTheta } = fit(tracks2d, rows, layerRows, Int16Array.of(0));
    expect([...offsets]).toEqual([0, 1]);
    return { z0: z0[0]!, cotTheta: cotTheta[0]! };
  }

  it('are those of the errors of z: a shift in one super-layer moves the line by its share', () => {
    const still = [50, 50, 50, 50];
    const usual = fitted(still);
    const diameter = 2 * bendingRadius(track.pt, solenoidField);
    const hits = stereo.map((superLayer, index) => {
      const radius = priorityRadius[superLayer]!;
      return {
        weight: 1 / zErrors[index]! ** 2,
        s: diameter * Math.asin(radius / diameter),
        radius,
        tan: Math.tan(stereoAngle[priorityLayer[superLayer]!]!),
      };
    });
    const sum = (of: (hit: (typeof hits)[number]) => number): number =>
      hits.reduce((total, hit) => total + of(hit), 0);
    const middle = sum(({ weight, s }) => weight * s) / sum(({ weight }) => weight);
    const spread = sum(({ weight, s }) => weight * (s - middle) ** 2);
    for (const [index, { weight, s, radius, tan }] of hits.entries()) {
      const moved = fitted(still.map((ticks, other) => (other === index ? ticks + 40 : ticks)));
      const angle = (ticks: number): number => Math.atan((ticks * tick * driftVelocity) / radius);
      const dz = (-radius * (angle(90) - angle(50))) / tan;
      const slope = (weight * (s - middle)) / spread;
      const share = weight / sum((hit) => hit.weight);
      expect((moved.cotTheta - usual.cotTheta) / dz / slope).toBeCloseTo(1, 1);
      expect((moved.z0 - usual.z0) / dz / (share - middle * slope)).toBeCloseTo(1, 1);
    }
  });
});

function layerOf(wire: number): number {
  let first = 0;
  for (let layer = 0; ; layer++) {
    const superLayer = layer < 8 ? 0 : Math.floor((layer - 2) / 6);
    first += segmentsIn[superLayer]!;
    if (wire < first) return layer;
  }
}
