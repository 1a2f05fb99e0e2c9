import { speedOfLight } from '../base/constants.js';
import { Helix } from '../helix.js';
import type { ParticleColumns } from '../particles.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
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
  readonly #helix = new Helix();
  readonly #particles: ParticleTable;

  constructor(particles: ParticleTable = standardParticles) {
    this.#particles = particles;
  }

  /** A neutral particle: its own vertex and direction. */
  straight({ x, y, z, px, py, pz, time }: ParticleColumns, row: number): void {
    const p = Math.sqrt(px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row]);
    this.x = x[row];
    this.y = y[row];
    this.z = z[row];
    this.ux = px[row] / p;
    this.uy = py[row] / p;
    this.uz = pz[row] / p;
    this.time = time[row];
  }

  /** On along the ray, at the speed of light. */
  goOn(length: number): void {
    this.x += length * this.ux;
    this.y += length * this.uy;
    this.z += length * this.uz;
    this.time += length / speedOfLight;
  }

  /**
   * After `straight`, of a neutral hadron: its kinetic energy, and its delay against light after
   * `distance` [cm].
   */
  slowDown({ pdg, px, py, pz }: ParticleColumns, row: number, distance: number): void {
    const { mass } = chargeAndMass(pdg[row], this.#particles);
    const p2 = px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row];
    const energy = Math.sqrt(p2 + mass * mass);
    this.kineticEnergy = energy - mass;
    this.time += (distance * (energy / Math.sqrt(p2) - 1)) / speedOfLight;
  }

  /**
   * A charged particle at the end of its last arc, on the front of the calorimeter, with the
   * momentum that it has left.
   */
  along(arcs: Arcs, arc: number, pdg: number): void {
    const { px, py, pz, time, length } = arcs;
    const { mass } = chargeAndMass(pdg, this.#particles);
    const helix = this.#helix;
    helix.setArc(arcs, arc);
    helix.moveTo(length[arc]);
    this.x = helix.x;
    this.y = helix.y;
    this.z = helix.z;
    this.ux = helix.ux;
    this.uy = helix.uy;
    this.uz = helix.uz;
    const p2 = px[arc] * px[arc] + py[arc] * py[arc] + pz[arc] * pz[arc];
    const energy = Math.sqrt(p2 + mass * mass);
    const path = length[arc] * helix.stretch;
    this.time = time[arc] + (path * (energy / Math.sqrt(p2))) / speedOfLight;
    this.kineticEnergy = energy - mass;
  }
}
