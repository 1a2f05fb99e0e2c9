// kernel: looks at every particle of an event
import type { Addresses, RunContext } from '../../detector/event.js';
import { type ParticleTable, standardParticles } from '../../detector/particle-table.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import { particleKinds } from '../../detector/pdg.js';
import { decayOf } from '../../detector/propagation/decays.js';
import { countOne, type DecayCounts } from './decay-counts.js';
import { countStarts } from './starts.js';
import { decayShortLived } from './short-lived.js';

/**
 * Decays final particles that live too short for the detector, unless the user wants them as they
 * are (`isOn` false). What is left of them then, or has no table, becomes intermediate: it leaves
 * nothing in the detector and never flies as a track. Counts also what of events of invisible
 * particles alone is final, and what starts at rest, outside or late. `lifetimes`, by row: proper
 * lifetimes × c that were given with the particles [cm].
 */
export function decayFinals(
  context: RunContext,
  counts: DecayCounts,
  isOn: boolean,
): (
  particles: Particles,
  addresses: Addresses,
  lifetimes?: ReadonlyMap<number, number>,
) => Particles {
  const decay = decayShortLived(context, counts);
  const known = context.particles ?? standardParticles;
  return (particles, addresses, lifetimes) => {
    const decayed = isOn ? decay(particles, addresses, lifetimes) : particles;
    const { pdg, status } = decayed;
    let row = firstShortLived(decayed, 0, known);
    for (; row >= 0; row = firstShortLived(decayed, row + 1, known)) {
      const code = pdg[row]!;
      // The transport decays the π⁰ itself.
      if (decayOf(code) !== undefined) continue;
      status[row] = particleStatus.intermediate;
      countOne(counts.undecayed, code);
    }
    countStarts(decayed, counts);
    countUnseen(decayed, counts.unseen, known);
    return decayed;
  };
}

/** Counts the invisible particles of events in which nothing but such is final. */
function countUnseen(
  { offsets, pdg, status }: Particles,
  unseen: DecayCounts['unseen'],
  known: ParticleTable,
): void {
  const { unknown, invisible } = particleKinds;
  for (let event = 0; event + 1 < offsets.length; event++) {
    const end = offsets[event + 1]!;
    let row = offsets[event]!;
    for (; row < end; row++) {
      const kind = known.kind(pdg[row]!);
      if (status[row] === particleStatus.final && kind !== invisible && kind !== unknown) break;
    }
    if (row < end) continue;
    for (row = offsets[event]!; row < end; row++)
      if (status[row] === particleStatus.final && known.kind(pdg[row]!) === invisible)
        countOne(unseen, pdg[row]!);
  }
}

/** Row of the first final particle from `start` on that lives too short, or −1. */
function firstShortLived({ pdg, status }: Particles, start: number, known: ParticleTable): number {
  for (let row = start; row < pdg.length; row++)
    if (status[row] === particleStatus.final && known.kind(pdg[row]!) === particleKinds.shortLived)
      return row;
  return -1;
}
