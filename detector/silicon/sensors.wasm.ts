// AssemblyScript: the sensors of a detector as kernels read them; kernel-sensors.ts writes them.

/** The sensitive part of a sensor [cm], as `Sensor` in sensors.ts. */
export class SensorArea {
  radius: f64;
  z: f64;
  halfLength: f64;
  halfWidthBackward: f64;
  halfWidthForward: f64;
  thickness: f64;
}

/** Half width in u of a sensor at `v` [cm], as in sensors.ts. */
export function halfWidthAt(area: SensorArea, v: f64): f64 {
  const halfLength = area.halfLength;
  const backward = area.halfWidthBackward;
  return backward + ((area.halfWidthForward - backward) * (v + halfLength)) / (2 * halfLength);
}

/** What shells.ts calls a shell; of its sensors, and of the normals of its ladders, addresses. */
export class Shell {
  innerRadius: f64;
  outerRadius: f64;
  radius: f64;
  zLow: f64;
  zHigh: f64;
  middle: f64;
  pitch: f64;
  half: f64;
  shift: f64;
  normalR: f64;
  normalZ: f64;
  distance: f64;
  /** 64 bits of each ladder. */
  cosPhi: usize;
  sinPhi: usize;
  areas: usize;
  areaCount: i32;
  ladderCount: i32;
  firstSensor: i32;
  perLadder: i32;
  place: i32;
}

/** All shells of a detector, from inside. */
export class Shells {
  /** Distance from the axis beyond which there is none [cm]. */
  outer: f64;
  first: usize;
  /** Address after the last. */
  end: usize;
}
