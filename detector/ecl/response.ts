import { type ParticleInfo, particleInfo, particleKind, particleKinds } from '../pdg.js';

/**
 * How a particle deposits: photons convert first, electrons shower from where they enter, ionizing
 * ones lose energy along their path, hadrons may interact on theirs.
 */
export const responses = {
  none: 0,
  photon: 1,
  electron: 2,
  ionization: 3,
  hadron: 4,
  neutralHadron: 5,
} as const;

/** Response by `particleKinds`. */
const responseOf = new Uint8Array(Object.keys(particleKinds).length);
responseOf[particleKinds.photon] = responses.photon;
responseOf[particleKinds.electron] = responses.electron;
responseOf[particleKinds.muon] = responses.ionization;
responseOf[particleKinds.hadron] = responses.hadron;
responseOf[particleKinds.neutralHadron] = responses.neutralHadron;

/** How a particle of this PDG code deposits: one of `responses`. */
export function responseOfPdg(pdg: number): number {
  return responseOf[particleKind(pdg)];
}

const unknownCharged = { charge: 0, mass: 0 };

/** Charge [e] and mass [GeV] of a code. */
export function chargeAndMass(pdg: number): Pick<ParticleInfo, 'charge' | 'mass'> {
  return particleInfo(pdg) ?? unknownCharged;
}
