// kernel: looks at every arc of every charged particle
import { speedOfLight } from '../base/constants.js';
import { Helix } from '../helix.js';
import type { Arcs } from '../propagation/arcs.js';
import { aerogelFace, aerogelInnerRadius, aerogelOuterRadius } from './geometry.js';

/**
 * A track in the aerogel: a helix with its momentum [GeV] and the time at the aerogel's face [ns],
 * as if at the speed of light from the arc's start. A scratch record.
 */
export class ArichEntry extends Helix {
  momentum = 0;
  time = 0;

  /** Takes an arc that crosses the aerogel's face, to where it does; false when it does not. */
  enter(arcs: Arcs, arc: number): boolean {
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
  along(arcs: Arcs, arc: number): void {
    const { z, time, px, py, pz } = arcs;
    this.setArc(arcs, arc);
    this.momentum = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc] + pz[arc] * pz[arc]);
    this.moveToPlane(aerogelFace);
    this.time = time[arc] + (aerogelFace - z[arc]) / (this.uz * speedOfLight);
  }
}
