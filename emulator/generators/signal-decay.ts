// kernel: once per decay
import type { RandomStream } from '../../detector/base/random.js';
import { fourVector } from '../../detector/lorentz.js';
import type { ParticleBuilder } from '../../detector/particles.js';
import { antiparticle } from '../../detector/pdg.js';
import type { DecaySampler } from '../decays/decay-sampler.js';
import type { DecayEntry, DecayMode } from '../decays/parse-decays.js';

/** The one decay of a particle that a signal asks for. */
interface Parent {
  /** PDG code. */
  readonly pdg: number;
  /** [GeV] */
  readonly mass: number;
  /** Mean flight cτ [cm]; 0 decays where it is made. */
  readonly flight: number;
  /** PDG code and mass [GeV] of each; masses are not drawn. */
  readonly products: readonly (readonly [pdg: number, mass: number])[];
  readonly model?: DecayMode['model'];
}

/** Decays particles, or their antiparticles, into what no table has. */
export class SignalDecay {
  readonly #parent: Parent;
  readonly #sampler: DecaySampler;
  readonly #random: RandomStream;
  readonly #entries: readonly [ofParticle: DecayEntry, ofAntiparticle: DecayEntry];
  readonly #momentum = fourVector();

  /** @param random the stream of the sampler, from which flights are drawn too. */
  constructor(parent: Parent, sampler: DecaySampler, random: RandomStream) {
    this.#parent = parent;
    this.#sampler = sampler;
    this.#random = random;
    const codes = parent.products.map(([pdg]) => pdg);
    this.#entries = [
      entryOf(parent, parent.pdg, codes),
      entryOf(parent, antiparticle(parent.pdg), codes.map(antiparticle)),
    ];
  }

  /** Decays a row of the current event (counted from its first). */
  decay(builder: ParticleBuilder, row: number, isAntiparticle: boolean): void {
    const at = builder.eventStart + row;
    const { px, py, pz, energy } = builder.columns;
    const momentum = this.#momentum;
    momentum.px = px[at]!;
    momentum.py = py[at]!;
    momentum.pz = pz[at]!;
    momentum.energy = energy[at]!;
    const { mass, flight } = this.#parent;
    const lifetime = flight > 0 ? flight * this.#random.exponential() : 0;
    const entry = this.#entries[isAntiparticle ? 1 : 0];
    this.#sampler.decay(builder, at, entry, momentum, mass, lifetime);
  }
}

const entryOf = (
  { products, model = 'phase-space' }: Parent,
  pdg: number,
  codes: readonly number[],
): DecayEntry => ({
  pdg,
  modes: [
    {
      fraction: 1,
      products: Int32Array.from(codes),
      masses: Float64Array.from(products, ([, mass]) => mass),
      widths: new Float64Array(products.length),
      model,
      isFilled: false,
    },
  ],
  leftOut: 0,
});
