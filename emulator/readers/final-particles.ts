import { decayOf } from '../../detector/propagation/decays.js';
import { particleKind, particleKinds } from '../../detector/pdg.js';

const known = new Map<number, boolean>();

/**
 * Whether the detector can follow a particle that is final in its file: it lives long enough, or
 * decays there. What decays the others is to be called where this says no.
 */
export function isFollowed(pdg: number): boolean {
  let followed = known.get(pdg);
  if (followed === undefined) {
    followed = particleKind(pdg) !== particleKinds.shortLived || decayOf(pdg) !== undefined;
    known.set(pdg, followed);
  }
  return followed;
}
