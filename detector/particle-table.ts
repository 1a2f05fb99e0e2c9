import type { OwnParticles } from './own-particles.js';
import { type ParticleInfo, particleInfo, particleKind, particleKinds } from './pdg.js';

/** What is known of particles in a run: those of the PDG, and a user's own. */
export class ParticleTable {
  readonly #own: ReadonlyMap<number, ParticleInfo> | undefined;

  constructor(own: OwnParticles = 'none') {
    if (own !== 'none' && own.length > 0) this.#own = infosOf(own);
  }

  /** What a PDG code says; undefined for one that is not known. */
  info(pdg: number): ParticleInfo | undefined {
    return this.#own?.get(pdg) ?? particleInfo(pdg);
  }

  /** One of `particleKinds`. */
  kind(pdg: number): number {
    const own = this.#own?.get(pdg);
    if (own === undefined) return particleKind(pdg);
    return own.charge === 0 ? particleKinds.invisible : particleKinds.own;
  }
}

/** The particles of the PDG alone. */
export const standardParticles = new ParticleTable();

function infosOf(own: Exclude<OwnParticles, 'none'>): ReadonlyMap<number, ParticleInfo> {
  const infos = new Map<number, ParticleInfo>();
  for (const { pdg, name, mass, charge, lifetime } of own) {
    const kind = charge === 0 ? 'invisible' : 'own';
    const info = { pdg, name, mass, charge, kind, lifetime: lifetime || Infinity } as const;
    infos.set(pdg, info);
    infos.set(-pdg, { ...info, pdg: -pdg, name: `anti-${name}`, charge: charge && -charge });
  }
  return infos;
}
