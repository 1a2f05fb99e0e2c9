import { sliceAddresses } from '../../../detector/event.js';
import type { Particles } from '../../../detector/particles.js';
import { buildGenerator } from '../../../emulator/generators/index.js';
import { sharp } from './machine.js';

/** cm/ns */
const lightSpeed = 29.979_245_8;

/** Events whose short-lived particles stay as the generator leaves them. */
export function generateUndecayed(name: string, raw: unknown, count: number): Particles {
  const build = buildGenerator(name, raw, { seed: 1, beams: sharp }, false);
  return build(sliceAddresses(1, 0, 0, count)).particles;
}

/** Of flights from a vertex to that of a product: proper length, and what they miss a line by. */
interface Flights {
  /** Mean of way / (p/m) [cm]. */
  readonly meanProper: number;
  /** Largest distance of an end from the line along the momentum [cm]. */
  readonly offLine: number;
  /** Largest difference of a time of flight from way · E/p [ns]. */
  readonly offTime: number;
}

/** Flights of the particles at `rows`, of mass `mass` [GeV], each to the vertex of a product. */
export function flightsOf(
  { px, py, pz, energy, x, y, z, time }: Particles,
  rows: Iterable<{ readonly parent: number; readonly product: number }>,
  mass: number,
): Flights {
  let [proper, offLine, offTime, count] = [0, 0, 0, 0];
  for (const { parent, product } of rows) {
    const p = Math.hypot(px[parent]!, py[parent]!, pz[parent]!);
    const dx = x[product]! - x[parent]!;
    const dy = y[product]! - y[parent]!;
    const dz = z[product]! - z[parent]!;
    const along = (dx * px[parent]! + dy * py[parent]! + dz * pz[parent]!) / p;
    const way = Math.hypot(dx, dy, dz);
    offLine = Math.max(offLine, Math.sqrt(Math.max(0, way * way - along * along)), way - along);
    const duration = (way * energy[parent]!) / p / lightSpeed;
    offTime = Math.max(offTime, Math.abs(time[product]! - time[parent]! - duration));
    proper += (way * mass) / p;
    count++;
  }
  return { meanProper: proper / count, offLine, offTime };
}
