// kernel: once per event, scratch of one object
import { log } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import type { FourVector } from '../../detector/lorentz.js';
import { particleInfo } from '../../detector/pdg.js';
import { LongitudinalPhaseSpace, maxHadrons } from './longitudinal-phase-space.js';

/** Pions and kaons of a soft collision; all numbers are this model's own. */
const model = {
  /** Mean number of hadrons beyond two at 1 GeV, and its growth per unit of ln W. */
  atOneGev: 1,
  perLogMass: 2.4,
  /** Share of pairs that are charged, and of those that are kaons. */
  charged: 2 / 3,
  kaons: 0.1,
  /** Spread of each transverse component [GeV]. */
  sigma: 0.27,
  /** The masses may take so much of the energy. */
  mostMass: 0.95,
} as const;

const codes = { pion: 211, neutralPion: 111, kaon: 321, neutralKaon: 311 } as const;

/**
 * Hadrons of small transverse momentum: pairs of pions or kaons of opposite charge or none, as many
 * as a Poisson number that grows with ln W, and a π⁰ where the number is odd. Charge and
 * strangeness are conserved, neutral kaons and π⁰ are decayed by our tables.
 * @see D-281
 */
export class SoftHadrons {
  /** Of the last draw: how many, their PDG codes and momenta at rest. */
  count = 0;
  readonly pdg = new Int32Array(maxHadrons);
  readonly #masses = new Float64Array(maxHadrons);
  readonly #space = new LongitudinalPhaseSpace(model.sigma);

  get momenta(): readonly FourVector[] {
    return this.#space.momenta;
  }

  /** Draws hadrons of the mass `mass` together, at least 0.5 GeV. */
  draw(stream: RandomStream, mass: number): void {
    const mean = Math.max(0, model.atOneGev + model.perLogMass * log(mass));
    let sum: number;
    do {
      this.count = 2 + stream.poisson(mean);
      sum = this.count > maxHadrons ? Number.POSITIVE_INFINITY : this.#drawKinds(stream);
    } while (sum > model.mostMass * mass);
    this.#space.draw(mass, this.#masses, this.count, stream);
  }

  /** Kinds of all hadrons; the sum of their masses. */
  #drawKinds(stream: RandomStream): number {
    const { pdg, count } = this;
    let sum = 0;
    for (let first = 0; first < count; first += 2) {
      const isAlone = first === count - 1;
      const code = isAlone ? codes.neutralPion : drawPair(stream);
      const { mass } = particleInfo(code)!;
      for (let row = first; row < Math.min(count, first + 2); row++) {
        pdg[row] = row === first || code === codes.neutralPion ? code : -code;
        this.#masses[row] = mass;
        sum += mass;
      }
    }
    return sum;
  }
}

function drawPair(stream: RandomStream): number {
  const isCharged = stream.uniform() < model.charged;
  const isKaon = stream.uniform() < model.kaons;
  if (isCharged) return isKaon ? codes.kaon : codes.pion;
  return isKaon ? codes.neutralKaon : codes.neutralPion;
}
