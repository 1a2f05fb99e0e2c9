import { hypot } from '../../../detector/base/elementary.js';
import { particleCharge } from '../../../detector/pdg.js';
import type { Particles } from '../../../detector/particles.js';
import { type Arcs, arcEnds } from '../../../detector/propagation/arcs.js';

/**
 * A charged particle as an offline analysis has it: the way of its track is known, its species is
 * not.
 */
export interface PidTrack {
  /** Event in the batch, row of the particle within it and in the table of particles. */
  readonly event: number;
  readonly particle: number;
  readonly row: number;
  /** First arc, and the one after the last. */
  readonly firstArc: number;
  readonly endArc: number;
  readonly charge: number;
  /** Momentum in the chamber, which measures it: after losses and radiation in front [GeV]. */
  readonly p: number;
}

/** Radius from which the chamber measures the momentum [cm]. */
const measuredFrom = 40;

/**
 * Tracks of a batch: charged particles that move, except products of charged ones, which a
 * reconstruction takes for the same track (decays in flight) or loses (radiation).
 */
export function pidTracks({ offsets, pdg, mother }: Particles, arcs: Arcs): readonly PidTrack[] {
  const tracks: PidTrack[] = [];
  for (let event = 0; event < offsets.length - 1; event++) {
    const first = offsets[event]!;
    let arc = arcs.offsets[event]!;
    const lastArc = arcs.offsets[event + 1]!;
    while (arc < lastArc) {
      const particle = arcs.particle[arc]!;
      const firstArc = arc;
      while (arc < lastArc && arcs.particle[arc] === particle) arc++;
      const row = first + particle;
      const charge = particleCharge(pdg[row]!);
      const parent = mother[row]!;
      if (parent >= 0 && particleCharge(pdg[first + parent]!) !== 0) continue;
      tracks.push({
        event,
        particle,
        row,
        firstArc,
        // Beyond the front of the calorimeter a track is not known.
        endArc: arcs.end[arc - 1] === arcEnds.crystals ? arc - 1 : arc,
        charge,
        p: measuredMomentum(arcs, firstArc, arc),
      });
    }
  }
  return tracks;
}

/** Momentum of the first arc that starts beyond the inner part of the chamber, else of the last. */
function measuredMomentum({ x, y, px, py, pz }: Arcs, firstArc: number, endArc: number): number {
  let arc = firstArc;
  while (arc < endArc - 1 && hypot(x[arc]!, y[arc]!) < measuredFrom) arc++;
  return hypot(px[arc]!, py[arc]!, pz[arc]!);
}
