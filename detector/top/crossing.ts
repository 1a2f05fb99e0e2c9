import { kernels } from '#kernels';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import type { Arcs } from '../propagation/arcs.js';
import { passageInKernels } from './kernel-bars.js';
import type { Passage } from './light.js';

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
  readonly #particles: ParticleTable;

  constructor(particles: ParticleTable = standardParticles) {
    this.#particles = particles;
  }

  /** Whether there is a crossing, of a particle of which mass and charge are known. */
  find(arcs: Arcs, arc: number, pdg: number): boolean {
    const info = this.#particles.info(pdg);
    if (info === undefined) return false;
    const { x, y, z, time, px, py, pz, curvature, length } = arcs;
    const { numbers, module } = passageInKernels();
    const crosses = kernels.crossBar(
      numbers.address,
      x[arc],
      y[arc],
      z[arc],
      time[arc],
      px[arc],
      py[arc],
      pz[arc],
      curvature[arc],
      length[arc],
      info.mass,
      info.charge,
    );
    if (!crosses) return false;
    const found = numbers.values;
    this.x = found[0];
    this.z = found[1];
    this.time = found[2];
    this.dx = found[3];
    this.dy = found[4];
    this.dz = found[5];
    this.velocity = found[6];
    this.chargeSquare = found[7];
    this.module = module.values[0];
    return true;
  }
}
