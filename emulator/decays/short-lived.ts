// kernel: every particle of an event is looked at
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Addresses, type RunContext, seedAt } from '../../detector/event.js';
import { fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';
import { standardParticles } from '../../detector/particle-table.js';
import { particleInfo, particleKinds } from '../../detector/pdg.js';
import { countOne, type DecayCounts, decayCounts } from './decay-counts.js';
import { DecaySampler } from './decay-sampler.js';
import { decaysOf, takesLifetime } from './decay-table.js';
import { widthOf } from './parse-decays.js';

/** A parent whose mass is off by more than this share, and by ten widths, is put on its mass. */
const massTolerance = 0.01;

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

/**
 * Decays the short-lived final particles among the rows of a builder's current event, and what they
 * become, as `decayShortLived` does but by the stream that is given.
 */
export function eventDecays(
  random: RandomStream,
  known = standardParticles,
): (builder: ParticleBuilder) => void {
  const isShortLived: IsShortLived = (pdg) => known.kind(pdg) === particleKinds.shortLived;
  const cascade = new Cascade(random, decayCounts(), isShortLived);
  return (builder) => cascade.decayEvent(builder, () => undefined);
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
  readonly #sampler: DecaySampler;
  readonly #counts: DecayCounts;
  readonly #isShortLived: IsShortLived;
  readonly #parent = fourVector();

  constructor(random: RandomStream, counts: DecayCounts, isShortLived: IsShortLived) {
    this.#sampler = new DecaySampler(random);
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
    return this.#sampler.decay(builder, row, entry, this.#parent, mass, lifetime);
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
}
