import type { Observations } from '../../chain/observations.js';

/** Events of a card behind its chain, as far as they are looked at again. */
export interface ProbeBatch {
  readonly eventCount: number;
  readonly weights: Float64Array;
  readonly addresses: { readonly slice: Uint32Array; readonly index: Uint32Array };
  readonly inputBits: Uint32Array;
  readonly ftdlBits: Uint32Array;
  readonly observations: Pick<Observations, 'selected'>;
}

/** Events of a slice, of one of the probes. */
interface HeldProbe {
  readonly probe: number;
  readonly batch: ProbeBatch;
}

/**
 * The events of probes that were decided last: so many batches, one a slice, as they came from the
 * workers; the oldest gives way.
 */
export class ProbeRing {
  readonly #slots: (HeldProbe | undefined)[];
  #next = 0;
  #isStill = false;

  constructor(batches: number) {
    this.#slots = Array.from({ length: batches }, () => undefined);
  }

  add(probe: number, batch: ProbeBatch): void {
    if (this.#isStill || batch.eventCount === 0) return;
    this.#slots[this.#next] = { probe, batch };
    this.#next = (this.#next + 1) % this.#slots.length;
  }

  /** All that is held, oldest first. */
  held(): readonly HeldProbe[] {
    const turned = [...this.#slots.slice(this.#next), ...this.#slots.slice(0, this.#next)];
    return turned.filter((slot) => slot !== undefined);
  }

  standStill(): void {
    this.#isStill = true;
  }

  goOn(): void {
    this.#isStill = false;
  }

  clear(): void {
    this.#slots.fill(undefined);
  }
}
