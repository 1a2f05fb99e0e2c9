// kernel: each decay draws its products
import { speedOfLight } from '../../detector/base/constants.js';
import type { RandomStream } from '../../detector/base/random.js';
import { boostFromRest, type FourVector } from '../../detector/lorentz.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';
import { minMass } from './decay-table.js';
import type { DecayEntry, DecayMode } from './parse-decays.js';
import { maxProducts, PhaseSpace } from './phase-space.js';
import { drawResonance } from './resonance-mass.js';

/** Shortest mean flight that moves the vertex of the products [cm]. */
const minFlight = 1e-5;
/** Draws of masses before another mode is tried, and modes before the particle is given up. */
const maxDraws = 100;
/**
 * Decays one particle after the other: mode, masses, momenta, flight, all from one stream.
 * Products stand behind the particles that are in the builder, and start where the flight ended.
 */
export class DecaySampler {
  readonly #random: RandomStream;
  readonly #space = new PhaseSpace();
  readonly #masses = new Float64Array(maxProducts);

  constructor(random: RandomStream) {
    this.#random = random;
  }

  /**
   * Decays a row of the builder's current event by one of the modes of `entry`; the row becomes
   * intermediate. False when no mode fits into the mass: nothing has changed then.
   * @param parent its momentum, of mass `mass` [GeV]
   * @param lifetime proper lifetime × c [cm] when it was given with the particle
   */
  decay(
    builder: ParticleBuilder,
    row: number,
    entry: DecayEntry,
    parent: Readonly<FourVector>,
    mass: number,
    lifetime?: number,
  ): boolean {
    const mode = this.#drawMode(entry, mass);
    if (mode === undefined) return false;
    this.#drawMomenta(mode, mass);
    const flight = (lifetime ?? this.#drawLifetime(entry.pdg)) / mass;
    this.#addProducts(builder, row, mode, parent, mass, flight);
    return true;
  }

  /** Draws a mode and the masses of its products; undefined when none fits into the mass. */
  #drawMode({ modes }: DecayEntry, mass: number): DecayMode | undefined {
    for (let attempt = 0; attempt < maxDraws; attempt++) {
      let left = this.#random.uniform();
      let at = 0;
      while (at < modes.length - 1 && left > modes[at]!.fraction) left -= modes[at++]!.fraction;
      if (this.#drawMasses(modes[at]!, mass)) return modes[at];
    }
    return undefined;
  }

  /**
   * Masses of the products: resonances by a Breit–Wigner cut at `reach` widths and where they can
   * no longer decay, and, in a decay into two, by the momentum that the masses leave.
   */
  #drawMasses({ products, masses, widths }: DecayMode, mass: number): boolean {
    const drawn = this.#masses;
    const random = this.#random;
    const count = products.length;
    // K⁰ becomes K_S or K_L.
    if (count === 1) return true;
    for (let draw = 0; draw < maxDraws; draw++) {
      let sum = 0;
      let isWide = false;
      let isTooLight = false;
      for (let product = 0; product < count; product++) {
        const width = widths[product]!;
        let value = masses[product]!;
        if (width > 0) {
          isWide = true;
          value = drawResonance(random, value, width);
          isTooLight ||= value < minMass(products[product]!);
        }
        drawn[product] = value;
        sum += value;
      }
      if (!isWide) return sum < mass;
      if (isTooLight || sum >= mass) continue;
      if (count !== 2 || this.#acceptsPair(products, mass)) return true;
    }
    return false;
  }

  #acceptsPair(products: Int32Array, mass: number): boolean {
    const [first, second] = this.#masses as unknown as readonly [number, number];
    const most = momentumOfPair(mass, minMass(products[0]!), minMass(products[1]!));
    return this.#random.uniform() * most < momentumOfPair(mass, first, second);
  }

  /** Momenta in the rest frame of the parent. */
  #drawMomenta({ products, model }: DecayMode, mass: number): void {
    const { momenta } = this.#space;
    const count = products.length;
    const masses = this.#masses;
    this.#space.draw(mass, masses, count, this.#random);
    if (model !== 'weak') return;
    const [a, b, c] = momenta as unknown as readonly [FourVector, FourVector, FourVector];
    // (P·a)(b·c) of three products is largest at a quarter of what is left of the parent's mass.
    const most = (mass * mass - masses[2]! * masses[2]!) ** 2 / 16;
    const product = (): number =>
      mass * a.energy * (b.energy * c.energy - b.px * c.px - b.py * c.py - b.pz * c.pz);
    while (product() < most * this.#random.uniform()) {
      this.#space.draw(mass, masses, count, this.#random);
    }
  }

  /** Proper lifetime × c [cm]. */
  #drawLifetime(pdg: number): number {
    const { lifetime } = particleInfo(pdg)!;
    return lifetime > minFlight ? lifetime * this.#random.exponential() : 0;
  }

  /** Products of the last draw, where the flight of the parent ends: `flight` × momentum on. */
  #addProducts(
    builder: ParticleBuilder,
    row: number,
    mode: DecayMode,
    parent: Readonly<FourVector>,
    mass: number,
    flight: number,
  ): void {
    const { columns } = builder;
    const x = columns.x[row]! + parent.px * flight;
    const y = columns.y[row]! + parent.py * flight;
    const z = columns.z[row]! + parent.pz * flight;
    const time = columns.time[row]! + (parent.energy * flight) / speedOfLight;
    const origin = columns.origin[row]!;
    const mother = row - builder.eventStart;
    columns.status[row] = particleStatus.intermediate;
    for (let product = 0; product < mode.products.length; product++) {
      const daughter = this.#space.momenta[product]!;
      boostFromRest(daughter, parent, mass);
      builder.push(
        mode.products[product]!,
        particleStatus.final,
        mother,
        daughter.px,
        daughter.py,
        daughter.pz,
        daughter.energy,
        x,
        y,
        z,
        time,
        origin,
      );
    }
  }
}
