// kernel: one pass over the events of a study
import { acos, atan2, hypot } from '../../../detector/base/elementary.js';
import { degree, MeV } from '../../../detector/base/units.js';
import type { Variable } from '../../chain/observed.js';
import type { Particles } from '../../../detector/particles.js';
import { alpPdg } from '../../generators/alp.js';

/** Photons that an offline selection counts: in the acceptance of the chamber, above 100 MeV. */
const minTheta = 17 * degree;
const maxTheta = 150 * degree;
const minEnergy = 100 * MeV;

/** Variables of cards that plot or print them. */
export const alpVariables = {
  mass: { label: 'm(a)', unit: 'GeV', factor: 1, doc: 'mass of the ALP' },
  opening: {
    label: 'α(γγ)',
    unit: 'deg',
    factor: degree,
    doc: 'angle between the photons of the ALP in the laboratory',
  },
  radius: {
    label: 'r(a)',
    unit: 'cm',
    factor: 1,
    doc: 'distance from the detector axis where the ALP decays',
  },
} as const satisfies Readonly<Record<string, Variable>>;

/**
 * Of e+e- → γa, a → γγ: the mass of the ALP, how many of the three photons are in the acceptance,
 * the angle between the two of the ALP, laboratory, and where they start. NaN where there is none.
 * @see basf2 skim/dark.py for the acceptance
 */
export function alpPhotons({
  eventCount,
  particles,
}: {
  readonly eventCount: number;
  readonly particles: Particles;
}): Record<'mass' | 'inside' | 'opening' | 'radius', Float64Array> {
  const column = (): Float64Array => new Float64Array(eventCount).fill(Number.NaN);
  const [mass, inside, opening, radius] = [column(), column(), column(), column()];
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
    radius[event] = hypot(particles.x[first]!, particles.y[first]!);
  }
  return { mass, inside, opening, radius };
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
