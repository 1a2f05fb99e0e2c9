// kernel: one per arc of every charged particle; twin of circle.wasm.ts
import { kernels } from '#kernels';
import { curvatureConstant } from '../field.js';
import type { Arcs } from './arcs.js';
import { arcsine } from './arcsine.js';

/**
 * Change of the direction's azimuth per transverse length [rad/cm]; a positive charge turns
 * clockwise when the field points to +z. Never quite 0: circles divide by it.
 */
export function curvatureOf(charge: number, pt: number, field: number): number {
  return kernels.curvatureOf(charge, pt, field, curvatureConstant);
}

/**
 * The circle of a helix in the transverse plane, seen from the z axis. Places on it are turns:
 * angles run through since the point closest to the axis, positive after it; the distance from the
 * axis grows for turns in (0, π) and shrinks for turns in (−π, 0).
 */
export class Circle {
  /** Centre [cm], its distance from the axis and its azimuth. */
  centreX = 0;
  centreY = 0;
  distance = 0;
  /** Radius [cm] and sense: 1 counterclockwise, −1 clockwise, seen from +z. */
  radius = 1;
  sense = 1;
  /** Smallest distance to the axis, negative when the circle encloses it. */
  closest = 0;
  /** Turn of the starting point, in [−π, π]. */
  start = 0;

  /** Of an arc, from its start. */
  setArc({ x, y, px, py, curvature }: Arcs, arc: number): void {
    const pt = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc]);
    this.set(x[arc], y[arc], px[arc] / pt, py[arc] / pt, curvature[arc]);
  }

  /** Through (x, y) with the unit direction (ux, uy) and a curvature from `curvatureOf`. */
  set(x: number, y: number, ux: number, uy: number, curvature: number): void {
    const radius = Math.abs(1 / curvature);
    const centreX = x - uy / curvature;
    const centreY = y + ux / curvature;
    const distance = Math.max(Math.sqrt(centreX * centreX + centreY * centreY), 1e-9);
    const along = x * ux + y * uy;
    const r2 = x * x + y * y;
    this.centreX = centreX;
    this.centreY = centreY;
    this.radius = radius;
    this.sense = curvature > 0 ? 1 : -1;
    this.distance = distance;
    // (distance − radius) without the loss of digits of a difference of large numbers.
    this.closest = (r2 + (2 * uxTimes(x, y, ux, uy)) / curvature) / (distance + radius);
    const turn = this.turnAt(Math.sqrt(r2));
    this.start = along >= 0 ? turn : -turn;
  }

  /**
   * Turn in [0, π] at which the distance `r` from the axis is reached, clamped to the nearest end
   * when it never is.
   */
  turnAt(r: number): number {
    const square = (r * r - this.closest * this.closest) / (4 * this.distance * this.radius);
    return square <= 0 ? 0 : square >= 1 ? Math.PI : 2 * arcsine(Math.sqrt(square));
  }

  /** Largest distance from the axis [cm]. */
  get farthest(): number {
    return this.distance + this.radius;
  }
}

/** Component of the position across the direction: ux y − uy x. */
function uxTimes(x: number, y: number, ux: number, uy: number): number {
  return ux * y - uy * x;
}
