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
    if (firstShortLived(particles, 0) < 0) return particles;
    const decayed = isOn ? decay(particles, addresses) : particles;
    const { pdg, status } = decayed;
    let row = firstShortLived(decayed, 0);
    for (; row >= 0; row = firstShortLived(decayed, row + 1)) {
      const code = pdg[row]!;
      // The transport decays the π⁰ itself.
      if (decayOf(code) !== undefined) continue;
      status[row] = particleStatus.intermediate;
      counts.undecayed.set(code, (counts.undecayed.get(code) ?? 0) + 1);
    }
    return decayed;
  };
}

/** Row of the first final particle from `start` on that lives too short, or −1. */
function firstShortLived({ pdg, status }: Particles, start: number): number {
  for (let row = start; row < pdg.length; row++)
    if (
      status[row] === particleStatus.final &&
      particleKind(pdg[row]!) === particleKinds.shortLived
    )
      return row;
  return -1;
}
