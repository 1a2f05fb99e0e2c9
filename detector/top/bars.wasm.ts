// AssemblyScript: the bars as the kernels of the TOP read them; kernel-bars.ts writes them.

/** Lengths in cm as in geometry.ts, and x and y of the unit vectors across the bars. */
class Bars {
  distance: f64;
  thickness: f64;
  width: f64;
  backward: f64;
  forward: f64;
  detectorPlane: f64;
  /** Azimuth from a module to the next [rad]. */
  pitch: f64;
  speedOfLight: f64;
}

/** The bars. */
export let bars: Bars = changetype<Bars>(0);
let normalX: usize;
let normalY: usize;
/** Number of modules. */
export let moduleCount: i32;
/** Photodetectors across a bar. */
export let pmtColumns: i32;

/** Takes over lengths and angles, and the unit vectors across the bars. */
export function placeBars(
  numbers: usize,
  acrossX: usize,
  acrossY: usize,
  modules: i32,
  columns: i32,
): void {
  bars = changetype<Bars>(numbers);
  normalX = acrossX;
  normalY = acrossY;
  moduleCount = modules;
  pmtColumns = columns;
}

/** x of the unit vector across a bar, away from the axis. */
export function normalXOf(module: i32): f64 {
  return load<f64>(normalX + ((<usize>module) << 3));
}

/** y of the unit vector across a bar, away from the axis. */
export function normalYOf(module: i32): f64 {
  return load<f64>(normalY + ((<usize>module) << 3));
}
