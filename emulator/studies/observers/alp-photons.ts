// kernel: one pass over the events of a study
import { acos, atan2, hypot } from '../../../detector/base/elementary.js';
import { degree, MeV } from '../../../detector/base/units.js';
import type { Particles } from '../../../detector/particles.js';
import { alpPdg } from '../../generators/alp.js';

/** Photons that an offline selection counts: in the acceptance of the chamber, above 100 MeV. */
const minTheta = 17 * degree;
const maxTheta = 150 * degree;
const minEnergy = 100 * MeV;

/**
 * Of e+e- → γa, a → γγ: the mass of the ALP, how many of the three photons are in the acceptance,
 * and the angle between the two of the ALP, laboratory. NaN where there is no ALP.
 * @see basf2 skim/dark.py for the acceptance
 */
export function alpPhotons({
  eventCount,
  particles,
}: {
  readonly eventCount: number;
  readonly particles: Particles;
}): Record<'mass' | 'inside' | 'opening', Float64Array> {
  const column = (): Float64Array => new Float64Array(eventCount).fill(Number.NaN);
  const [mass, inside, opening] = [column(), column(), column()];
  const { offsets, pdg, mother } = particles;
  for (let event = 0; event < eventCount; event++) {
    const start = offsets[event]!;
    const end = offsets[event + 1]!;
    const alp = pdg.subarray(start, end).indexOf(alpPdg);
    if (alp < 0) continue;
    mass[event] = Math.sqrt(Math.max(0, product(particles, start + alp, start + alp)));
    const daughters: number[] = [];
    for (let row = start; row < end; row++) if (mother[row] === alp) daughters.push(row);
    const [first = start, second = start] = daughters;
    // The recoil photon is the first particle of the event.
    inside[event] = [start, first, second].filter((row) => isInside(particles, row)).length;
    opening[event] = angleBetween(particles, first, second);
  }
  return { mass, inside, opening };
}

function isInside({ px, py, pz, energy }: Particles, row: number): boolean {
  const theta = atan2(hypot(px[row]!, py[row]!), pz[row]!);
  return theta > minTheta && theta < maxTheta && energy[row]! > minEnergy;
}

/** Scalar product of two momenta [GeV²]. */
const product = ({ px, py, pz, energy }: Particles, a: number, b: number): number =>
  energy[a]! * energy[b]! - px[a]! * px[b]! - py[a]! * py[b]! - pz[a]! * pz[b]!;

/** Angle between two photons, p·q = E₁E₂(1 − cos). */
const angleBetween = (particles: Particles, a: number, b: number): number =>
  acos(1 - product(particles, a, b) / (particles.energy[a]! * particles.energy[b]!));
