// kernel: every arc against every radius that it may reach; AssemblyScript. The circle of
// circle.ts, the same operations in the same order.
import { arcsine } from './arcsine.wasm';

/** Turn of which the squared sine of the half is given, clamped to 0 … π. */
export function turnOf(square: f64): f64 {
  return square <= 0 ? 0 : square >= 1 ? Math.PI : 2 * arcsine(sqrt(square));
}

/** The circle of a helix in the transverse plane, seen from the z axis; places on it are turns. */
export class Circle {
  /** Centre [cm], its distance from the axis and its azimuth. */
  centreX: f64 = 0;
  centreY: f64 = 0;
  distance: f64 = 0;
  /** Radius [cm] and sense: 1 counterclockwise, −1 clockwise, seen from +z. */
  radius: f64 = 1;
  sense: f64 = 1;
  /** Smallest distance to the axis, negative when the circle encloses it. */
  closest: f64 = 0;
  /** Turn of the starting point, in [−π, π]. */
  start: f64 = 0;

  /** Through (x, y) with the unit direction (ux, uy) and a curvature from `curvatureOf`. */
  set(x: f64, y: f64, ux: f64, uy: f64, curvature: f64): void {
    const radius = abs(1 / curvature);
    const centreX = x - uy / curvature;
    const centreY = y + ux / curvature;
    const distance = max<f64>(sqrt(centreX * centreX + centreY * centreY), 1e-9);
    const along = x * ux + y * uy;
    const r2 = x * x + y * y;
    this.centreX = centreX;
    this.centreY = centreY;
    this.radius = radius;
    this.sense = curvature > 0 ? 1 : -1;
    this.distance = distance;
    // (distance − radius) without the loss of digits of a difference of large numbers.
    const closest = (r2 + (2 * (ux * y - uy * x)) / curvature) / (distance + radius);
    this.closest = closest;
    const r = sqrt(r2);
    const turn = turnOf((r * r - closest * closest) / (4 * distance * radius));
    this.start = along >= 0 ? turn : -turn;
  }

  /**
   * Turn in [0, π] at which the distance `r` from the axis is reached, clamped to the nearest end
   * when it never is.
   */
  turnAt(r: f64): f64 {
    return turnOf((r * r - this.closest * this.closest) / (4 * this.distance * this.radius));
  }

  /** Largest distance from the axis [cm]. */
  get farthest(): f64 {
    return this.distance + this.radius;
  }
}

/**
 * Puts the circle through (x, y) with the unit direction (ux, uy) to an address, its seven fields
 * in order, and returns its `turnAt(r)`.
 */
export function turnOfCircle(
  place: usize,
  x: f64,
  y: f64,
  ux: f64,
  uy: f64,
  curvature: f64,
  r: f64,
): f64 {
  const circle = changetype<Circle>(place);
  circle.set(x, y, ux, uy, curvature);
  return circle.turnAt(r);
}
