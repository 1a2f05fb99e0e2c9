// kernel: a few evaluations per event
import { fineStructure } from '../../detector/base/constants.js';
import { exp, log, pow } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { gaussLegendre } from './gauss-legendre.js';
import { conversionDensity } from './photon-conversion.js';
import { RadiatedBoson, radiatedBosonFactor } from './radiated-boson.js';
import { secondRange } from './radiated-boson-density.js';

const { points, weights } = gaussLegendre(10);
/** Places per variable where the largest weight is looked for, and what it is raised by. */
const scanSteps = 9;
const margin = 1.25;

/**
 * Leptons of annihilation one of which radiates a virtual photon that becomes another pair: the
 * exact tree level of a radiated vector, at each mass of it. Proposals are uniform in ln m and in
 * the logarithms of d₁ and d₂ (`RadiatedBoson`).
 */
export class RadiatedPhotonPair {
  /** [nb] */
  readonly crossSection: number;
  /** The photon of the last draw with both leptons: mass, momenta in their plane, tensor. */
  boson: RadiatedBoson;
  readonly #s: number;
  readonly #lepton: number;
  readonly #converted: number;
  readonly #largest: number;
  #draws = 0;
  #excesses = 0;

  /** @param lepton mass of those that radiate, @param converted of the radiated ones [GeV]. */
  constructor(s: number, lepton: number, converted: number) {
    this.#s = s;
    this.#lepton = lepton;
    this.#converted = converted;
    this.boson = new RadiatedBoson('vector', lepton, 2 * converted);
    this.#largest = margin * this.#scan();
    this.crossSection = this.#integrate();
  }

  /** Share of all tries whose weight was above the largest that was found. */
  get excessShare(): number {
    return this.#excesses / this.#draws;
  }

  /** Draws the next at a mass² of the beams that is all but that of the tables. */
  draw(stream: RandomStream, s: number): void {
    let weight: number;
    do {
      weight = this.#place(s, stream.uniform(), stream.uniform(), stream.uniform());
      this.#draws++;
      if (weight > this.#largest) this.#excesses++;
    } while (weight <= this.#largest * stream.uniform());
  }

  /** Places mass and momenta at shares of their ranges; density over that of the shares [nb]. */
  #place(s: number, share: number, shareOfFirst: number, shareOfSecond: number): number {
    const low = log(2 * this.#converted);
    const length = log(Math.sqrt(s) - 2 * this.#lepton) - low;
    const mass = exp(low + length * share);
    this.boson = new RadiatedBoson('vector', this.#lepton, mass);
    const { boson } = this;
    const ratio = boson.most(s) / boson.least;
    const first = boson.least * pow(ratio, shareOfFirst);
    const range = secondRange(boson, s, first);
    const second = range.at(shareOfSecond);
    if (!boson.evaluate(s, first, second)) return 0;
    return (
      length *
      conversionDensity(mass, this.#converted) *
      log(ratio) *
      range.logLength *
      first *
      second *
      boson.trace *
      4 *
      Math.PI *
      fineStructure *
      radiatedBosonFactor(s)
    );
  }

  #scan(): number {
    let largest = 0;
    for (let i = 0; i < scanSteps; i++)
      for (let j = 0; j <= scanSteps; j++)
        for (let k = 0; k <= scanSteps; k++) {
          const weight = this.#place(this.#s, i / scanSteps, j / scanSteps, k / scanSteps);
          largest = Math.max(largest, weight);
        }
    return largest;
  }

  #integrate(): number {
    let sum = 0;
    for (const [i, share] of points.entries())
      for (const [j, first] of points.entries())
        for (const [k, second] of points.entries())
          sum +=
            weights[i]! * weights[j]! * weights[k]! * this.#place(this.#s, share, first, second);
    return sum;
  }
}
