import { degree, mm, um } from '../base/units.js';
import { halfWidthAt, type LadderLayer, listSensors, type Sensor } from '../silicon/sensors.js';

/**
 * The strip detector: 7, 10, 12 and 16 ladders of 2 to 5 sensors, the most forward ones of layers 4
 * to 6 slanted.
 * @see basf2 svd/data/SVD-Components.xml (radii, shifts, positions, sensitive areas, strips),
 * SVD.xml (azimuths)
 */

/** Sides of a sensor: u strips measure rφ, v strips measure z. */
export const sides = { u: 0, v: 1 } as const;
/** Sides of a sensor. */
export const sideCount = 2;
/** Strips of a side at most; numbers of strips fit into it. */
export const maxStrips = 768;

const halfLength = 61.44 * mm;
const narrow = 19.2 * mm;
const wide = 28.8 * mm;

const small = (radius: number, z: number): Sensor => ({
  radius: radius * mm,
  z: z * mm,
  slant: 0,
  halfLength,
  halfWidthBackward: narrow,
  halfWidthForward: narrow,
  thickness: 320 * um,
});
const large = (radius: number, z: number): Sensor => ({
  ...small(radius, z),
  halfWidthBackward: wide,
  halfWidthForward: wide,
});
const slanted = (radius: number, z: number, angle: number): Sensor => ({
  ...large(radius, z),
  slant: angle * degree,
  halfWidthForward: narrow,
  thickness: 300 * um,
});

const layers: readonly LadderLayer[] = [
  {
    layer: 3,
    ladderCount: 7,
    phi: 342.195 * degree,
    shift: -4.68 * mm,
    sensors: [small(38.99, 92.35), small(38.99, -32.65)],
  },
  {
    layer: 4,
    ladderCount: 10,
    phi: 8 * degree,
    shift: -10.78 * mm,
    sensors: [slanted(66.89, 149.042, 11.9), large(80, 24.76), large(80, -100.24)],
  },
  {
    layer: 5,
    ladderCount: 12,
    phi: -8 * degree,
    shift: -11.036 * mm,
    sensors: [slanted(86.5, 233.754, 16), ...[110.56, -14.44, -139.44].map((z) => large(104, z))],
  },
  {
    layer: 6,
    ladderCount: 16,
    phi: -4 * degree,
    shift: -19.076 * mm,
    sensors: [
      slanted(112.1, 303.471, 21.1),
      ...[182.06, 57.06, -67.94, -192.94].map((z) => large(135.15, z)),
    ],
  },
];

/** Sensors 0–171 of layers 3 to 6; those of a ladder from forward to backward. */
export const svdSensors = listSensors(layers);
/** Sensors of the detector: 172. */
export const svdSensorCount = svdSensors.sensors.length;

/** Strips read out on a side of a sensor. @see svd/data/SVD-Components.xml */
export function stripCount(sensor: number, side: number): number {
  return side === sides.v && svdSensors.layerIndex[sensor] > 0 ? 512 : 768;
}

/** Noise of a strip and charge of a count of its converter [e]. */
interface Electronics {
  readonly noise: number;
  readonly perCount: number;
}

/**
 * u and v side by kind of sensor; backward sensors are read out from their end, those between have
 * chips on them.
 * @see svd/data/SVD-Components.xml
 */
const electronics = {
  small: [
    { noise: 1054, perCount: 320 },
    { noise: 798, perCount: 323 },
  ],
  slanted: [
    { noise: 820, perCount: 270 },
    { noise: 716, perCount: 259 },
  ],
  middle: [
    { noise: 984, perCount: 297 },
    { noise: 527, perCount: 231 },
  ],
  backward: [
    { noise: 853, perCount: 274 },
    { noise: 716, perCount: 260 },
  ],
} as const satisfies Readonly<Record<string, readonly [u: Electronics, v: Electronics]>>;

/** Noise and converter of a side of a sensor. */
export function electronicsOf(sensor: number, side: number): Electronics {
  const layer = svdSensors.layerIndex[sensor];
  if (layer === 0) return electronics.small[side];
  if (svdSensors.sensors[sensor].slant !== 0) return electronics.slanted[side];
  return svdSensors.names[sensor].sensor === layers[layer].sensors.length
    ? electronics.backward[side]
    : electronics.middle[side];
}

/**
 * Continuous strip of a side, 0 to its number of strips, for a place on the sensor [cm]; u strips
 * of slanted sensors fan out.
 */
export function stripAt(sensor: number, side: number, u: number, v: number): number {
  const data = svdSensors.sensors[sensor];
  const share = side === sides.u ? u / halfWidthAt(data, v) : v / data.halfLength;
  return ((share + 1) / 2) * stripCount(sensor, side);
}

/** u [cm] of a continuous u strip at `v` [cm], and v of a continuous v strip. */
export function placeOfStrip(sensor: number, side: number, strip: number, v: number): number {
  const data = svdSensors.sensors[sensor];
  const half = side === sides.u ? halfWidthAt(data, v) : data.halfLength;
  return ((2 * strip) / stripCount(sensor, side) - 1) * half;
}

/** Distance between strips [cm]; of fanning ones at `v`. */
export function stripPitch(sensor: number, side: number, v: number): number {
  const data = svdSensors.sensors[sensor];
  return (
    (2 * (side === sides.u ? halfWidthAt(data, v) : data.halfLength)) / stripCount(sensor, side)
  );
}

/** One number for each strip. */
export const channelOf = (sensor: number, side: number, strip: number): number =>
  (sensor * sideCount + side) * maxStrips + strip;
