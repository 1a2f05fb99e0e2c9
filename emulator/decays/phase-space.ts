// kernel: several draws for each decayed particle, scratch of one object, no allocation
import { cos, sin } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';

/** At most this many products of one decay. */
export const maxProducts = 12;

/**
 * Products of a decay at rest, uniform in Lorentz-invariant phase space: a chain of two-body decays
 * through the masses of the first two, three, … products. Their density is the product of the
 * momenta of the chain, p² = d (d + 2m) ((M + N)² − m²)/4M², where M → N m sets free the energy d.
 * The product of the √d is the density of shares in proportion to Γ(3/2) variates; what is left,
 * squared, is at most the product of (d + 2m)(1 − m/M), largest for equal d + 2m, and accepts a
 * third to a half of the draws.
 * @see F. James, Monte Carlo phase space, CERN 68-15 (1968), for the chain
 * @see D-258
 */
export class PhaseSpace {
  /**
   * Momenta of the last draw in the rest frame of the parent [GeV]; the first `count` are valid.
   */
  readonly momenta: readonly FourVector[] = Array.from({ length: maxProducts }, () => fourVector());
  readonly #kinetics = new Float64Array(maxProducts);
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
    let kinetic = mass;
    for (let product = 0; product < count; product++) kinetic -= masses[product]!;
    const most = largestWeight(mass, masses, count, kinetic);
    do {
      this.#drawGroupMasses(masses, count, kinetic, random);
    } while (count > 2 && this.#weight(masses, count) < most * random.uniform() ** 2);
    this.#placeMomenta(masses, count, random);
  }

  /**
   * Masses of the first 1, 2, … products together: shares of the kinetic energy in proportion to
   * Γ(3/2) variates.
   */
  #drawGroupMasses(
    masses: Float64Array,
    count: number,
    kinetic: number,
    random: RandomStream,
  ): void {
    const groupMass = this.#groupMass;
    const kinetics = this.#kinetics;
    let sum = 0;
    for (let last = 1; last < count; last++) {
      kinetics[last] = count === 2 ? 1 : random.exponential() + 0.5 * random.gaussian() ** 2;
      sum += kinetics[last]!;
    }
    groupMass[0] = masses[0]!;
    for (let last = 1; last < count; last++) {
      kinetics[last] = (kinetics[last]! / sum) * kinetic;
      groupMass[last] = groupMass[last - 1]! + masses[last]! + kinetics[last]!;
    }
  }

  /** What the shares of kinetic energy leave of the momenta of the chain, squared. */
  #weight(masses: Float64Array, count: number): number {
    const groupMass = this.#groupMass;
    let weight = 1;
    for (let last = 1; last < count; last++) {
      const mass = groupMass[last]!;
      const other = masses[last]!;
      const share = ((mass + groupMass[last - 1]!) ** 2 - other * other) / (4 * mass * mass);
      weight *= (this.#kinetics[last]! + 2 * other) * share;
    }
    return weight;
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

/** No weight of a draw is larger: equal shares of kinetic energy and twice the mass. */
function largestWeight(mass: number, masses: Float64Array, count: number, kinetic: number): number {
  let sum = kinetic;
  for (let last = 1; last < count; last++) sum += 2 * masses[last]!;
  let most = 1;
  for (let last = 1; last < count; last++) most *= (sum / (count - 1)) * (1 - masses[last]! / mass);
  return most;
}
