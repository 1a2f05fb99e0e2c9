import { acos, atan2, cos, sin } from './base/elementary.js';
import { curvatureConstant } from './field.js';
import type { Arcs } from './propagation/arcs.js';

const twoPi = 2 * Math.PI;

/**
 * Chord of an arc of transverse `length` [cm] that turns by twice `half`, whose sine is `sine`. It
 * lies `half` away from the direction at the start.
 */
export function chordOf(length: number, half: number, sine: number): number {
  return half === 0 ? length : (length * sine) / half;
}

/**
 * Path of a charged particle in a field along z, as a scratch record: `set`, `setArc` or `begin`
 * gives it a start, `moveTo` a point on the path. Lengths are measured in the transverse plane
 * [cm]; a positive charge turns clockwise seen from +z when the field points to +z.
 *
 * Transport (`propagation/track.wasm.ts`) and the silicon sensors (`silicon/passage.wasm.ts`) write
 * the same curve inline, with series for the small turns that they meet.
 */
export class Helix {
  /** Point reached last, and the unit vector of motion there. */
  x = 0;
  y = 0;
  z = 0;
  ux = 0;
  uy = 0;
  uz = 0;
  /** Path along the helix to the point, per transverse length: p / pt. */
  stretch = 1;
  #startX = 0;
  #startY = 0;
  #startZ = 0;
  #directionX = 0;
  #directionY = 0;
  /** Change of z per transverse length. */
  #slope = 0;
  /** Change of the direction's azimuth per transverse length [rad/cm]. */
  #curvature = 0;

  /** Starts at (x, y, z) with momentum (px, py, pz), which must not be along z. */
  set(
    x: number,
    y: number,
    z: number,
    px: number,
    py: number,
    pz: number,
    charge: number,
    field: number,
  ): void {
    const pt = Math.sqrt(px * px + py * py);
    const curvature = (-charge * curvatureConstant * field) / pt;
    this.begin(x, y, z, px / pt, py / pt, pz / pt, curvature);
    this.moveTo(0);
  }

  /** Starts where an arc does; `moveTo` gives the point. */
  setArc({ x, y, z, px, py, pz, curvature }: Arcs, arc: number): void {
    const pt = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc]);
    const slope = pz[arc] / pt;
    this.begin(x[arc], y[arc], z[arc], px[arc] / pt, py[arc] / pt, slope, curvature[arc]);
  }

  /**
   * Starts at (x, y, z) along a unit vector in the transverse plane, with the change of z and of
   * the direction's azimuth per transverse length [rad/cm]; `moveTo` gives the point.
   */
  begin(
    x: number,
    y: number,
    z: number,
    directionX: number,
    directionY: number,
    slope: number,
    curvature: number,
  ): void {
    this.#startX = x;
    this.#startY = y;
    this.#startZ = z;
    this.#directionX = directionX;
    this.#directionY = directionY;
    this.#slope = slope;
    this.#curvature = curvature;
    this.stretch = Math.sqrt(1 + slope * slope);
  }

  /** Radius of the circle in the transverse plane [cm]. */
  get radius(): number {
    return 1 / Math.abs(this.#curvature);
  }

  /** The point after a transverse length, and the direction there. */
  moveTo(length: number): void {
    const half = (this.#curvature * length) / 2;
    const cosine = cos(half);
    const sine = sin(half);
    const chord = chordOf(length, half, sine);
    // Half the turn leads from the direction at the start to the chord, the other to the end.
    const middleX = this.#directionX * cosine - this.#directionY * sine;
    const middleY = this.#directionY * cosine + this.#directionX * sine;
    this.x = this.#startX + chord * middleX;
    this.y = this.#startY + chord * middleY;
    this.z = this.#startZ + this.#slope * length;
    this.ux = (middleX * cosine - middleY * sine) / this.stretch;
    this.uy = (middleY * cosine + middleX * sine) / this.stretch;
    this.uz = this.#slope / this.stretch;
  }

  /** The point on the plane at `z`, ahead or behind. */
  moveToPlane(z: number): void {
    this.moveTo((z - this.#startZ) / this.#slope);
    this.z = z;
  }

  /**
   * Transverse length to the first crossing of the cylinder of radius `radius` about z; Infinity
   * when there is none.
   */
  lengthToCylinder(radius: number): number {
    const x = this.#startX;
    const y = this.#startY;
    const dx = this.#directionX;
    const dy = this.#directionY;
    const k = this.#curvature;
    if (Math.abs(k) * radius < 1e-9) {
      const b = x * dx + y * dy;
      const reach = b * b + radius * radius - x * x - y * y;
      return reach < 0 || Math.sqrt(reach) < b ? Number.POSITIVE_INFINITY : Math.sqrt(reach) - b;
    }
    const centreX = x - dy / k;
    const centreY = y + dx / k;
    const distance = Math.sqrt(centreX * centreX + centreY * centreY);
    const own = 1 / Math.abs(k);
    const cosine = (radius * radius - distance * distance - own * own) / (2 * distance * own);
    if (!(Math.abs(cosine) <= 1)) return Number.POSITIVE_INFINITY;
    const half = acos(cosine);
    const start = atan2(y - centreY, x - centreX);
    const outward = atan2(centreY, centreX);
    const sense = k > 0 ? 1 : -1;
    const first = positiveTurn(sense * (outward + half - start));
    const second = positiveTurn(sense * (outward - half - start));
    return Math.min(first, second) * own;
  }

  /** Transverse length to the plane at `z`; Infinity when it moves away from it. */
  lengthToPlane(z: number): number {
    const length = (z - this.#startZ) / this.#slope;
    return length >= 0 ? length : Number.POSITIVE_INFINITY;
  }
}

/** An angle in [0, 2π); what is just below zero by rounding counts as zero. */
function positiveTurn(angle: number): number {
  const turn = angle - twoPi * Math.floor(angle / twoPi);
  return turn > twoPi - 1e-12 ? 0 : turn;
}
