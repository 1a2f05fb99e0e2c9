// kernel: runs over every particle of a file that is not in the laboratory frame
import { speedOfLight } from '../../detector/base/constants.js';
import type { Beams, CollisionFrame } from '../../detector/beams.js';
import type { Particles } from '../../detector/particles.js';
import type { FrameDecision } from './frame.js';

/** A rotation about y, then a boost across it. */
type Change = Omit<CollisionFrame, 's'>;

/**
 * Takes particles and their vertices from the frame of their file to the laboratory, in place. A
 * centre-of-mass file of any √s gets the nominal boost, its z axis is the electrons' direction
 * there; what comes from beams that meet head-on goes to their centre of mass first.
 */
export function toLab(
  { frame, turn, headOn }: FrameDecision,
  { frame: collision }: Beams,
): (particles: Particles) => void {
  const changes: readonly Change[] =
    headOn !== undefined ? [alongZ(-headOn), collision] : frame === 'lab' ? [] : [collision];
  return ({ px, py, pz, energy, x, y, z, time }) => {
    if (turn !== 'none') halfTurn(turn, px, py, pz, x, y, z);
    if (changes.length === 0) return;
    for (const change of changes) changeColumns(change, px, pz, energy);
    for (let row = 0; row < time.length; row++) time[row] = time[row]! * speedOfLight;
    for (const change of changes) changeColumns(change, x, z, time);
    for (let row = 0; row < time.length; row++) time[row] = time[row]! / speedOfLight;
  };
}

/** A boost by a velocity along z. */
const alongZ = (beta: number): Change => ({
  betaX: 0,
  betaZ: beta,
  gamma: 1 / Math.sqrt(1 - beta ** 2),
  sinTilt: 0,
  cosTilt: 1,
});

/**
 * `cmsToLab` for four-vectors in columns, with the same operations: a vector that is an object
 * takes three times as long.
 */
function changeColumns(
  { betaX, betaZ, gamma, sinTilt, cosTilt }: Change,
  px: Float64Array,
  pz: Float64Array,
  energy: Float64Array,
): void {
  const perGamma = gamma / (gamma + 1);
  for (let row = 0; row < px.length; row++) {
    const a = px[row]! * cosTilt + pz[row]! * sinTilt;
    const c = pz[row]! * cosTilt - px[row]! * sinTilt;
    const along = betaX * a + betaZ * c;
    const gain = gamma * (perGamma * along + energy[row]!);
    px[row] = a + gain * betaX;
    pz[row] = c + gain * betaZ;
    energy[row] = gamma * (energy[row]! + along);
  }
}

/** A rotation by 180°, so no mirror image: two axes change sign. */
function halfTurn(axis: 'x' | 'y', ...[px, py, pz, x, y, z]: readonly Float64Array[]): void {
  const negated = axis === 'y' ? [px, pz, x, z] : [py, pz, y, z];
  // Subtracting from zero keeps zeros positive.
  for (const column of negated)
    if (column) for (let row = 0; row < column.length; row++) column[row] = 0 - column[row]!;
}
