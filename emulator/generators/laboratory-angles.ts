// kernel: every direction of a fine grid
import { log, tan, tanh } from '../../detector/base/elementary.js';
import { type CollisionFrame, cmsToLab } from '../../detector/beams.js';
import { fourVector } from '../../detector/lorentz.js';
import { setPhoton } from './recoil.js';

/** Azimuths of half a turn: the frame moves in the x-z plane, so the other half is the same. */
const azimuths = 180;
const steps = 5000;
/** Successive rings of a grid are turned by this part of a step, so that edges do not line up. */
const turn = 0.618_034;

/** cosθ in the laboratory of two massless particles that are back to back in the collision. */
type Accepts = (cosine: number, cosineOfOther: number) => boolean;

/**
 * Share of the azimuths at which a massless particle of this cosθ*, and the one opposite to it, are
 * accepted by their directions in the laboratory.
 * @param offset of the first azimuth, in steps: 0 to 1
 */
export function azimuthShare(
  frame: Readonly<CollisionFrame>,
  cosTheta: number,
  accepts: Accepts,
  offset = 0.5,
): number {
  const vector = fourVector();
  const other = fourVector();
  let accepted = 0;
  for (let step = 0; step < azimuths; step++) {
    setPhoton(vector, 1, cosTheta, ((step + offset) * Math.PI) / azimuths);
    other.px = -vector.px;
    other.py = -vector.py;
    other.pz = -vector.pz;
    other.energy = 1;
    cmsToLab(frame, vector);
    cmsToLab(frame, other);
    if (accepts(vector.pz / vector.energy, other.pz / other.energy)) accepted++;
  }
  return accepted / azimuths;
}

/**
 * Integral of a cross section dσ/dcosθ* over the directions that are accepted in the laboratory, by
 * a grid that is even in rapidity: fine along both beams, where photons and electrons go.
 * @param closest angle to the beams that the grid keeps [rad, centre of mass]
 */
export function acceptedInLaboratory(
  frame: Readonly<CollisionFrame>,
  between: (cosLow: number, cosHigh: number) => number,
  closest: number,
  accepts: Accepts,
): number {
  const most = -log(tan(closest / 2));
  const cosAt = (step: number): number => tanh(most * ((2 * step) / steps - 1));
  let sum = 0;
  for (let step = 0; step < steps; step++)
    sum +=
      between(cosAt(step), cosAt(step + 1)) *
      azimuthShare(frame, cosAt(step + 0.5), accepts, (step * turn) % 1);
  return sum;
}
