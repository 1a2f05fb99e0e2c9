import { curvatureConstant } from './field.js';

const twoPi = 2 * Math.PI;

/**
 * Path of a charged particle in a field along z, as a scratch record: `set` gives it a start,
 * `moveTo` a point on the path. Lengths are measured in the transverse plane [cm]; a positive
 * charge turns clockwise seen from +z when the field points to +z.
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
    this.#startX = x;
    this.#startY = y;
    this.#startZ = z;
    this.#directionX = px / pt;
    this.#directionY = py / pt;
    this.#slope = pz / pt;
    this.#curvature = (-charge * curvatureConstant * field) / pt;
    this.stretch = Math.sqrt(1 + this.#slope * this.#slope);
    this.moveTo(0);
  }

  /** Radius of the circle in the transverse plane [cm]. */
  get radius(): number {
    return 1 / Math.abs(this.#curvature);
  }

  moveTo(length: number): void {
    const turn = this.#curvature * length;
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    const dx = this.#directionX;
    const dy = this.#directionY;
    // Chord in the frame of the start's direction: along it sin(turn)/κ, across it (1 −
    // cos(turn))/κ; straight for small turns.
    const along = Math.abs(turn) < 1e-6 ? length : sin / this.#curvature;
    const across = Math.abs(turn) < 1e-6 ? (turn * length) / 2 : (1 - cos) / this.#curvature;
    this.x = this.#startX + along * dx - across * dy;
    this.y = this.#startY + along * dy + across * dx;
    this.z = this.#startZ + this.#slope * length;
    this.ux = (cos * dx - sin * dy) / this.stretch;
    this.uy = (cos * dy + sin * dx) / this.stretch;
    this.uz = this.#slope / this.stretch;
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
    const half = Math.acos(cosine);
    const start = Math.atan2(y - centreY, x - centreX);
    const outward = Math.atan2(centreY, centreX);
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
