// kernel: once per particle
import type { FourVector } from '../../detector/lorentz.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import type { CollisionPoint } from '../../detector/beam-spot.js';

/**
 * As `builder.push` for a final particle of the collision, but with objects for arguments: twelve
 * numbers would be boxed at every call.
 */
export function pushFinal(
  builder: ParticleBuilder,
  pdg: number,
  momentum: Readonly<FourVector>,
  point: Readonly<CollisionPoint>,
): void {
  builder.reserve(1);
  const row = builder.rowCount++;
  const { columns } = builder;
  columns.pdg[row] = pdg;
  columns.status[row] = particleStatus.final;
  columns.origin[row] = 0;
  columns.mother[row] = -1;
  columns.px[row] = momentum.px;
  columns.py[row] = momentum.py;
  columns.pz[row] = momentum.pz;
  columns.energy[row] = momentum.energy;
  columns.x[row] = point.x;
  columns.y[row] = point.y;
  columns.z[row] = point.z;
  columns.time[row] = point.time;
}
