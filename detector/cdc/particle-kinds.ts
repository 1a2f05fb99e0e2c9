import { KernelColumn } from '../base/kernel-column.js';
import type { ParticleTable } from '../particle-table.js';

/** Numbers of a kind in the order of `Kind` in passage.wasm.ts. */
const kindNumbers = 3;

/** Records of kinds in the memory of the kernels, shared by all chambers of a thread. */
export const kindRecords = (): KernelColumn<Float64Array> =>
  new KernelColumn(Float64Array, 64 * kindNumbers);

/** Kinds of particles as the kernel reads them, numbered in the order in which they come. */
export class ParticleKinds {
  readonly #table: ParticleTable;
  readonly #numbers = new Map<number, number>();
  readonly #records: number[] = [];
  #lastPdg: number | undefined;
  #last = 0;

  constructor(table: ParticleTable) {
    this.#table = table;
  }

  /** Number of the kind of a PDG code; one that is not known has neither mass nor charge. */
  of(pdg: number): number {
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

  /** Writes the records of all kinds that came. */
  place(records: KernelColumn<Float64Array>): void {
    records.reserve(this.#records.length);
    records.values.set(this.#records);
  }
}
