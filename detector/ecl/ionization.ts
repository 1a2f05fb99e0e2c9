// kernel: once per ionizing particle
import type { TableBuilder } from '../base/columns.js';
import { speedOfLight } from '../base/constants.js';
import { log } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import type { Arrival } from './arrival.js';
import type { eclDepositSchema } from './hits.js';
import { landauWidth, minimumIonization } from './materials.js';
import type { RayPath } from './ray-path.js';
import { crystalLength } from './rings.js';

/**
 * Time of the light from a deposit to the photodiode [ns]; `distance` of the deposit from the rear
 * face [cm].
 * @see basf2 trg/ecl/src/TrgEclDigitizer.cc
 */
export function lightDelay(distance: number): number {
  const d = Math.min(Math.max(distance, 0), crystalLength);
  return 6.05 + 0.0749 * d - 0.00112 * d * d;
}

/**
 * Energy loss along the CsI path up to `end` on the ray [cm]: most probable value 5.6 MeV/cm with a
 * fluctuation of Landau's width (Moyal's form), up to the kinetic energy.
 * @returns the kinetic energy left at the end [GeV]
 */
export function depositIonization(
  path: RayPath,
  arrival: Arrival,
  end: number,
  random: RandomStream,
  builder: TableBuilder<typeof eclDepositSchema>,
): number {
  const normal = random.gaussian();
  const perCm = Math.max(0, minimumIonization - landauWidth * log(normal * normal + 1e-12));
  builder.reserve(path.count);
  const { crystal, energy, time } = builder.columns;
  let left = arrival.kineticEnergy;
  for (let segment = 0; segment < path.count && left > 0 && path.enter[segment] < end; segment++) {
    const leave = Math.min(end, path.leave[segment]);
    const loss = Math.min(left, perCm * (leave - path.enter[segment]));
    const middle = (path.enter[segment] + leave) / 2;
    const row = builder.rowCount++;
    crystal[row] = path.crystal[segment];
    energy[row] = loss;
    time[row] = arrival.time + middle / speedOfLight + lightDelay(path.toRear(middle));
    left -= loss;
  }
  return left;
}
