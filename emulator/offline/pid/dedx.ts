import { log } from '../../../detector/base/elementary.js';
import { minLoss } from '../dedx.js';
import { Stopping } from '../../../detector/propagation/ionization.js';
import { chamberGas } from '../../../detector/propagation/materials.js';
import { speciesCount, speciesMass } from './species.js';
import type { PidTrack } from './tracks.js';

/**
 * Layers of the chamber for which the resolution is given; it goes with one over the root of their
 * number.
 */
const usualLayers = 50;

/**
 * Log-likelihoods of an ionization measured in the chamber: normal about Bethe's mean with a
 * relative resolution.
 */
export class DedxLikelihood {
  readonly #resolution: number;
  readonly #gas = chamberGas();
  readonly #stopping = new Stopping();
  readonly #least = minLoss();

  constructor(resolution: number) {
    this.#resolution = resolution;
  }

  /** Fills `out`, one per species, from the ionization over that of a minimum-ionizing particle. */
  fill({ p }: Pick<PidTrack, 'p'>, dedx: number, layers: number, out: Float64Array): void {
    for (let kind = 0; kind < speciesCount; kind++) {
      const expected = this.expected(kind, p);
      const width = this.#resolution * expected * Math.sqrt(usualLayers / layers);
      const pull = (dedx - expected) / width;
      out[kind] = -0.5 * pull * pull - log(width);
    }
  }

  /** Mean ionization of a species over that of a minimum-ionizing particle. */
  expected(kind: number, momentum: number): number {
    this.#stopping.set(speciesMass[kind]!, momentum, 1);
    return this.#stopping.per(this.#gas) / this.#least;
  }
}
