import { speedOfLight } from '../base/constants.js';
import { Helix } from '../helix.js';
import type { Particles } from '../particles.js';
import { backwardPlane, barrelRadius, forwardPlane } from './geometry.js';
import { chargeAndMass } from './response.js';

/** Particles that curl longer before they reach an endcap are given up: by then the material inside has stopped or scattered them (our choice). */
const mostTurns = 2;
/** Below this transverse momentum a charged particle stays in the beam pipe [GeV]. */
const smallestPt = 1e-4;

/** The straight ray of a particle in the calorimeter: start [cm], unit vector, time at the start [ns]. A scratch record. */
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

  /** After `straight`, of a neutral hadron: its kinetic energy, and its delay against light after `distance` [cm]. */
  slowDown({ pdg, px, py, pz }: Particles, row: number, distance: number): void {
    const { mass } = chargeAndMass(pdg[row]);
    const p2 = px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row];
    const energy = Math.sqrt(p2 + mass * mass);
    this.kineticEnergy = energy - mass;
    this.time += (distance * (energy / Math.sqrt(p2) - 1)) / speedOfLight;
  }

  /** A charged particle where it enters the calorimeter, without energy loss on the way; false when it never does. */
  bent({ pdg, x, y, z, px, py, pz, time }: Particles, row: number, field: number): boolean {
    const pt2 = px[row] * px[row] + py[row] * py[row];
    if (pt2 < smallestPt * smallestPt) return false;
    const { charge, mass } = chargeAndMass(pdg[row]);
    const helix = this.#helix;
    helix.set(x[row], y[row], z[row], px[row], py[row], pz[row], charge, field);
    const inside = x[row] * x[row] + y[row] * y[row] < barrelRadius * barrelRadius;
    const toBarrel = inside ? helix.lengthToCylinder(barrelRadius) : 0;
    const toEndcap = pz[row] === 0 ? Number.POSITIVE_INFINITY : helix.lengthToPlane(pz[row] > 0 ? forwardPlane : backwardPlane);
    const length = Math.min(toBarrel, toEndcap);
    if (!(length < mostTurns * 2 * Math.PI * helix.radius)) return false;
    helix.moveTo(length);
    this.x = helix.x;
    this.y = helix.y;
    this.z = helix.z;
    this.ux = helix.ux;
    this.uy = helix.uy;
    this.uz = helix.uz;
    const p2 = pt2 + pz[row] * pz[row];
    this.time = time[row] + (length * helix.stretch * Math.sqrt(1 + (mass * mass) / p2)) / speedOfLight;
    this.kineticEnergy = Math.sqrt(p2 + mass * mass) - mass;
    return true;
  }
}
