// kernel: runs over every particle of a file that is not in the laboratory frame
import { speedOfLight } from '../../detector/base/constants.js';
import { type Beams, cmsToLab } from '../../detector/beams.js';
import { boost, type FourVector, fourVector } from '../../detector/lorentz.js';
import type { Particles } from '../../detector/particles.js';
import type { FrameDecision } from './frame.js';

/**
 * Takes particles and their vertices from the frame of their file to the laboratory, in place. A
 * centre-of-mass file of any √s gets the nominal boost, its z axis is the electrons' direction
 * there; what comes from beams that meet head-on goes to their centre of mass first.
 */
export function toLab(
  { frame, turn, headOn }: FrameDecision,
  { frame: collision }: Beams,
): (particles: Particles) => void {
  const vector = fourVector();
  const gamma = 1 / Math.sqrt(1 - (headOn ?? 0) ** 2);
  const convert = (v: FourVector): void => {
    if (headOn !== undefined) boost(v, 0, 0, -headOn, gamma);
    cmsToLab(collision, v);
  };
  return ({ px, py, pz, energy, x, y, z, time }) => {
    if (turn !== 'none') halfTurn(turn, px, py, pz, x, y, z);
    if (frame === 'lab' && headOn === undefined) return;
    for (let row = 0; row < px.length; row++) {
      vector.px = px[row]!;
      vector.py = py[row]!;
      vector.pz = pz[row]!;
      vector.energy = energy[row]!;
      convert(vector);
      px[row] = vector.px;
      py[row] = vector.py;
      pz[row] = vector.pz;
      energy[row] = vector.energy;
      if (x[row] === 0 && y[row] === 0 && z[row] === 0 && time[row] === 0) continue;
      vector.px = x[row]!;
      vector.py = y[row]!;
      vector.pz = z[row]!;
      vector.energy = time[row]! * speedOfLight;
      convert(vector);
      x[row] = vector.px;
      y[row] = vector.py;
      z[row] = vector.pz;
      time[row] = vector.energy / speedOfLight;
    }
  };
}

/** A rotation by 180°, so no mirror image: two axes change sign. */
function halfTurn(axis: 'x' | 'y', ...[px, py, pz, x, y, z]: readonly Float64Array[]): void {
  const negated = axis === 'y' ? [px, pz, x, z] : [py, pz, y, z];
  // Subtracting from zero keeps zeros positive.
  for (const column of negated)
    if (column) for (let row = 0; row < column.length; row++) column[row] = 0 - column[row]!;
}
