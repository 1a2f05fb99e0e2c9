// kernel: looks at every arc of every charged particle
import { speedOfLight } from '../base/constants.js';
import type { Arcs } from '../propagation/arcs.js';
import { aerogelFace, aerogelInnerRadius, aerogelOuterRadius } from './geometry.js';

/**
 * A track in the aerogel: point [cm], unit vector and momentum [GeV]; time at its face [ns], as if
 * at the speed of light from the arc's start. A scratch record.
 */
export class ArichEntry {
  x = 0;
  y = 0;
  z = 0;
  ux = 0;
  uy = 0;
  uz = 0;
  momentum = 0;
  time = 0;
  #startX = 0;
  #startY = 0;
  #startZ = 0;
  #directionX = 0;
  #directionY = 0;
  #slope = 0;
  #curvature = 0;

  /** Takes an arc that crosses the aerogel's face, to where it does; false when it does not. */
  set(arcs: Arcs, arc: number): boolean {
    const { z, px, py, pz, length } = arcs;
    if (pz[arc] <= 0 || z[arc] > aerogelFace) return false;
    const pt = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc]);
    if (z[arc] + (pz[arc] / pt) * length[arc] <= aerogelFace) return false;
    this.along(arcs, arc);
    const r2 = this.x * this.x + this.y * this.y;
    return (
      r2 > aerogelInnerRadius * aerogelInnerRadius && r2 < aerogelOuterRadius * aerogelOuterRadius
    );
  }

  /**
   * Takes the helix of a forward arc on to the aerogel's face, whether or not the arc ends before.
   */
  along({ x, y, z, time, px, py, pz, curvature }: Arcs, arc: number): void {
    const pt = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc]);
    this.#startX = x[arc];
    this.#startY = y[arc];
    this.#startZ = z[arc];
    this.#directionX = px[arc] / pt;
    this.#directionY = py[arc] / pt;
    this.#slope = pz[arc] / pt;
    this.#curvature = curvature[arc];
    this.momentum = Math.sqrt(pt * pt + pz[arc] * pz[arc]);
    this.moveTo(aerogelFace);
    this.time = time[arc] + (aerogelFace - z[arc]) / (this.uz * speedOfLight);
  }

  /** Goes on along the helix to a plane [cm]. */
  moveTo(z: number): void {
    const length = (z - this.#startZ) / this.#slope;
    const half = (this.#curvature * length) / 2;
    const cos = Math.cos(half);
    const sin = Math.sin(half);
    // The chord lies half the turn from the direction at the start.
    const chord = Math.abs(half) < 1e-6 ? length : (length * sin) / half;
    const middleX = this.#directionX * cos - this.#directionY * sin;
    const middleY = this.#directionY * cos + this.#directionX * sin;
    const stretch = Math.sqrt(1 + this.#slope * this.#slope);
    this.x = this.#startX + chord * middleX;
    this.y = this.#startY + chord * middleY;
    this.z = z;
    this.ux = (middleX * cos - middleY * sin) / stretch;
    this.uy = (middleY * cos + middleX * sin) / stretch;
    this.uz = this.#slope / stretch;
  }
}
