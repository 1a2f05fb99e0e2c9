// kernel: once per try of a radiative event
import { cos } from '../../detector/base/elementary.js';
import { degree, GeV } from '../../detector/base/units.js';
import { type CollisionFrame, cmsToLab } from '../../detector/beams.js';
import { copyFour, type FourVector, fourVector } from '../../detector/lorentz.js';
import { isPhotonSeen } from './seen-photon.js';

/** Where a lepton has to be, and how much energy it needs, to be seen; centre of mass. */
interface LegLimits {
  readonly cosLow: number;
  readonly cosHigh: number;
  readonly minEnergy: number;
}

/** Angles and energy that make an electron of a Bhabha event a seen one, centre of mass. */
export const seenLeg = {
  thetaMin: 10 * degree,
  thetaMax: 170 * degree,
  minEnergy: 0.15 * GeV,
} as const;

/** The same as limits. */
export const seenLegLimits: LegLimits = {
  cosLow: cos(seenLeg.thetaMax),
  cosHigh: cos(seenLeg.thetaMin),
  minEnergy: seenLeg.minEnergy,
};

/** Whether a lepton after radiation, centre of mass, keeps limits. */
export function isInside(
  { px, py, pz, energy }: Readonly<FourVector>,
  { cosLow, cosHigh, minEnergy }: LegLimits,
): boolean {
  const p = Math.sqrt(px * px + py * py + pz * pz);
  return energy >= minEnergy && pz <= cosHigh * p && pz >= cosLow * p;
}

/** What is seen of a Bhabha event; each event is in one of the classes. */
export type BhabhaClass = 'both legs' | 'one leg' | 'photon alone' | 'unseen';

const scratch = fourVector();

function isSeen(frame: Readonly<CollisionFrame>, photon: Readonly<FourVector>): boolean {
  copyFour(scratch, photon);
  cmsToLab(frame, scratch);
  return isPhotonSeen(scratch);
}

/** The class of an event by its final state; momenta in the centre of mass. */
export function bhabhaClass(
  frame: Readonly<CollisionFrame>,
  electron: Readonly<FourVector>,
  positron: Readonly<FourVector>,
  photons: readonly Readonly<FourVector>[],
): BhabhaClass {
  const seen =
    Number(isInside(electron, seenLegLimits)) + Number(isInside(positron, seenLegLimits));
  if (seen > 0) return seen === 2 ? 'both legs' : 'one leg';
  return photons.some((photon) => isSeen(frame, photon)) ? 'photon alone' : 'unseen';
}
