import { cbrt } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { csiRadiationLength } from './materials.js';
import type { RayPath } from './ray-path.js';

/**
 * Conversions of photons per radiation length.
 * @see PDG, passage of particles: 7/9 at high energy, taken for all energies
 */
const conversionRate = 7 / 9;

/**
 * Depth at which what started inside a gap has scattered out of it: 3.3 cm · (E/GeV)^(2/3).
 * Derived: two particles of half the energy scatter by 0.3 mm, the middle of a gap to its side, in
 * matter of 10 cm radiation length.
 */
function escapeLength(energy: number): number {
  return 3.3 * cbrt(energy * energy);
}

/**
 * Where on the ray a photon's shower starts [cm], −1 when it passes through: exponential in the
 * material, less the way out of a gap.
 * @see D-063
 */
export function photonStart(path: RayPath, random: RandomStream, energy: number): number {
  if (path.entryCrystal < 0) return -1;
  let left = random.exponential() / conversionRate;
  let position = path.first;
  for (let segment = 0; segment <= path.count; segment++) {
    const gap = path.gap[segment];
    const gapEnd = segment < path.count ? path.enter[segment] : path.last;
    if (left < gap) return position + (left / gap) * (gapEnd - position) + escapeLength(energy);
    left -= gap;
    if (segment === path.count) break;
    const csi = path.leave[segment] - path.enter[segment];
    if (left * csiRadiationLength < csi) return path.enter[segment] + left * csiRadiationLength;
    left -= csi / csiRadiationLength;
    position = path.leave[segment];
  }
  return -1;
}

/** Where an electron's shower starts: where it enters, or deeper when it enters into a gap. */
export function electronStart(path: RayPath, energy: number): number {
  if (path.count === 0) return path.first + escapeLength(energy);
  return Math.min(path.enter[0], path.first + escapeLength(energy));
}
