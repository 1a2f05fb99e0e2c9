import { cos, sin } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { GeV, MeV } from '../base/units.js';
import { type FourVector, fourVector } from '../lorentz.js';
import { type ParticleInfo, particleInfo } from '../pdg.js';

/**
 * Hadrons that interact with a nucleus on their way: a leading one of the same kind goes on with
 * part of the kinetic energy, the rest makes pions and knocks out a nucleon; slow pions may be
 * absorbed. What is left heats the nucleus and is not seen. No source gives this shape: it is made
 * for tracks that end, kink or multiply, not for spectra.
 */

/** Takes a product: PDG code and momentum. */
export type TakeProduct = (pdg: number, momentum: FourVector) => void;

/** Kinetic energy below which hadrons are not meant to interact [GeV]. */
export const minKinetic = 20 * MeV;
/** Secondaries below are left out (our choice) [GeV]. */
const minSecondary = 50 * MeV;
/** Mean transverse momentum of secondaries (recalled, not verified) [GeV]. */
const transverse = 0.35 * GeV;
/** Kinetic energy that a further pion takes at least, beside its mass (our choice) [GeV]. */
const pionEnergy = 0.1 * GeV;
/** More pions than that are not made. */
const maxPions = 6;
/**
 * Share of interactions of slow pions in which they are absorbed, and the kinetic energy at which
 * it has fallen to nothing.
 * @see D. Ashery et al., Phys. Rev. C 23 (1981) 2173: about 40 % near 0.2 GeV (recalled, not
 * verified); its fall is our choice
 */
const absorbed = 0.4;
const absorbedBelow = 1 * GeV;
/** Nucleons that share the energy of an absorbed pion, with as much unseen (our choice). */
const absorbers = 2;
/** Probability that the leading hadron changes its charge (our choice). */
const exchange = 1 / 3;

/** Chance that a charged pion of some kinetic energy [GeV] is absorbed when it interacts. */
export const absorptionChance = (kinetic: number): number =>
  absorbed * (1 - kinetic / absorbedBelow);

/** What a leading hadron becomes when it changes its charge with the nucleus, by halves. */
const exchanged: Readonly<Record<number, readonly [number, number]>> = {
  211: [111, 111],
  [-211]: [111, 111],
  321: [130, 310],
  [-321]: [130, 310],
  130: [321, -321],
  310: [321, -321],
  2212: [2112, 2112],
  2112: [2212, 2212],
};

const pionMass = particleInfo(211)?.mass ?? 0;
const pions = [211, -211, 111] as const;

/** Whether it interacts as its kind does: hadrons but nuclei. */
export function interacts({ pdg, kind }: ParticleInfo): boolean {
  return (kind === 'hadron' || kind === 'neutralHadron') && Math.abs(pdg) < 10_000;
}

/** Mesons with charge have the interaction length of pions, all others that of nucleons. */
export function isMeson({ pdg, charge }: ParticleInfo): boolean {
  return charge !== 0 && Math.abs(pdg) < 1000;
}

/** Secondaries of a hadron of momentum (px, py, pz) and `energy` that interacts with a nucleus. */
export function interact(
  { pdg, mass }: ParticleInfo,
  momentum: Readonly<FourVector>,
  random: RandomStream,
  take: TakeProduct,
): void {
  const kinetic = momentum.energy - mass;
  const isPion = Math.abs(pdg) === 211;
  if (isPion && random.uniform() < absorptionChance(kinetic))
    return absorbPion(momentum, random, take);
  const share = random.uniform();
  push(leading(pdg, random), share * kinetic, momentum, random, take);
  let left = (1 - share) * kinetic;
  for (let pion = 0; pion < maxPions && left > pionMass + pionEnergy; pion++) {
    const own = pionEnergy + (left - pionMass - pionEnergy) * random.uniform();
    push(pions[Math.floor(3 * random.uniform())], own, momentum, random, take);
    left -= own + pionMass;
  }
  push(random.uniform() < 0.5 ? 2212 : 2112, left * random.uniform(), momentum, random, take);
}

/** Gives half of a pion's energy to nucleons of the nucleus that absorbs it. */
function absorbPion(momentum: Readonly<FourVector>, random: RandomStream, take: TakeProduct): void {
  const own = momentum.energy / (2 * absorbers);
  for (let nucleon = 0; nucleon < absorbers; nucleon++)
    push(random.uniform() < 0.5 ? 2212 : 2112, own, momentum, random, take);
}

function leading(pdg: number, random: RandomStream): number {
  const others = exchanged[pdg];
  if (others === undefined || random.uniform() >= exchange) return pdg;
  return others[random.uniform() < 0.5 ? 0 : 1];
}

/**
 * A secondary along the direction of what interacts but for a transverse momentum, or in any
 * direction where that exceeds its own momentum.
 */
function push(
  pdg: number,
  kinetic: number,
  along: Readonly<FourVector>,
  random: RandomStream,
  take: TakeProduct,
): void {
  if (kinetic < minSecondary) return;
  const mass = particleInfo(pdg)?.mass ?? 0;
  const energy = kinetic + mass;
  const p = Math.sqrt(energy * energy - mass * mass);
  const pt = transverse * Math.sqrt((4 / Math.PI) * random.exponential());
  const cosine = pt < p ? Math.sqrt(1 - (pt / p) ** 2) : 2 * random.uniform() - 1;
  const phi = 2 * Math.PI * random.uniform();
  take(pdg, turned(along, p, energy, cosine, phi));
}

/** A momentum `p` at an angle to another, turned by `phi` about it. */
function turned(
  along: Readonly<FourVector>,
  p: number,
  energy: number,
  cosine: number,
  phi: number,
): FourVector {
  const size = Math.sqrt(along.px ** 2 + along.py ** 2 + along.pz ** 2);
  const ux = along.px / size;
  const uy = along.py / size;
  const uz = along.pz / size;
  // Two unit vectors across: one in the plane of the direction and z, unless it is along z.
  const ut = Math.sqrt(ux * ux + uy * uy);
  const [ax, ay] = ut > 0 ? [-uy / ut, ux / ut] : [0, 1];
  const bx = -uz * ay;
  const by = uz * ax;
  const bz = ux * ay - uy * ax;
  const across = p * Math.sqrt(1 - cosine * cosine);
  const a = across * cos(phi);
  const b = across * sin(phi);
  return fourVector(
    p * cosine * ux + a * ax + b * bx,
    p * cosine * uy + a * ay + b * by,
    p * cosine * uz + b * bz,
    energy,
  );
}
