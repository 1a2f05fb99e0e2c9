import { backwardPlane, barrelRadius, forwardPlane } from '../../../detector/envelope.js';
import { Helix } from '../../../detector/helix.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { type Arcs, arcEnds } from '../../../detector/propagation/arcs.js';
import type { PidTrack } from './tracks.js';

/**
 * Arcs of tracks as a reconstruction extrapolates them: those of particles that decayed or stopped
 * go on undisturbed to the front of the calorimeter.
 */
export function extrapolatedArcs(arcs: Arcs, tracks: readonly PidTrack[], field: number): Arcs {
  const helix = new Helix();
  const end = arcs.end.slice();
  const length = arcs.length.slice();
  for (const { endArc, charge } of tracks) {
    const last = endArc - 1;
    if (end[last] !== arcEnds.gone) continue;
    helix.set(
      arcs.x[last]!,
      arcs.y[last]!,
      arcs.z[last]!,
      arcs.px[last]!,
      arcs.py[last]!,
      arcs.pz[last]!,
      charge,
      field,
    );
    const toPlane = helix.lengthToPlane(arcs.pz[last]! > 0 ? forwardPlane : backwardPlane);
    length[last] = Math.min(helix.lengthToCylinder(barrelRadius), toPlane);
    if (Number.isFinite(length[last]!)) end[last] = arcEnds.calorimeter;
  }
  return { ...arcs, end, length };
}

/** The particles of a batch with every track taken for a muon, and nothing else left to follow. */
export function asMuons(particles: Particles, tracks: readonly PidTrack[]): Particles {
  const pdg = particles.pdg.slice();
  const status = new Uint8Array(particles.status.length).fill(particleStatus.intermediate);
  for (const { row, charge } of tracks) {
    pdg[row] = charge > 0 ? -13 : 13;
    status[row] = particleStatus.final;
  }
  return { ...particles, pdg, status };
}
