import { cm, MeV } from './base/units.js';
import { particleTable } from './pdg-table.js';

type ParticleKindName =
  | 'photon'
  | 'electron'
  | 'muon'
  | 'hadron'
  | 'neutralHadron'
  | 'invisible'
  | 'own'
  | 'short-lived';

/** What is known of a particle from its PDG code. */
export interface ParticleInfo {
  readonly pdg: number;
  readonly name: string;
  /** [GeV]; NaN when it is not fixed by the code. */
  readonly mass: number;
  /** [e] */
  readonly charge: number;
  /** cτ [cm]; Infinity for stable ones, 0 when not measured and too short to fly. */
  readonly lifetime: number;
  /**
   * How the detector sees it: hadrons are charged ones; short-lived is anything with cτ below 1 cm;
   * own are charged ones that a user declares.
   */
  readonly kind: ParticleKindName;
}

/**
 * The kinds as small integers, for loops over particles. A code that nobody knows is `unknown`: an
 * invisible neutral, counted.
 * @see D-015
 */
export const particleKinds = {
  unknown: 0,
  photon: 1,
  electron: 2,
  muon: 3,
  hadron: 4,
  neutralHadron: 5,
  invisible: 6,
  shortLived: 7,
  own: 8,
} as const;

/**
 * PDG code of the dark photon: the hidden-valley photon of PYTHIA 8, invisible here.
 * @see D-013
 */
export const darkPhotonPdg = 4900022;

/** ħc [GeV cm]. @see PDG 2022, physical constants: 197.326 980 4 MeV fm. */
const hbarC = 1.973269804e-14;
/** Particles that live shorter never reach a detector. */
const minFlight = 1 * cm;
/** Atomic mass unit [GeV]. @see CODATA 2018. */
const atomicMassUnit = 0.931_494_102_42;

const kindNumbers: Readonly<Record<ParticleKindName, number>> = {
  ...particleKinds,
  'short-lived': particleKinds.shortLived,
};
const infos = new Map<number, ParticleInfo>();
const kinds = new Map<number, number>();

for (const [pdg, name, mass, width, charge] of particleTable) {
  const lifetime = width === 0 ? Number.POSITIVE_INFINITY : width < 0 ? 0 : hbarC / (width * MeV);
  const info = {
    pdg,
    name,
    mass: mass * MeV,
    charge,
    lifetime,
    kind: classify(pdg, mass, charge, lifetime),
  };
  addParticle(info);
  if (!isOwnAntiparticle(pdg))
    addParticle({
      ...info,
      pdg: -pdg,
      name: antiName(pdg, name),
      charge: charge === 0 ? 0 : -charge,
    });
}

function addParticle(info: ParticleInfo): void {
  infos.set(info.pdg, info);
  kinds.set(info.pdg, kindNumbers[info.kind]);
}

function classify(pdg: number, mass: number, charge: number, lifetime: number): ParticleKindName {
  if (pdg === 22) return 'photon';
  if (pdg === 11) return 'electron';
  if (pdg === 13) return 'muon';
  if (lifetime < minFlight) return 'short-lived';
  if (charge !== 0) return 'hadron';
  return mass > 0 ? 'neutralHadron' : 'invisible';
}

/**
 * Bosons without charge, and mesons of a quark and its own antiquark (PDG digits n_q2 = n_q3, n_q1
 * = 0); K_S and K_L are mixtures.
 */
function isOwnAntiparticle(pdg: number): boolean {
  if (pdg === 130 || pdg === 310 || (pdg >= 22 && pdg <= 25 && pdg !== 24)) return true;
  if (pdg === 51 || pdg === 53 || (pdg >= 1_000_000 && pdg < 9_000_000)) return true;
  const quarks = Math.floor(pdg / 10) % 1000;
  return pdg > 100 && quarks < 100 && Math.floor(quarks / 10) === quarks % 10;
}

/** Mesons and leptons change their sign of charge; baryons, nuclei and neutrals gain a prefix. */
function antiName(pdg: number, name: string): string {
  const isBaryon = pdg >= 1_000_000_000 || Math.floor(pdg / 1000) % 10 !== 0;
  const swapped = name.endsWith('+')
    ? `${name.slice(0, -1)}-`
    : name.endsWith('-')
      ? `${name.slice(0, -1)}+`
      : name;
  return isBaryon || swapped === name ? `anti-${name}` : swapped;
}

/** Largest numbers of protons and nucleons of a nucleus that has been made. */
const maxProtons = 118;
const maxNucleons = 294;

/**
 * A nucleus 10LZZZAAAI without its own row: mass from its nucleon number (good to 1 %), stable.
 * Hypernuclei (L > 0) and nuclei that nobody has made are unknown.
 */
function nucleus(pdg: number): ParticleInfo | undefined {
  const code = Math.abs(pdg);
  if (!Number.isInteger(code) || code < 1_000_000_000 || code > 1_009_999_999) return undefined;
  const protons = Math.floor(code / 10_000) % 1000;
  const nucleons = Math.floor(code / 10) % 1000;
  if (nucleons === 0 || nucleons > maxNucleons) return undefined;
  if (protons > nucleons || protons > maxProtons) return undefined;
  return {
    pdg,
    name: `${pdg < 0 ? 'anti-' : ''}nucleus(Z=${protons},A=${nucleons})`,
    mass: nucleons * atomicMassUnit,
    charge: pdg < 0 ? -protons : protons,
    lifetime: Number.POSITIVE_INFINITY,
    kind: protons === 0 ? 'neutralHadron' : 'hadron',
  };
}

/**
 * What the PDG code says; undefined for a code that is not known: its particle is kept as an
 * invisible neutral and counted.
 */
export function particleInfo(pdg: number): ParticleInfo | undefined {
  return infos.get(pdg) ?? nucleus(pdg);
}

/** PDG code of a particle by its name in the table, such as `pi+` or `anti-D0`. */
export function particleNamed(name: string): number | undefined {
  for (const info of infos.values()) if (info.name === name) return info.pdg;
  return undefined;
}

/** PDG code of the antiparticle; the particle's own where they are the same. */
export function antiparticle(pdg: number): number {
  return particleInfo(-pdg) === undefined ? pdg : -pdg;
}

/** One of `particleKinds`; allocates only for nuclei without a row of their own. */
export function particleKind(pdg: number): number {
  if (pdg === 22) return particleKinds.photon;
  if (pdg === 11 || pdg === -11) return particleKinds.electron;
  const kind = kinds.get(pdg);
  if (kind !== undefined) return kind;
  const ion = nucleus(pdg);
  return ion === undefined ? particleKinds.unknown : kindNumbers[ion.kind];
}

/** Charge [e]; 0 for an unknown code. */
export function particleCharge(pdg: number): number {
  return particleInfo(pdg)?.charge ?? 0;
}
