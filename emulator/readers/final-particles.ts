// kernel: looks at every particle of a file
import type { Addresses, RunContext } from '../../detector/event.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import { particleKind, particleKinds } from '../../detector/pdg.js';
import { decayOf } from '../../detector/propagation/decays.js';
import { decayShortLived } from '../decays/short-lived.js';
import type { ReadingCounts } from './reading-counts.js';

/**
 * Decays final particles that live too short for the detector, unless the user wants them as they
 * are. What is left of them then, or has no table, becomes intermediate: it leaves nothing in the
 * detector and never flies as a track.
 */
export function decayFinals(
  context: RunContext,
  counts: ReadingCounts,
  isOn: boolean,
): (particles: Particles, addresses: Addresses) => Particles {
  const decay = decayShortLived(context, counts.decays);
  return (particles, addresses) => {
    const decayed = isOn ? decay(particles, addresses) : particles;
    const { pdg, status } = decayed;
    for (let row = 0; row < pdg.length; row++) {
      if (status[row] !== particleStatus.final || isFollowed(pdg[row]!)) continue;
      status[row] = particleStatus.intermediate;
      counts.undecayed.set(pdg[row]!, (counts.undecayed.get(pdg[row]!) ?? 0) + 1);
    }
    return decayed;
  };
}

/** Whether the detector can follow a particle: it lives long enough, or decays there. */
function isFollowed(pdg: number): boolean {
  return particleKind(pdg) !== particleKinds.shortLived || decayOf(pdg) !== undefined;
}
