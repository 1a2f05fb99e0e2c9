// kernel: one per arc of every charged particle
import { curvatureConstant } from '../field.js';
import type { Arcs } from './arcs.js';
import { arcsine } from './arcsine.js';

/**
 * Flattest track that is told from a straight line [1/cm]: it bends by 1 µm over 10 m; a neutral
 * particle is drawn with this.
 */
const minCurvature = 2e-10;

/**
 * Change of the direction's azimuth per transverse length [rad/cm]; a positive charge turns
 * clockwise when the field points to +z.
 */
export function curvatureOf(charge: number, pt: number, field: number): number {
  const curvature = (-charge * curvatureConstant * field) / pt;
  return Math.abs(curvature) > minCurvature ? curvature : minCurvature;
}

/** Place [cm], momentum and its transverse part [GeV], and a curvature from `curvatureOf`. */
interface Moving {
  readonly x: number;
  readonly y: number;
  readonly px: number;
  readonly py: number;
  readonly pt: number;
  readonly curvature: number;
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

  /** Of a moving charged particle. Records, not numbers: a call would box each of those. */
  setTrack({ x, y, px, py, pt, curvature }: Moving): void {
    this.set(x, y, px / pt, py / pt, curvature);
  }

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
