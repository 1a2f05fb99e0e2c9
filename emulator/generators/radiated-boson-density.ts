import { exp, log, pow } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { gaussLegendre } from './gauss-legendre.js';
import { type RadiatedBoson, radiatedBosonFactor } from './radiated-boson.js';

/** Masses² for which integral and largest weight are tabulated. */
const nodes = 40;
const { points, weights } = gaussLegendre(20);
/** Below this share of the excess over the threshold nothing is generated. */
const lowest = 1e-5;
/** What the largest weight of the points is raised by, so that no weight in between exceeds it. */
const margin = 1.25;

/**
 * Phase space of e⁺e⁻ → ℓ⁺ℓ⁻X at any mass²: cross section, and draws of d₁ and d₂ by von Neumann's
 * method. Proposals follow the poles: dd₁ dd₂/(d₁d₂) for vectors; for the others, which are hard,
 * (d₁ + d₂) times that.
 */
export class RadiatedBosonDensity {
  readonly boson: RadiatedBoson;
  /** Largest mass² [GeV²]. */
  readonly #most: number;
  readonly #threshold2: number;
  readonly #logStep: number;
  readonly #logIntegral = new Float64Array(nodes);
  readonly #logMean = new Float64Array(nodes);
  readonly #logLargest = new Float64Array(nodes);
  #proposal = 0;
  #draws = 0;
  #excesses = 0;

  /** @param most mass² at which it is drawn from [GeV²]. */
  constructor(boson: RadiatedBoson, most: number) {
    this.boson = boson;
    this.#most = most;
    this.#threshold2 = this.boson.threshold * this.boson.threshold;
    this.#logStep = log(1 / lowest) / (nodes - 1);
    for (let node = 0; node < nodes; node++) this.#tabulate(node);
  }

  /** Lowest mass² that is generated [GeV²]. */
  get least(): number {
    return this.#threshold2 + lowest * (this.#most - this.#threshold2);
  }

  get threshold2(): number {
    return this.#threshold2;
  }

  /** Share of the draws whose weight was above the largest: they are too few by so much at most. */
  get excessShare(): number {
    return this.#excesses / this.#draws;
  }

  /** Cross section at mass² s for unit coupling [nb]. */
  crossSection(s: number): number {
    return exp(this.#at(this.#logIntegral, s)) * radiatedBosonFactor(s);
  }

  /** Leaves the momenta and the tensor of the next point in `boson`; its weight is 1. */
  draw(stream: RandomStream, s: number): number {
    const largest = exp(this.#at(this.#logLargest, s));
    for (;;) {
      if (!this.#propose(stream, s)) continue;
      this.#draws++;
      if (this.#proposal > largest) this.#excesses++;
      if (this.#proposal > largest * stream.uniform()) return 1;
    }
  }

  /** The same for a point with a weight in place of being drawn again; the mean weight is 1. */
  drawWeighted(stream: RandomStream, s: number): number {
    while (!this.#propose(stream, s));
    return this.#proposal / exp(this.#at(this.#logMean, s));
  }

  /** A point by the poles, and what it is worth; false where no three momenta are. */
  #propose(stream: RandomStream, s: number): boolean {
    const { boson } = this;
    const { least } = boson;
    const most = boson.most(s);
    let d1 = least * pow(most / least, stream.uniform());
    const uniform = stream.uniform();
    let d2: number;
    if (boson.kind === 'vector') {
      d2 = boson.otherLeast * pow(boson.otherMost(s) / boson.otherLeast, uniform);
    } else {
      d2 = least + (most - least) * uniform;
      if (stream.uniform() < 0.5) [d1, d2] = [d2, d1];
    }
    if (!boson.evaluate(s, d1, d2)) return false;
    this.#proposal = this.#weight(d1, d2);
    return true;
  }

  /** Density of proposals in the logarithms of d₁ and d₂, but for a constant. */
  #proposed(d1: number, d2: number): number {
    return this.boson.kind === 'vector' ? 1 : d1 + d2;
  }

  #weight(d1: number, d2: number): number {
    return (this.boson.trace * d1 * d2) / this.#proposed(d1, d2);
  }

  /** Integral of the trace by quadrature in logarithms, mean and largest weight, at one mass². */
  #tabulate(node: number): void {
    const { boson } = this;
    const s = this.#threshold2 + (this.#most - this.#threshold2) * exp(-node * this.#logStep);
    const first = new Interval(boson.least, boson.most(s));
    let integral = 0;
    let proposed = 0;
    let largest = 0;
    for (const [i, share] of points.entries()) {
      const d1 = first.at(share);
      const second = secondRange(boson, s, d1);
      for (const [j, shareOfSecond] of points.entries()) {
        const d2 = second.at(shareOfSecond);
        if (!boson.evaluate(s, d1, d2)) continue;
        const area = weights[i]! * weights[j]! * second.logLength;
        integral += area * boson.trace * d1 * d2;
        proposed += area * this.#proposed(d1, d2);
        largest = Math.max(largest, this.#weight(d1, d2));
      }
    }
    this.#logIntegral[node] = log(integral * first.logLength);
    this.#logMean[node] = log(integral / proposed);
    this.#logLargest[node] = log(margin * largest);
  }

  /** Linear between the nodes in the logarithms, held at the last. */
  #at(table: Float64Array, s: number): number {
    const excess = (s - this.#threshold2) / (this.#most - this.#threshold2);
    const place = Math.min(nodes - 1, Math.max(0, log(1 / excess) / this.#logStep));
    const below = Math.min(nodes - 2, Math.floor(place));
    const share = place - below;
    return table[below]! * (1 - share) + table[below + 1]! * share;
  }
}

/** An interval of positive numbers, in equal factors. */
class Interval {
  readonly from: number;
  readonly logLength: number;

  constructor(from: number, to: number) {
    this.from = from;
    this.logLength = log(to / from);
  }

  at(share: number): number {
    return this.from * exp(share * this.logLength);
  }
}

/** Range of d₂ at a d₁: the antilepton along or against the boson where lepton and boson rest. */
export function secondRange(
  { mass, otherMass, bosonMass }: RadiatedBoson,
  s: number,
  d1: number,
): Interval {
  const pair2 = d1 + otherMass * otherMass;
  const pair = Math.sqrt(pair2);
  const bosonEnergy = (pair2 - mass * mass + bosonMass * bosonMass) / (2 * pair);
  const energy = (s - pair2 - otherMass * otherMass) / (2 * pair);
  const bosonMomentum = Math.sqrt(Math.max(0, bosonEnergy * bosonEnergy - bosonMass * bosonMass));
  const momentum = Math.sqrt(Math.max(0, energy * energy - otherMass * otherMass));
  const masses2 = (otherMass - mass) * (otherMass + mass);
  const middle = bosonMass * bosonMass + masses2 + 2 * bosonEnergy * energy;
  const half = 2 * bosonMomentum * momentum;
  // Without cancellation: the product of both ends is middle² − half².
  const to = middle + half;
  return new Interval((middle * middle - half * half) / to, to);
}
