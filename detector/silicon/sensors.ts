import { cos, sin } from '../base/elementary.js';
import type { ChannelField } from '../mask/channels.js';

/**
 * Flat sensors on ladders around the beam pipe, as a windmill: a ladder is a plane across the
 * radius at its azimuth, its sensors are shifted along it. Of a sensor, u runs along rφ towards
 * larger azimuth, v along the ladder towards +z, both from its centre.
 */

/**
 * The sensitive part of a sensor [cm]. A slanted one leans towards the beam line in the forward
 * direction and is a trapezoid.
 */
export interface Sensor {
  /** Distance of its centre from the axis along the ladder's normal, and z of its centre. */
  readonly radius: number;
  readonly z: number;
  /** Angle between v and z [rad]. */
  readonly slant: number;
  readonly halfLength: number;
  /** Half of its width in u at its backward and at its forward end. */
  readonly halfWidthBackward: number;
  readonly halfWidthForward: number;
  readonly thickness: number;
}

/** Ladders of a layer: equal, evenly spaced in azimuth. */
export interface LadderLayer {
  /** As the experiment counts: 1 and 2 pixels, 3 to 6 strips. */
  readonly layer: number;
  readonly ladderCount: number;
  /** Azimuth of the normal of ladder 1 [rad]. */
  readonly phi: number;
  /** Centre of the sensors along rφ from that azimuth [cm]. */
  readonly shift: number;
  /** From forward to backward. */
  readonly sensors: readonly Sensor[];
}

/**
 * Where a sensor is: its layer and its numbers from 1, as the experiment writes them in
 * layer.ladder.sensor.
 */
interface SensorName {
  readonly layer: number;
  readonly ladder: number;
  readonly sensor: number;
}

/**
 * All sensors of a detector by number: those of a ladder from forward to backward, ladders by
 * azimuth, layers from inside.
 */
export interface SensorList {
  readonly layers: readonly LadderLayer[];
  /** Index in `layers` of each sensor, and its data. */
  readonly layerIndex: Uint8Array;
  readonly sensors: readonly Sensor[];
  readonly names: readonly SensorName[];
  /** Number of the first sensor of each layer, then the number of sensors. */
  readonly firstSensor: Int32Array;
}

/** Numbers the sensors of all layers. */
export function listSensors(layers: readonly LadderLayer[]): SensorList {
  const rows = layers.flatMap(({ layer, ladderCount, sensors }, index) =>
    Array.from({ length: ladderCount }, (_, ladder) =>
      sensors.map((sensor, place) => ({
        index,
        sensor,
        name: { layer, ladder: ladder + 1, sensor: place + 1 },
      })),
    ).flat(),
  );
  const firstSensor = Int32Array.from({ length: layers.length + 1 }, (_, index) => {
    const first = rows.findIndex((row) => row.index === index);
    return first < 0 ? rows.length : first;
  });
  return {
    layers,
    layerIndex: Uint8Array.from(rows, ({ index }) => index),
    sensors: rows.map(({ sensor }) => sensor),
    names: rows.map(({ name }) => name),
    firstSensor,
  };
}

/** What masks name a sensor by, where each has so many channels: the experiment's numbers. */
export function sensorFields(
  { names }: Pick<SensorList, 'names'>,
  channelsPerSensor: number,
): Readonly<Record<keyof SensorName, ChannelField>> {
  const field = (name: keyof SensorName): ChannelField => {
    const numbers = names.map((sensor) => sensor[name]);
    return {
      min: Math.min(...numbers),
      max: Math.max(...numbers),
      of: (channel) => numbers[Math.floor(channel / channelsPerSensor)],
      block: channelsPerSensor,
    };
  };
  return { layer: field('layer'), ladder: field('ladder'), sensor: field('sensor') };
}

/** Half width in u of a sensor at `v` [cm]. */
export function halfWidthAt(
  { halfWidthBackward, halfWidthForward, halfLength }: Sensor,
  v: number,
): number {
  return (
    halfWidthBackward +
    ((halfWidthForward - halfWidthBackward) * (v + halfLength)) / (2 * halfLength)
  );
}

/** Three components in the laboratory: a place [cm] or a direction. */
export type Vector = readonly [x: number, y: number, z: number];

/** Where a place on the middle plane of a sensor is in the laboratory [cm]. */
export function placeOnSensor(list: SensorList, sensor: number, u: number, v: number): Vector {
  const { phi, ladderCount, shift } = list.layers[list.layerIndex[sensor]];
  const { radius, z, slant } = list.sensors[sensor];
  const azimuth = phi + ((list.names[sensor].ladder - 1) * 2 * Math.PI) / ladderCount;
  const along = radius - v * sin(slant);
  const across = shift + u;
  const [cosine, sine] = [cos(azimuth), sin(azimuth)];
  return [along * cosine - across * sine, along * sine + across * cosine, z + v * cos(slant)];
}

/** Directions of a sensor in space: unit vectors along u, along v and outward across it. */
export interface SensorFrame {
  readonly u: Vector;
  readonly v: Vector;
  readonly normal: Vector;
}

/** Directions of u, of v and of the normal of a sensor in the laboratory; unit vectors. */
export function frameOf(
  { layers, layerIndex, sensors, names }: SensorList,
  number: number,
): SensorFrame {
  const { phi, ladderCount } = layers[layerIndex[number]];
  const { slant } = sensors[number];
  const azimuth = phi + ((names[number].ladder - 1) * 2 * Math.PI) / ladderCount;
  const [cosine, sine, flat, lean] = [cos(azimuth), sin(azimuth), cos(slant), sin(slant)];
  return {
    u: [-sine, cosine, 0],
    v: [-lean * cosine, -lean * sine, flat],
    normal: [flat * cosine, flat * sine, lean],
  };
}
