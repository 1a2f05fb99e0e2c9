// kernel: several draws for each event, scratch of one object, no allocation
import { cos, exp, sin } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';

/** At most this many products. */
export const maxHadrons = 16;
/** Rapidities are found to so many bits of their stretch. */
const halvings = 52;
/** After so many draws of transverse momenta without room for them they are scaled down. */
const patience = 8;
const shrink = 0.7;

/**
 * Hadrons of a soft collision: transverse momenta are Gaussian and small, rapidities uniform and
 * stretched so far that the energy is right.
 * @see S. Jadach, Comput. Phys. Commun. 9 (1975) 297, for phase space in rapidities (recalled; his
 * weights are left out)
 */
export class LongitudinalPhaseSpace {
  /** Momenta of the last draw at rest [GeV]; the first `count` are valid. */
  readonly momenta: readonly FourVector[] = Array.from({ length: maxHadrons }, () => fourVector());
  readonly #sigma: number;
  readonly #rapidity = new Float64Array(maxHadrons);
  readonly #transverse = new Float64Array(maxHadrons);

  /** @param sigma of each transverse component [GeV]. */
  constructor(sigma: number) {
    this.#sigma = sigma;
  }

  /** Draws `count` products, at least two, of masses whose sum is below `mass`. */
  draw(mass: number, masses: Float64Array, count: number, random: RandomStream): void {
    let scale = this.#sigma;
    let tries = 0;
    do {
      if (++tries % patience === 0) scale *= shrink;
      this.#drawTransverse(masses, count, scale, random);
    } while (this.#energy(count, 0) > mass);
    this.#drawRapidities(count, random);
    this.#place(count, this.#stretchFor(mass, count));
  }

  /** Transverse momenta without a sum, and transverse masses. */
  #drawTransverse(masses: Float64Array, count: number, sigma: number, random: RandomStream): void {
    const { momenta } = this;
    let [sumX, sumY] = [0, 0];
    for (let product = 0; product < count; product++) {
      const radius = sigma * Math.sqrt(2 * random.exponential());
      const phi = 2 * Math.PI * random.uniform();
      const momentum = momenta[product]!;
      momentum.px = radius * cos(phi);
      momentum.py = radius * sin(phi);
      sumX += momentum.px;
      sumY += momentum.py;
    }
    for (let product = 0; product < count; product++) {
      const momentum = momenta[product]!;
      momentum.px -= sumX / count;
      momentum.py -= sumY / count;
      this.#transverse[product] = Math.sqrt(
        masses[product]! * masses[product]! + momentum.px * momentum.px + momentum.py * momentum.py,
      );
    }
  }

  /** Uniform, then moved and stretched so that the lowest is 0 and the highest 1. */
  #drawRapidities(count: number, random: RandomStream): void {
    const rapidity = this.#rapidity;
    let [low, high] = [0, 0];
    do {
      [low, high] = [1, 0];
      for (let product = 0; product < count; product++) {
        const value = random.uniform();
        rapidity[product] = value;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    } while (high === low);
    for (let product = 0; product < count; product++)
      rapidity[product] = (rapidity[product]! - low) / (high - low);
  }

  /** Energy at rest of all with rapidities stretched so far: the root of E² − p². */
  #energy(count: number, stretch: number): number {
    let [ahead, behind] = [0, 0];
    for (let product = 0; product < count; product++) {
      const grown = exp(stretch * this.#rapidity[product]!);
      ahead += this.#transverse[product]! * grown;
      behind += this.#transverse[product]! / grown;
    }
    return Math.sqrt(ahead * behind);
  }

  /** The stretch at which the energy is `mass`; it grows with it. */
  #stretchFor(mass: number, count: number): number {
    let [low, high] = [0, 1];
    while (this.#energy(count, high) < mass) high *= 2;
    for (let halving = 0; halving < halvings; halving++) {
      const middle = 0.5 * (low + high);
      if (this.#energy(count, middle) < mass) low = middle;
      else high = middle;
    }
    return 0.5 * (low + high);
  }

  /** Longitudinal momenta and energies, at rest along the axis. */
  #place(count: number, stretch: number): void {
    let [ahead, behind] = [0, 0];
    for (let product = 0; product < count; product++) {
      const grown = exp(stretch * this.#rapidity[product]!);
      ahead += this.#transverse[product]! * grown;
      behind += this.#transverse[product]! / grown;
    }
    const shift = Math.sqrt(behind / ahead);
    for (let product = 0; product < count; product++) {
      const grown = shift * exp(stretch * this.#rapidity[product]!);
      const half = 0.5 * this.#transverse[product]!;
      const momentum = this.momenta[product]!;
      momentum.pz = half * (grown - 1 / grown);
      momentum.energy = half * (grown + 1 / grown);
    }
  }
}
