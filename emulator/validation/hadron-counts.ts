import { sliceAddresses } from '../../detector/event.js';
import type { Beams } from '../../detector/beams.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import { buildGenerator } from '../generators/index.js';

/** Mesons that decay to a pair of electrons beside what is counted (Dalitz pairs). */
export const dalitzParents = [111, 113, 221, 223, 331, 333];

/** K_S → π⁺π⁻ and π⁰π⁰, Λ → pπ⁻ and nπ⁰. @see PDG 2022 (recalled) */
const decayed = { kPiPi: 0.692, kPi0Pi0: 0.307, lambdaPPi: 0.641, lambdaNPi0: 0.359 } as const;

/** Means of hadronic events: particles and energies [GeV, laboratory] an event. */
export interface HadronCounts {
  /** Charged particles: e, μ, π, K, p, those of K_S and Λ counted, Dalitz pairs not. */
  readonly charged: number;
  /** Share of each in `charged`. */
  readonly shares: Readonly<Record<'e' | 'mu' | 'pi' | 'K' | 'p', number>>;
  /** Photons, all π⁰ decayed but those of K_S and Λ. */
  readonly photons: number;
  /** Photons of the π⁰ of K_S and Λ. */
  readonly strangePhotons: number;
  readonly kLong: number;
  readonly energy: Readonly<Record<'charged' | 'photons' | 'kLong' | 'neutrinos', number>>;
}

/** Counts final particles of `events` events of a generator. */
export function hadronCounts(
  name: string,
  raw: unknown,
  events: number,
  beams: Beams,
  seed = 1,
): HadronCounts {
  const make = buildGenerator(name, raw, { seed, beams });
  const numbers = new Map<number, number>();
  const energies = new Map<number, number>();
  const batch = 1000;
  for (let slice = 0; slice * batch < events; slice++) {
    const { particles } = make(
      sliceAddresses(1, slice, 0, Math.min(batch, events - slice * batch)),
    );
    addEvents(particles, numbers, energies);
  }
  const mean = (of: Map<number, number>, ...codes: readonly number[]): number =>
    codes.reduce((sum, code) => sum + (of.get(code) ?? 0), 0) / events;
  const kShort = mean(numbers, 310);
  const lambda = mean(numbers, 3122);
  const kinds = {
    e: mean(numbers, 11),
    mu: mean(numbers, 13),
    pi: mean(numbers, 211) + 2 * decayed.kPiPi * kShort + decayed.lambdaPPi * lambda,
    K: mean(numbers, 321),
    p: mean(numbers, 2212) + decayed.lambdaPPi * lambda,
  };
  const charged = Object.values(kinds).reduce((sum, value) => sum + value, 0);
  const share = (kind: keyof typeof kinds): number => kinds[kind] / charged;
  return {
    charged,
    shares: { e: share('e'), mu: share('mu'), pi: share('pi'), K: share('K'), p: share('p') },
    photons: mean(numbers, 22),
    strangePhotons: 4 * decayed.kPi0Pi0 * kShort + 2 * decayed.lambdaNPi0 * lambda,
    kLong: mean(numbers, 130),
    energy: {
      charged: mean(energies, 11, 13, 211, 321, 2212),
      photons: mean(energies, 22),
      kLong: mean(energies, 130),
      neutrinos: mean(energies, 12, 14, 16),
    },
  };
}

/** Adds final particles by |PDG code|: numbers without Dalitz pairs, and energies. */
function addEvents(
  { offsets, pdg, status, mother, energy }: Particles,
  numbers: Map<number, number>,
  energies: Map<number, number>,
): void {
  for (let event = 0; event + 1 < offsets.length; event++) {
    const first = offsets[event]!;
    for (let row = first; row < offsets[event + 1]!; row++) {
      if (status[row] !== particleStatus.final) continue;
      const code = Math.abs(pdg[row]!);
      energies.set(code, (energies.get(code) ?? 0) + energy[row]!);
      const parent = mother[row]! < 0 ? 0 : pdg[first + mother[row]!]!;
      if (code === 11 && dalitzParents.includes(parent)) continue;
      numbers.set(code, (numbers.get(code) ?? 0) + 1);
    }
  }
}
