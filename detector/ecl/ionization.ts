// kernel: once per ionizing particle
import { speedOfLight } from '../base/constants.js';
import { log } from '../base/elementary.js';
import type { RandomDraws } from '../base/kernel-stream.js';
import type { Arrival } from './arrival.js';
import { landauWidth, minimumIonization } from './materials.js';
import type { RayPath } from './ray-path.js';
import type { DepositRows } from './share.js';

/**
 * Energy loss along the CsI path up to `end` on the ray [cm]: most probable value 5.6 MeV/cm with a
 * fluctuation of Landau's width (Moyal's form), up to the kinetic energy.
 * @returns the kinetic energy left at the end [GeV]
 */
export function depositIonization(
  path: RayPath,
  arrival: Arrival,
  end: number,
  random: RandomDraws,
  builder: DepositRows,
): number {
  const normal = random.gaussian();
  const perCm = Math.max(0, minimumIonization - landauWidth * log(normal * normal + 1e-12));
  builder.reserve(path.count);
  const { crystal, energy, time } = builder.columns;
  const { count, crystal: crystals, enter, leave: leaves } = path;
  let row = builder.rowCount;
  let left = arrival.kineticEnergy;
  for (let segment = 0; segment < count && left > 0 && enter[segment] < end; segment++) {
    const leave = Math.min(end, leaves[segment]);
    const loss = Math.min(left, perCm * (leave - enter[segment]));
    const middle = (enter[segment] + leave) / 2;
    crystal[row] = crystals[segment];
    energy[row] = loss;
    time[row] = arrival.time + middle / speedOfLight + path.lightDelay(middle);
    left -= loss;
    row++;
  }
  builder.rowCount = row;
  return left;
}
