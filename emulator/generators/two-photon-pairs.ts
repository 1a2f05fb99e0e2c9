// kernel: a few evaluations per event, scratch of one object
import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { exp, log, tanh } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { standingTable } from '../../detector/base/standing-table.js';
import { gaussLegendre } from './gauss-legendre.js';
import { fluxProduct, maxRapidity } from './photon-flux.js';

/** Lepton pairs of two photons, and which part of their phase space is generated. */
interface TwoPhotonPair {
  /** Mass of the lepton [GeV]. */
  readonly mass: number;
  /** Least pT of the leptons, along the beams, where the pair rests [GeV]. */
  readonly minPt: number;
  /** Least mass of the pair [GeV]. */
  readonly minMass: number;
  /** k of q²max = k (m² + pT²). */
  readonly virtualityScale: number;
}

const { points, weights } = gaussLegendre(24);
/** Places per variable where the largest weight is looked for, and what it is raised by. */
const scanSteps = 16;
const margin = 1.03;

/**
 * Density of γγ → ℓ⁺ℓ⁻ between equivalent photons at leading order, masses kept. In the transverse
 * mass m_T of the leptons, their rapidity ±η where the pair rests and the rapidity Y of the pair,
 *   dσ = (πα²/2) · dm_T²/m_T⁴ · dη/cosh²η · dY · F(x₁)F(x₂) · [1 + tanh²η + 2m²pT²/(m_T⁴ cosh²η)],
 * F the flux per ln x, W = 2 m_T cosh η. Proposals follow all but the last two factors, which vary
 * little.
 * @see V. M. Budnev et al., Phys. Rep. 15 (1975) 181, for dσ/dcosθ of γγ → ℓ⁺ℓ⁻ (recalled)
 */
export class TwoPhotonPairs {
  /** Cross section of the generated range [nb]. */
  readonly crossSection: number;
  /** Of the last draw: transverse mass [GeV], rapidities of the lepton and of the pair. */
  transverseMass = 0;
  leptonRapidity = 0;
  pairRapidity = 0;
  readonly #pair: TwoPhotonPair;
  readonly #sqrtS: number;
  readonly #least: number;
  /** Rapidity of the leptons up to which the least mass of the pair limits the transverse mass. */
  readonly #core: number;
  readonly #coreArea: number;
  readonly #tailArea: number;
  readonly #tanhCore: number;
  readonly #tanhMost: number;
  readonly #largest: number;
  #draws = 0;
  #excesses = 0;

  /** @param sqrtS [GeV] must be above both thresholds. */
  constructor(pair: TwoPhotonPair, sqrtS: number) {
    this.#pair = pair;
    this.#sqrtS = sqrtS;
    this.#least = Math.sqrt(pair.mass * pair.mass + pair.minPt * pair.minPt);
    this.#core = pair.minMass > 2 * this.#least ? acosh(pair.minMass / (2 * this.#least)) : 0;
    this.#tanhCore = tanh(this.#core);
    this.#tanhMost = Math.sqrt(1 - ((2 * this.#least) / sqrtS) ** 2);
    this.#coreArea = this.#core === 0 ? 0 : (8 * this.#core) / (pair.minMass * pair.minMass);
    this.#tailArea = (2 * (this.#tanhMost - this.#tanhCore)) / (this.#least * this.#least);
    const { mass, minPt, minMass, virtualityScale } = pair;
    const settings = [mass, minPt, minMass, virtualityScale, sqrtS];
    const { numbers } = standingTable('two-photon-pairs', settings, () => ({
      numbers: Float64Array.of(margin * this.#scan(), this.#integrate()),
    }));
    [this.#largest, this.crossSection] = numbers as unknown as [number, number];
  }

  /** Mass of the pair of the last draw [GeV]. */
  get mass(): number {
    return 2 * this.transverseMass * cosh(this.leptonRapidity);
  }

  /** Upper limit of q² of both photons of the last draw [GeV²]. */
  get maxVirtuality(): number {
    return this.#pair.virtualityScale * this.transverseMass * this.transverseMass;
  }

  /** pT of the leptons of the last draw [GeV]. */
  get pt(): number {
    const { mass } = this.#pair;
    return Math.sqrt(Math.max(0, (this.transverseMass - mass) * (this.transverseMass + mass)));
  }

  /** Momentum of the lepton along the beams, where the pair rests, of the last draw [GeV]. */
  get pz(): number {
    const grown = exp(this.leptonRapidity);
    return 0.5 * this.transverseMass * (grown - 1 / grown);
  }

  /** Share of all tries whose weight was above the largest that was found. */
  get excessShare(): number {
    return this.#excesses / this.#draws;
  }

  /** Draws the next pair. */
  draw(stream: RandomStream): void {
    let weight: number;
    do {
      const isCore = stream.uniform() * (this.#coreArea + this.#tailArea) < this.#coreArea;
      const rapidity = isCore ? this.#coreAt(stream.uniform()) : this.#tailAt(stream.uniform());
      const sign = stream.uniform() < 0.5 ? -1 : 1;
      this.leptonRapidity = sign * rapidity;
      // 1 − u of [0, 1) is never 0.
      this.transverseMass = this.#lowest(rapidity) / Math.sqrt(1 - stream.uniform());
      weight = this.#place(2 * stream.uniform() - 1);
      this.#draws++;
      if (weight > this.#largest) this.#excesses++;
    } while (weight <= this.#largest * stream.uniform());
  }

  #coreAt(share: number): number {
    return this.#core * share;
  }

  #tailAt(share: number): number {
    return atanh(this.#tanhCore + (this.#tanhMost - this.#tanhCore) * share);
  }

  /** Least transverse mass at a rapidity of the leptons. */
  #lowest(rapidity: number): number {
    return Math.max(this.#least, this.#pair.minMass / (2 * cosh(rapidity)));
  }

  /** Places the pair at a share of its largest rapidity; what the density is over the proposals. */
  #place(share: number): number {
    const { mass: leptonMass } = this.#pair;
    const { mass, transverseMass } = this;
    if (mass >= this.#sqrtS) return 0;
    const range = maxRapidity(mass, this.#sqrtS);
    this.pairRapidity = range * share;
    const away = tanh(this.leptonRapidity);
    const massPart = (leptonMass * this.pt) / (transverseMass * transverseMass);
    return (
      2 *
      range *
      fluxProduct(mass, this.pairRapidity, this.maxVirtuality, this.#sqrtS) *
      (1 + away * away + 2 * massPart * massPart * (1 - away * away))
    );
  }

  /** Largest weight: over both kinds of rapidity, up from the least transverse mass. */
  #scan(): number {
    let largest = 0;
    const kinds = this.#core === 0 ? ['tail'] : ['core', 'tail'];
    for (const kind of kinds)
      for (let i = 0; i <= scanSteps; i++)
        for (let j = 1; j <= scanSteps; j++)
          for (let k = 0; k <= scanSteps; k++) {
            const share = i / scanSteps;
            this.leptonRapidity = kind === 'core' ? this.#coreAt(share) : this.#tailAt(share);
            this.transverseMass = this.#lowest(this.leptonRapidity) / Math.sqrt(j / scanSteps);
            largest = Math.max(largest, this.#place(k / scanSteps));
          }
    return largest;
  }

  #integrate(): number {
    let sum = 0;
    for (const [i, share] of points.entries()) {
      if (this.#core > 0) sum += weights[i]! * this.#coreArea * this.#meanAt(this.#coreAt(share));
      sum += weights[i]! * this.#tailArea * this.#meanAt(this.#tailAt(share));
    }
    return 0.5 * Math.PI * fineStructure * fineStructure * sum * hbarCSquaredNb;
  }

  /** Mean weight at a rapidity of the leptons, in equal steps of the logarithm of m_T. */
  #meanAt(rapidity: number): number {
    const lowest = this.#lowest(rapidity);
    const logRange = log(this.#sqrtS / (2 * cosh(rapidity)) / lowest);
    this.leptonRapidity = rapidity;
    let sum = 0;
    for (const [j, along] of points.entries()) {
      this.transverseMass = lowest * exp(logRange * along);
      const jacobian = 2 * logRange * (lowest / this.transverseMass) ** 2;
      for (const [k, share] of points.entries())
        sum += weights[j]! * weights[k]! * jacobian * this.#place(share);
    }
    return sum;
  }
}

function cosh(x: number): number {
  const grown = exp(x);
  return 0.5 * (grown + 1 / grown);
}

const acosh = (x: number): number => log(x + Math.sqrt(x * x - 1));

const atanh = (x: number): number => 0.5 * log((1 + x) / (1 - x));
