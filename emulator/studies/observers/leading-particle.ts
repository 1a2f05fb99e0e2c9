// kernel: one pass over the particles of every event of a study, scalars only
import { atan2, hypot } from '../../../detector/base/elementary.js';
import { wrapAngle } from '../../../detector/base/units.js';
import type { CollisionFrame } from '../../../detector/beams.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { darkPhotonPdg } from '../../../detector/pdg.js';
import { frontTheta, thetaIdAt } from './cell-columns.js';

/** The part of an event batch that is read: the truth after the material in front. */
export interface TrueParticles {
  readonly eventCount: number;
  readonly particles: Particles;
}

const photonPdg = 22;
const electronPdg = 11;

/**
 * The catalogue's variables of each event's leading particle: of those with |PDG code| `pdg` that
 * the collision made, final or converted in the material in front, the one of highest energy in the
 * centre-of-mass frame. NaN where there is none.
 */
export function leadingParticle(
  pdg: number,
  { betaX, betaZ, gamma }: Readonly<CollisionFrame>,
): (batch: TrueParticles) => Record<string, Float64Array> {
  return ({ eventCount, particles }) => {
    const column = (): Float64Array => new Float64Array(eventCount).fill(Number.NaN);
    const energyCms = column();
    const energyLab = column();
    const p = column();
    const pt = column();
    const theta = column();
    const phi = column();
    const z0 = column();
    const deltaPhi = column();
    const decayRadius = column();
    const mass = column();
    const conversionRadius = column();
    const thetaId = column();
    const darkPhotons = new Float64Array(eventCount);
    const { offsets, status, origin, px, py, pz, energy, x, y, z } = particles;
    for (let event = 0; event < eventCount; event++) {
      const start = offsets[event]!;
      const end = offsets[event + 1]!;
      let first = -1;
      let second = -1;
      let firstEnergy = Number.NEGATIVE_INFINITY;
      let secondEnergy = Number.NEGATIVE_INFINITY;
      for (let row = start; row < end; row++) {
        const code = particles.pdg[row]!;
        if (code === darkPhotonPdg) {
          darkPhotons[event] = darkPhotons[event]! + 1;
          mass[event] = Math.sqrt(
            Math.max(
              0,
              energy[row]! * energy[row]! -
                px[row]! * px[row]! -
                py[row]! * py[row]! -
                pz[row]! * pz[row]!,
            ),
          );
        }
        if (origin[row] !== 0 || (code !== pdg && code !== -pdg)) continue;
        if (status[row] !== particleStatus.final && conversionRow(particles, row, start, end) < 0)
          continue;
        const energyHere = gamma * (energy[row]! - betaX * px[row]! - betaZ * pz[row]!);
        if (energyHere > firstEnergy) {
          second = first;
          secondEnergy = firstEnergy;
          first = row;
          firstEnergy = energyHere;
        } else if (energyHere > secondEnergy) {
          second = row;
          secondEnergy = energyHere;
        }
      }
      if (first < 0) continue;
      const transverse2 = px[first]! * px[first]! + py[first]! * py[first]!;
      const transverse = Math.sqrt(transverse2);
      energyCms[event] = firstEnergy;
      energyLab[event] = energy[first]!;
      p[event] = Math.sqrt(transverse2 + pz[first]! * pz[first]!);
      pt[event] = transverse;
      theta[event] = atan2(transverse, pz[first]!);
      phi[event] = atan2(py[first]!, px[first]!);
      z0[event] = z[first]!;
      decayRadius[event] = Math.sqrt(x[first]! * x[first]! + y[first]! * y[first]!);
      thetaId[event] = thetaIdAt(
        frontTheta(x[first]!, y[first]!, z[first]!, px[first]!, py[first]!, pz[first]!),
      );
      if (second >= 0)
        deltaPhi[event] = Math.abs(wrapAngle(phi[event]! - atan2(py[second]!, px[second]!)));
      const pair = conversionRow(particles, first, start, end);
      conversionRadius[event] = pair < 0 ? Number.POSITIVE_INFINITY : hypot(x[pair]!, y[pair]!);
    }
    return {
      energyCms,
      energyLab,
      p,
      pt,
      theta,
      phi,
      z0,
      deltaPhi,
      decayRadius,
      mass,
      conversionRadius,
      thetaId,
      darkPhotons,
    };
  };
}

/**
 * Row of an electron or positron that a photon became away from where it was made; −1 when it did
 * not.
 */
function conversionRow(
  { pdg, status, mother, x, y, z }: Particles,
  photon: number,
  start: number,
  end: number,
): number {
  if (pdg[photon] !== photonPdg || status[photon] !== particleStatus.intermediate) return -1;
  for (let row = start; row < end; row++) {
    if (mother[row] !== photon - start || Math.abs(pdg[row]!) !== electronPdg) continue;
    if (x[row] !== x[photon] || y[row] !== y[photon] || z[row] !== z[photon]) return row;
  }
  return -1;
}
