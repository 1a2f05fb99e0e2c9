import { speedOfLight } from '../base/constants.js';
import type { Particles } from '../particles.js';
import type { Arcs } from '../propagation/arcs.js';
import { chargeAndMass } from './response.js';

/**
 * The straight ray of a particle in the calorimeter: start [cm], unit vector, time at the start
 * [ns]. A scratch record.
 */
export class Arrival {
  x = 0;
  y = 0;
  z = 0;
  ux = 0;
  uy = 0;
  uz = 0;
  time = 0;
  /** Kinetic energy of the charged particle or neutral hadron that arrived last [GeV]. */
  kineticEnergy = 0;

  /** A neutral particle: its own vertex and direction. */
  straight({ x, y, z, px, py, pz, time }: Particles, row: number): void {
    const p = Math.sqrt(px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row]);
    this.x = x[row];
    this.y = y[row];
    this.z = z[row];
    this.ux = px[row] / p;
    this.uy = py[row] / p;
    this.uz = pz[row] / p;
    this.time = time[row];
  }

  /**
   * After `straight`, of a neutral hadron: its kinetic energy, and its delay against light after
   * `distance` [cm].
   */
  slowDown({ pdg, px, py, pz }: Particles, row: number, distance: number): void {
    const { mass } = chargeAndMass(pdg[row]);
    const p2 = px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row];
    const energy = Math.sqrt(p2 + mass * mass);
    this.kineticEnergy = energy - mass;
    this.time += (distance * (energy / Math.sqrt(p2) - 1)) / speedOfLight;
  }

  /**
   * A charged particle at the end of its last arc, on the front of the calorimeter, with the
   * momentum that it has left.
   */
  along({ x, y, z, px, py, pz, time, curvature, length }: Arcs, arc: number, pdg: number): void {
    const { mass } = chargeAndMass(pdg);
    const pt = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc]);
    const stretch = Math.sqrt(1 + (pz[arc] / pt) ** 2);
    // The chord lies half the turn from the direction at the start.
    const half = (curvature[arc] * length[arc]) / 2;
    const chord = Math.abs(half) < 1e-6 ? length[arc] : (length[arc] * Math.sin(half)) / half;
    const sin = Math.sin(half);
    const cos = Math.cos(half);
    const middleX = (px[arc] * cos - py[arc] * sin) / pt;
    const middleY = (py[arc] * cos + px[arc] * sin) / pt;
    this.x = x[arc] + chord * middleX;
    this.y = y[arc] + chord * middleY;
    this.z = z[arc] + (length[arc] * pz[arc]) / pt;
    this.ux = (middleX * cos - middleY * sin) / stretch;
    this.uy = (middleY * cos + middleX * sin) / stretch;
    this.uz = pz[arc] / (pt * stretch);
    const p2 = pt * pt + pz[arc] * pz[arc];
    const energy = Math.sqrt(p2 + mass * mass);
    this.time = time[arc] + (length[arc] * stretch * (energy / Math.sqrt(p2))) / speedOfLight;
    this.kineticEnergy = energy - mass;
  }
}
