import { type ParticleTable, standardParticles } from '../particle-table.js';
import { type ParticleInfo, particleKinds } from '../pdg.js';

/**
 * How a particle deposits: photons convert first, electrons shower from where they enter, ionizing
 * ones lose energy along their path, hadrons may interact on theirs; a user's own charged particles
 * ionize by charge and velocity.
 */
export const responses = {
  none: 0,
  photon: 1,
  electron: 2,
  ionization: 3,
  hadron: 4,
  neutralHadron: 5,
  own: 6,
} as const;

/** Response by `particleKinds`. */
const responseOf = new Uint8Array(Object.keys(particleKinds).length);
responseOf[particleKinds.photon] = responses.photon;
responseOf[particleKinds.electron] = responses.electron;
responseOf[particleKinds.muon] = responses.ionization;
responseOf[particleKinds.hadron] = responses.hadron;
responseOf[particleKinds.neutralHadron] = responses.neutralHadron;
responseOf[particleKinds.own] = responses.own;

/** How a particle of this PDG code deposits: one of `responses`. */
export function responseOfPdg(pdg: number, particles: ParticleTable = standardParticles): number {
  return responseOf[particles.kind(pdg)];
}

const unknownCharged = { charge: 0, mass: 0 };

/** Charge [e] and mass [GeV] of a code. */
export function chargeAndMass(
  pdg: number,
  particles: ParticleTable = standardParticles,
): Pick<ParticleInfo, 'charge' | 'mass'> {
  return particles.info(pdg) ?? unknownCharged;
}
