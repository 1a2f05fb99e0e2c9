// kernel: once per try of a radiative event
import { cos } from '../../detector/base/elementary.js';
import { degree, GeV } from '../../detector/base/units.js';
import type { FourVector } from '../../detector/lorentz.js';

/** What the calorimeter sees of a photon: polar angles and least energy, laboratory. */
export const seenPhoton = {
  thetaMin: 12.4 * degree,
  thetaMax: 155.1 * degree,
  minEnergy: 0.1 * GeV,
} as const;

const cosLow = cos(seenPhoton.thetaMax);
const cosHigh = cos(seenPhoton.thetaMin);

/** Whether a direction of the laboratory points into the calorimeter. */
export function isDirectionSeen(cosTheta: number): boolean {
  return cosTheta <= cosHigh && cosTheta >= cosLow;
}

/** Whether a photon, in the laboratory, is in the calorimeter and above 0.1 GeV. */
export function isPhotonSeen({ pz, energy }: Readonly<FourVector>): boolean {
  return energy >= seenPhoton.minEnergy && isDirectionSeen(pz / energy);
}
