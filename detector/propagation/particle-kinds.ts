import { KernelColumn } from '../base/kernel-column.js';
import { lazily } from '../base/lazily.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import type { Particles } from '../particles.js';

/** Numbers of a kind in the order of `ParticleKind` in arc-table.wasm.ts. */
const kindNumbers = 3;

/** What all detectors of a thread share in the memory of the kernels. */
const memory = lazily(() => ({
  /** Of each particle of a batch its kind, one of `kinds`. */
  kindOfParticle: new KernelColumn(Uint16Array, 4096),
  kinds: new KernelColumn(Float64Array, 64 * kindNumbers),
}));

/** What lies there. */
let placed: { readonly pdg: Int32Array; readonly kinds: ParticleKinds } | undefined;

/** Where kernels find the kind of each particle of a batch, 16 bits, and the kinds. */
export interface PlacedKinds {
  readonly kindOfParticle: number;
  readonly kinds: number;
}

/** Kinds of particles as the kernels read them, numbered in the order in which they come. */
class ParticleKinds {
  readonly #table: ParticleTable;
  readonly #numbers = new Map<number, number>();
  readonly #records: number[] = [];
  #lastPdg: number | undefined;
  #last = 0;

  constructor(table: ParticleTable = standardParticles) {
    this.#table = table;
  }

  /** Writes the kinds of the particles of a batch, if they are not there from another detector. */
  place({ pdg }: Particles): PlacedKinds {
    const { kindOfParticle, kinds } = memory();
    if (placed?.pdg !== pdg || placed.kinds !== this) {
      kindOfParticle.reserve(pdg.length);
      const numbers = kindOfParticle.values;
      for (let row = 0; row < pdg.length; row++) numbers[row] = this.#of(pdg[row]);
      kinds.place(Float64Array.from(this.#records));
      placed = { pdg, kinds: this };
    }
    return { kindOfParticle: kindOfParticle.address, kinds: kinds.address };
  }

  /** Number of the kind of a PDG code; one that is not known has neither mass nor charge. */
  #of(pdg: number): number {
    if (pdg === this.#lastPdg) return this.#last;
    this.#lastPdg = pdg;
    this.#last = this.#numbers.get(pdg) ?? this.#add(pdg);
    return this.#last;
  }

  #add(pdg: number): number {
    const number = this.#numbers.size;
    const info = this.#table.info(pdg);
    this.#records.push(info?.mass ?? 0, info?.charge ?? 0, info?.kind === 'own' ? 1 : 0);
    this.#numbers.set(pdg, number);
    return number;
  }
}

const known = new WeakMap<ParticleTable, ParticleKinds>();

/** The kinds of a table of particles, which all detectors of a thread share. */
export function kindsOf(table: ParticleTable = standardParticles): ParticleKinds {
  const kinds = known.get(table) ?? new ParticleKinds(table);
  known.set(table, kinds);
  return kinds;
}
