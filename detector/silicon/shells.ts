import { atan2, cos, hypot, sin } from '../base/elementary.js';
import { wrapAngle } from '../base/units.js';
import { halfWidthAt, type LadderLayer, type Sensor, type SensorList } from './sensors.js';

/**
 * The sensors of a layer that lie in one plane of each ladder: the straight part, or the slanted
 * forward sensor.
 */
export interface Shell {
  /**
   * Number of the layer's first sensor, of sensors to a ladder, and of the shell's first sensor on
   * its ladder.
   */
  readonly firstSensor: number;
  readonly perLadder: number;
  readonly place: number;
  readonly sensors: readonly Sensor[];
  readonly ladderCount: number;
  /**
   * Azimuth of the middle of what ladder 1 covers in [−π, π), between ladders, and half of what a
   * ladder covers [rad].
   */
  readonly middle: number;
  readonly pitch: number;
  readonly half: number;
  /** Normals of the ladders in the transverse plane. */
  readonly cosPhi: Float64Array;
  readonly sinPhi: Float64Array;
  readonly shift: number;
  /**
   * Normal in the ladder's frame: along the radius and along z; distance of the plane from the
   * origin [cm].
   */
  readonly normalR: number;
  readonly normalZ: number;
  readonly distance: number;
  /**
   * Range of the distance from the axis and of z that the shell fills [cm], and the radius at which
   * tracks are looked up.
   */
  readonly innerRadius: number;
  readonly outerRadius: number;
  readonly radius: number;
  readonly zLow: number;
  readonly zHigh: number;
}

/** Shells of a detector, from inside. */
export function shellsOf({ layers, firstSensor }: SensorList): readonly Shell[] {
  return layers.flatMap((layer, index) => {
    const slanted = layer.sensors.filter(({ slant }) => slant !== 0);
    const straight = layer.sensors.filter(({ slant }) => slant === 0);
    const shells = [shellOf(layer, firstSensor[index], slanted.length, straight)];
    return slanted.length > 0
      ? [...shells, shellOf(layer, firstSensor[index], 0, slanted)]
      : shells;
  });
}

function shellOf(
  layer: LadderLayer,
  firstSensor: number,
  place: number,
  sensors: readonly Sensor[],
): Shell {
  const { ladderCount, phi, shift } = layer;
  const { radius, z, slant } = sensors[0];
  // Corners at both ends of each sensor: (distance along the normal's azimuth, from − to + in u).
  const ends = sensors.flatMap((sensor) =>
    [-1, 1].map((end) => ({
      r: sensor.radius - end * sensor.halfLength * sin(slant),
      z: sensor.z + end * sensor.halfLength * cos(slant),
      half: halfWidthAt(sensor, end * sensor.halfLength),
    })),
  );
  const low = Math.min(...ends.map(({ r, half }) => atan2(shift - half, r)));
  const high = Math.max(...ends.map(({ r, half }) => atan2(shift + half, r)));
  const innerRadius = Math.min(...ends.map(({ r }) => r));
  const outerRadius = Math.max(...ends.map(({ r, half }) => hypot(r, Math.abs(shift) + half)));
  const pitch = (2 * Math.PI) / ladderCount;
  return {
    firstSensor,
    perLadder: layer.sensors.length,
    place,
    sensors,
    ladderCount,
    middle: wrapAngle(phi + (low + high) / 2),
    pitch,
    half: (high - low) / 2,
    cosPhi: Float64Array.from({ length: ladderCount }, (_, ladder) => cos(phi + ladder * pitch)),
    sinPhi: Float64Array.from({ length: ladderCount }, (_, ladder) => sin(phi + ladder * pitch)),
    shift,
    normalR: cos(slant),
    normalZ: sin(slant),
    distance: radius * cos(slant) + z * sin(slant),
    innerRadius,
    outerRadius,
    radius: (innerRadius + outerRadius) / 2,
    zLow: Math.min(...ends.map((end) => end.z)),
    zHigh: Math.max(...ends.map((end) => end.z)),
  };
}
