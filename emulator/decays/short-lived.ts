// kernel: every particle of an event is looked at, and each decay draws its products
import { speedOfLight } from '../../detector/base/constants.js';
import { atan, tan } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Addresses, type RunContext, seedAt } from '../../detector/event.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';
import { standardParticles } from '../../detector/particle-table.js';
import { particleInfo, particleKinds } from '../../detector/pdg.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';
import { countOne, type DecayCounts, decayCounts } from './decay-counts.js';
import { decaysOf, minMass, takesLifetime } from './decay-table.js';
import { type DecayEntry, type DecayMode, reach, widthOf } from './parse-decays.js';
import { maxProducts, PhaseSpace } from './phase-space.js';

/** Shortest mean flight that moves the vertex of the products [cm]. */
const minFlight = 1e-5;
/** A parent whose mass is off by more than this share, and by ten widths, is put on its mass. */
const massTolerance = 0.01;
/** Draws of masses before another mode is tried, and modes before the particle is given up. */
const maxDraws = 100;

/**
 * Decays final particles that live too short for the detector, with what they decay into, until
 * only particles are final that the detector follows or that no table knows: those stay. Parents
 * become intermediate; products start where the parent's flight, a straight line, ended. Nothing to
 * decay: the particles themselves come back.
 *
 * Products are distributed by phase space, leptons of weak decays by V − A; resonances by a
 * truncated Breit–Wigner; polarization, mixing and CP violation are left out. Where a proper
 * lifetime × c [cm] was given with a particle, by row, it says how far that one flies.
 */
export function decayShortLived(
  context: RunContext,
  counts: DecayCounts = decayCounts(),
): (
  particles: Particles,
  addresses: Addresses,
  lifetimes?: ReadonlyMap<number, number>,
) => Particles {
  const random = new RandomStream();
  const known = context.particles ?? standardParticles;
  const isShortLived: IsShortLived = (pdg) => known.kind(pdg) === particleKinds.shortLived;
  const cascade = new Cascade(random, counts, isShortLived);
  return (particles, addresses, lifetimes = noLifetimes) => {
    if (!hasShortLived(particles, isShortLived)) return particles;
    const builder = new ParticleBuilder(particles.pdg.length * 2);
    for (let event = 0; event < addresses.slice.length; event++) {
      seedAt(random, context, addresses, event, purpose.decay);
      copyEvent(particles, event, builder);
      const first = particles.offsets[event]! - builder.eventStart;
      cascade.decayEvent(builder, (row) => lifetimes.get(first + row));
      builder.endEvent();
    }
    return builder.take();
  };
}

const noLifetimes: ReadonlyMap<number, number> = new Map();

/** Proper lifetime × c that was given with a row of the builder, if one was [cm]. */
type LifetimeOf = (row: number) => number | undefined;

/** Whether a code is of what is decayed here: a user's own particles are not. */
type IsShortLived = (pdg: number) => boolean;

function hasShortLived({ pdg, status }: Particles, isShortLived: IsShortLived): boolean {
  for (let row = 0; row < pdg.length; row++) {
    if (status[row] === particleStatus.final && isShortLived(pdg[row]!)) return true;
  }
  return false;
}

function copyEvent(particles: Particles, event: number, builder: ParticleBuilder): void {
  const { offsets, pdg, status, mother, px, py, pz, energy, x, y, z, time, origin } = particles;
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    builder.push(
      pdg[row]!,
      status[row]!,
      mother[row]!,
      px[row]!,
      py[row]!,
      pz[row]!,
      energy[row]!,
      x[row]!,
      y[row]!,
      z[row]!,
      time[row]!,
      origin[row]!,
    );
  }
}

/** The decays of one event after the other, products behind the particles that are there. */
class Cascade {
  readonly #random: RandomStream;
  readonly #counts: DecayCounts;
  readonly #isShortLived: IsShortLived;
  readonly #space = new PhaseSpace();
  readonly #masses = new Float64Array(maxProducts);
  readonly #parent = fourVector();

  constructor(random: RandomStream, counts: DecayCounts, isShortLived: IsShortLived) {
    this.#random = random;
    this.#counts = counts;
    this.#isShortLived = isShortLived;
  }

  /** Decays the rows of the builder's current event, and those that it adds. */
  decayEvent(builder: ParticleBuilder, lifetimeOf: LifetimeOf): void {
    const given = builder.rowCount;
    for (let row = builder.eventStart; row < builder.rowCount; row++) {
      const pdg = builder.columns.pdg[row]!;
      if (builder.columns.status[row] !== particleStatus.final || !this.#isShortLived(pdg))
        continue;
      const isGiven = row < given;
      const lifetime = isGiven && takesLifetime(pdg) ? lifetimeOf(row) : undefined;
      if (this.#decayRow(builder, row, pdg, isGiven, lifetime) && isGiven)
        countOne(this.#counts.decayed, pdg);
    }
  }

  #decayRow(
    builder: ParticleBuilder,
    row: number,
    pdg: number,
    isGiven: boolean,
    lifetime: number | undefined,
  ): boolean {
    const entry = decaysOf(pdg);
    if (entry === undefined) return false;
    const mass = this.#readParent(builder, row, pdg, isGiven);
    const mode = this.#drawMode(entry, mass);
    if (mode === undefined) return false;
    this.#drawMomenta(mode, mass);
    this.#addProducts(builder, row, mode, mass, lifetime ?? this.#drawLifetime(pdg));
    return true;
  }

  /** Fills the parent's momentum; returns the mass with which it decays [GeV]. */
  #readParent(builder: ParticleBuilder, row: number, pdg: number, isGiven: boolean): number {
    const { px, py, pz, energy } = builder.columns;
    const parent = this.#parent;
    parent.px = px[row]!;
    parent.py = py[row]!;
    parent.pz = pz[row]!;
    parent.energy = energy[row]!;
    const p2 = parent.px * parent.px + parent.py * parent.py + parent.pz * parent.pz;
    const mass = Math.sqrt(Math.max(0, parent.energy * parent.energy - p2));
    if (!isGiven) return mass;
    const { mass: nominal, lifetime } = particleInfo(pdg)!;
    const width = widthOf(lifetime);
    if (Math.abs(mass - nominal) <= Math.max(massTolerance * nominal, 10 * width)) return mass;
    parent.energy = Math.sqrt(p2 + nominal * nominal);
    countOne(this.#counts.corrected, pdg);
    return nominal;
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
          const angle = (2 * random.uniform() - 1) * reachAngle;
          value += (width / 2) * tan(angle);
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

  /** Products of the last draw, where the flight of the parent ends. */
  #addProducts(
    builder: ParticleBuilder,
    row: number,
    mode: DecayMode,
    mass: number,
    lifetime: number,
  ): void {
    const parent = this.#parent;
    const { columns } = builder;
    const flight = lifetime / mass;
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

/** Angle of the Breit–Wigner at `reach` widths from its middle. */
const reachAngle = atan(2 * reach);
