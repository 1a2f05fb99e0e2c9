// kernel: several draws for each decayed particle, scratch of one object, no allocation
import { cos, sin } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';

/** At most this many products of one decay. */
export const maxProducts = 12;

/**
 * Products of a decay at rest, uniform in Lorentz-invariant phase space: a chain of two-body decays
 * through intermediate masses that are sorted uniform numbers, accepted by the product of the
 * momenta of the chain.
 * @see F. James, Monte Carlo phase space, CERN 68-15 (1968): the method of GENBOD
 */
export class PhaseSpace {
  /**
   * Momenta of the last draw in the rest frame of the parent [GeV]; the first `count` are valid.
   */
  readonly momenta: readonly FourVector[] = Array.from({ length: maxProducts }, () => fourVector());
  readonly #split = new Float64Array(maxProducts);
  readonly #groupMass = new Float64Array(maxProducts);
  readonly #group = fourVector();

  /**
   * Draws `count` products of the given masses [GeV], 2 to `maxProducts`; their sum must be below
   * `mass`. A product alone takes the parent's place.
   */
  draw(mass: number, masses: Float64Array, count: number, random: RandomStream): void {
    if (count === 1) {
      const [only] = this.momenta as readonly [FourVector];
      only.px = only.py = only.pz = 0;
      only.energy = mass;
      return;
    }
    const groupMass = this.#groupMass;
    const most = largestWeight(mass, masses, count);
    let weight: number;
    do {
      this.#drawGroupMasses(mass, masses, count, random);
      weight = 1;
      for (let last = 1; last < count; last++) {
        weight *= momentumOfPair(groupMass[last]!, groupMass[last - 1]!, masses[last]!);
      }
    } while (weight < most * random.uniform());
    this.#placeMomenta(masses, count, random);
  }

  /** Masses of the first 1, 2, … products together, ascending from the first to the parent. */
  #drawGroupMasses(mass: number, masses: Float64Array, count: number, random: RandomStream): void {
    const split = this.#split;
    let sum = 0;
    for (let product = 0; product < count; product++) sum += masses[product]!;
    split[0] = 0;
    split[count - 1] = 1;
    for (let at = 1; at < count - 1; at++) {
      const value = random.uniform();
      let place = at;
      for (; place > 1 && split[place - 1]! > value; place--) split[place] = split[place - 1]!;
      split[place] = value;
    }
    let below = 0;
    for (let last = 0; last < count; last++) {
      below += masses[last]!;
      this.#groupMass[last] = below + split[last]! * (mass - sum);
    }
  }

  /** Two-body decays from the innermost group outwards, each isotropic. */
  #placeMomenta(masses: Float64Array, count: number, random: RandomStream): void {
    const { momenta } = this;
    const group = this.#group;
    const groupMass = this.#groupMass;
    for (let last = 1; last < count; last++) {
      const one = momenta[last]!;
      const p = momentumOfPair(groupMass[last]!, groupMass[last - 1]!, masses[last]!);
      const cosTheta = 2 * random.uniform() - 1;
      const phi = 2 * Math.PI * random.uniform();
      const pt = p * Math.sqrt(1 - cosTheta * cosTheta);
      one.px = pt * cos(phi);
      one.py = pt * sin(phi);
      one.pz = p * cosTheta;
      one.energy = Math.sqrt(p * p + masses[last]! * masses[last]!);
      group.px = -one.px;
      group.py = -one.py;
      group.pz = -one.pz;
      group.energy = Math.sqrt(p * p + groupMass[last - 1]! * groupMass[last - 1]!);
      if (last === 1) {
        // The innermost group is the first product alone, which may have no mass to boost from.
        const first = momenta[0]!;
        first.px = group.px;
        first.py = group.py;
        first.pz = group.pz;
        first.energy = group.energy;
        continue;
      }
      for (let inner = 0; inner < last; inner++) {
        boostFromRest(momenta[inner]!, group, groupMass[last - 1]!);
      }
    }
  }
}

/** No weight of a draw is larger: each momentum of the chain at the end where it is largest. */
function largestWeight(mass: number, masses: Float64Array, count: number): number {
  let sum = 0;
  for (let product = 0; product < count; product++) sum += masses[product]!;
  let lowest = 0;
  let highest = mass - sum + masses[0]!;
  let most = 1;
  for (let last = 1; last < count; last++) {
    lowest += masses[last - 1]!;
    highest += masses[last]!;
    most *= momentumOfPair(highest, lowest, masses[last]!);
  }
  return most;
}
