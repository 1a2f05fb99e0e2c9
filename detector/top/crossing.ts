// kernel: every arc of every charged particle
import { speedOfLight } from '../base/constants.js';
import { velocity } from '../cherenkov.js';
import { Helix } from '../helix.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import type { Arcs } from '../propagation/arcs.js';
import { Circle } from '../propagation/circle.js';
import {
  barBackward,
  barDistance,
  barForward,
  barWidth,
  moduleAt,
  normalX,
  normalY,
} from './geometry.js';
import type { Passage } from './light.js';

/**
 * Arcs that end this far before the middle of the bars end on it: positions of arcs are single
 * precision [cm].
 */
const slack = 0.01;
/** A particle that goes round the bars rather than through them meets none. */
const minCosine = 0.02;

/** Where an arc crosses the middle of a bar. A scratch record. */
export class Crossing implements Passage {
  module = 0;
  x = 0;
  z = 0;
  time = 0;
  dx = 0;
  dy = 1;
  dz = 0;
  velocity = 1;
  chargeSquare = 1;
  readonly #circle = new Circle();
  readonly #helix = new Helix();
  readonly #particles: ParticleTable;

  constructor(particles: ParticleTable = standardParticles) {
    this.#particles = particles;
  }

  /**
   * Whether there is a crossing; the arc is followed to the radius of the bars' middle, from there
   * in a straight line to their plane.
   */
  find(arcs: Arcs, arc: number, pdg: number): boolean {
    const x = arcs.x[arc];
    const y = arcs.y[arc];
    const length = arcs.length[arc];
    const r2 = x * x + y * y;
    const short = barDistance - slack - length;
    if (r2 >= (barDistance - slack) * (barDistance - slack) || (short > 0 && r2 < short * short))
      return false;
    const circle = this.#circle;
    circle.setArc(arcs, arc);
    if (circle.farthest < barDistance) return false;
    const travelled = (circle.turnAt(barDistance) - circle.start) * circle.radius;
    if (travelled > length + slack) return false;
    const info = this.#particles.info(pdg);
    if (info === undefined) return false;
    return this.#place(arcs, arc, travelled, info.mass, info.charge);
  }

  #place(arcs: Arcs, arc: number, travelled: number, mass: number, charge: number): boolean {
    const { time, px, py, pz } = arcs;
    const p = Math.sqrt(px[arc] * px[arc] + py[arc] * py[arc] + pz[arc] * pz[arc]);
    const helix = this.#helix;
    helix.setArc(arcs, arc);
    helix.moveTo(travelled);
    const { x: atX, y: atY, ux, uy } = helix;
    this.module = moduleAt(atX, atY);
    const nx = normalX[this.module];
    const ny = normalY[this.module];
    this.dy = ux * nx + uy * ny;
    if (this.dy < minCosine) return false;
    this.dx = uy * nx - ux * ny;
    this.dz = helix.uz;
    const further = (barDistance - atX * nx - atY * ny) / this.dy;
    this.x = atY * nx - atX * ny + further * this.dx;
    this.z = helix.z + further * this.dz;
    if (Math.abs(this.x) > barWidth / 2 || this.z < barBackward || this.z > barForward)
      return false;
    this.velocity = velocity(p, mass);
    this.chargeSquare = charge * charge;
    const path = travelled * helix.stretch + further;
    this.time = time[arc] + path / (this.velocity * speedOfLight);
    return true;
  }
}
