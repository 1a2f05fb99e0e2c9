import { asin, atan2, cos, hypot, sin } from '../../../detector/base/elementary.js';
import { bendingRadius } from '../../../detector/field.js';
import { chordOf } from '../../../detector/helix.js';
import { pxdSensors } from '../../../detector/pxd/geometry.js';
import { frameOf, type SensorFrame, type Vector } from '../../../detector/silicon/sensors.js';
import { svdSensors } from '../../../detector/svd/geometry.js';
import type { ExpectedCrossing, Scatterer } from './expected.js';
import { leastSquares } from './matrices.js';

/**
 * Parameters of a track at its vertex, in this order: lateral distance [cm], azimuth, curvature
 * [1/cm], z [cm], change of z per transverse length.
 */
export const trackParameters = { d0: 0, phi: 1, curvature: 2, z0: 3, slope: 4 } as const;
const parameterCount = 5;

/**
 * A track at its vertex: place [cm], momentum [GeV] and field [T]; a positive curvature turns
 * counterclockwise.
 */
export interface TrackStart {
  readonly vertex: Vector;
  readonly momentum: Vector;
  readonly charge: number;
  readonly mass: number;
  readonly field: number;
}

/**
 * A measured coordinate of a crossing: along u or v, its distance from where the crossing was
 * expected and its error [cm].
 */
export interface Measurement {
  readonly crossing: ExpectedCrossing;
  readonly along: 'u' | 'v';
  readonly residual: number;
  readonly sigma: number;
}

/**
 * What the chamber says of a track's momentum: relative error, and by how many of it its value is
 * off.
 */
interface ChamberMomentum {
  readonly relativeError: number;
  readonly pull: number;
}

/** How far a track is from its start, parameter by parameter, and the covariance of that. */
export interface FittedTrack {
  readonly parameters: Float64Array;
  readonly covariance: Float64Array;
}

/** Change of a coordinate on a sensor when a track is moved there by `shift`. */
function onSensor(
  { u, v, normal }: SensorFrame,
  { slopeU, slopeV }: ExpectedCrossing,
  along: 'u' | 'v',
  shift: Vector,
): number {
  const across = dot(normal, shift);
  return along === 'u' ? dot(u, shift) - slopeU * across : dot(v, shift) - slopeV * across;
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const difference = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** How places on a helix move with the parameters of its start. */
class StartingHelix {
  readonly curvature: number;
  readonly #start: TrackStart;
  readonly #azimuth: number;

  constructor(start: TrackStart) {
    const [px, py] = start.momentum;
    this.#start = start;
    this.#azimuth = atan2(py, px);
    this.curvature = -start.charge / bendingRadius(hypot(px, py), start.field);
  }

  /** Transverse length from the start to a place on the helix [cm]. */
  lengthTo(place: Vector): number {
    const [dx, dy] = difference(place, this.#start.vertex);
    const half = (this.curvature * hypot(dx, dy)) / 2;
    return (
      hypot(dx, dy) * (Math.abs(half) < 1e-6 ? 1 : asin(Math.max(-1, Math.min(1, half))) / half)
    );
  }

  /** Shift of a place per unit of each parameter, at the same transverse length. */
  derivatives(place: Vector): readonly Vector[] {
    const [dx, dy] = difference(place, this.#start.vertex);
    const length = this.lengthTo(place);
    const half = (this.curvature * length) / 2;
    const chord = chordOf(1, half, sin(half));
    const change = Math.abs(half) < 1e-3 ? -half / 3 : (cos(half) - chord) / half;
    const [cosine, sine] = [cos(this.#azimuth + half), sin(this.#azimuth + half)];
    const perCurvature = (length * length) / 2;
    return [
      [-sin(this.#azimuth), cos(this.#azimuth), 0],
      [-dy, dx, 0],
      [
        perCurvature * (change * cosine - chord * sine),
        perCurvature * (change * sine + chord * cosine),
        0,
      ],
      [0, 0, 1],
      [0, 0, length],
    ];
  }
}

/**
 * What a fit needs to know of a track: its measurements, how they change with its parameters, and
 * their covariance.
 */
export interface TrackModel {
  readonly curvature: number;
  readonly measurements: readonly Measurement[];
  /** One row per measurement. */
  readonly design: readonly Float64Array[];
  /** Square, row by row. */
  readonly covariance: Float64Array;
}

/**
 * The model of a track, linear around the way that it would have taken undisturbed.
 * @see D-137
 */
export function modelTrack(
  start: TrackStart,
  measurements: readonly Measurement[],
  scatterers: readonly Scatterer[],
): TrackModel {
  const helix = new StartingHelix(start);
  const design = measurements.map(({ crossing, along }) => {
    const frame = frameOfCrossing(crossing);
    return Float64Array.from(helix.derivatives(crossing.place), (shift) =>
      onSensor(frame, crossing, along, shift),
    );
  });
  return {
    curvature: helix.curvature,
    measurements,
    design,
    covariance: measurementCovariance(measurements, scatterers, helix),
  };
}

/** The model with some of its measurements. */
export function withMeasurements(
  model: TrackModel,
  used: (measurement: Measurement, row: number) => boolean,
): TrackModel {
  const count = model.measurements.length;
  const rows = model.measurements.flatMap((measurement, row) =>
    used(measurement, row) ? row : [],
  );
  if (rows.length === count) return model;
  return {
    ...model,
    measurements: rows.map((row) => model.measurements[row]!),
    design: rows.map((row) => model.design[row]!),
    covariance: Float64Array.from(
      rows.flatMap((row) => rows.map((column) => model.covariance[row * count + column]!)),
    ),
  };
}

/**
 * Covariance of measurements: their own errors, and what deflections on the way do to all that come
 * behind them.
 */
function measurementCovariance(
  measurements: readonly Measurement[],
  scatterers: readonly Scatterer[],
  helix: StartingHelix,
): Float64Array {
  const count = measurements.length;
  const covariance = new Float64Array(count * count);
  measurements.forEach(({ sigma }, row) => {
    covariance[row * count + row] = sigma * sigma;
  });
  const lengths = measurements.map(({ crossing }) => helix.lengthTo(crossing.place));
  const effect = new Float64Array(count);
  for (const scatterer of scatterers) {
    const before = helix.lengthTo(scatterer.place);
    for (const deflection of deflections(scatterer)) {
      measurements.forEach(({ crossing, along }, row) => {
        const distance = dot(difference(crossing.place, scatterer.place), scatterer.direction);
        const lever = lengths[row]! > before && distance > 0 ? distance * scatterer.width : 0;
        const shift: Vector = [lever * deflection[0], lever * deflection[1], lever * deflection[2]];
        effect[row] = onSensor(frameOfCrossing(crossing), crossing, along, shift);
      });
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++)
          covariance[i * count + j] = covariance[i * count + j]! + effect[i]! * effect[j]!;
      }
    }
  }
  return covariance;
}

/** Unit vectors of the two deflections of a track: in azimuth and in polar angle. */
function deflections({ direction: [x, y, z] }: Scatterer): readonly [Vector, Vector] {
  const transverse = hypot(x, y);
  return [
    [-y / transverse, x / transverse, 0],
    [(z * x) / transverse, (z * y) / transverse, -transverse],
  ];
}

const pxdFrames = pxdSensors.sensors.map((_, sensor) => frameOf(pxdSensors, sensor));
const svdFrames = svdSensors.sensors.map((_, sensor) => frameOf(svdSensors, sensor));
const frameOfCrossing = ({ detector, sensor }: ExpectedCrossing): SensorFrame =>
  (detector === 'pxd' ? pxdFrames : svdFrames)[sensor]!;

/** Coordinates of each direction that its two parameters need; the chamber has the curvature. */
const minAlong = 2;

/**
 * Fits a helix to measurements by weighted least squares with the full covariance of multiple
 * scattering; the chamber's momentum is one more measurement. Undefined where one coordinate along
 * u or v would have to give distance and azimuth, or z and slope.
 */
export function fitTrack(
  { curvature, measurements, design, covariance }: TrackModel,
  { relativeError, pull }: ChamberMomentum,
): FittedTrack | undefined {
  for (const side of ['u', 'v'] as const)
    if (measurements.filter(({ along }) => along === side).length < minAlong) return undefined;
  const sigma = relativeError * Math.abs(curvature);
  return leastSquares(
    design,
    covariance,
    measurements.map(({ residual }) => residual),
    parameterCount,
    [{ parameter: trackParameters.curvature, value: pull * sigma, sigma }],
  );
}
