import { type Particles, particleStatus } from '../../detector/particles.js';
import { type ParticleTable, standardParticles } from '../../detector/particle-table.js';
import { particleKinds } from '../../detector/pdg.js';
import { countOne, type DecayCounts, decayCounts } from '../decays/decay-counts.js';
import { takesLifetime } from '../decays/decay-table.js';
import { role } from './raw-event.js';

/**
 * Codes up to this are quarks, gluons and a generator's own bookkeeping: nothing unusual in a
 * history.
 */
const lastInternalCode = 100;

/** Shorter proper lifetimes × c move nothing that the detector sees [cm]. */
const minLifetime = 1e-4;

/** How often a code without known particle was met. */
interface UnknownCode {
  /** Particles with it. */
  particles: number;
  /** Of these, the ones that reach the detector, as invisible neutrals. */
  tracked: number;
}

/** What was read of a file so far, and why particles do not reach the detector. */
export class ReadingCounts {
  /** What is known of particles. */
  readonly known: ParticleTable;
  events = 0;
  /** Events that could not be used, passed over or, at the end, cut. */
  badEvents = 0;
  /** Of these the ones after which reading went on, and what was wrong with the first. */
  passedOver = 0;
  firstBad = '';
  /** Events without any particle that is final. */
  emptyEvents = 0;
  /** Events whose collision had no place that can be used: as if it were not given. */
  badPlaces = 0;
  /** Particles that start farther from their mother's start than light gets meanwhile. */
  fasterThanLight = 0;
  /** Events with far more energy in the detector than the beams have. */
  tooEnergetic = 0;
  particles = 0;
  /** Rows that the detector sees. */
  tracked = 0;
  beams = 0;
  /** Decayed or documentation, according to their status in the file. */
  intermediates = 0;
  /**
   * Stable in the file, but with daughters of their own there, or below a particle that is tracked,
   * or without momentum and energy.
   */
  replaced = 0;
  /** Made by a detector simulation from a particle that is tracked: our detector makes its own. */
  secondaries = 0;
  /** What became of final particles that live too short for the detector, by code. */
  readonly decays: DecayCounts = decayCounts();
  /** Final particles by code whose energy was that of another mass. */
  readonly offShell = new Map<number, number>();
  /** Particles by code that are not final in the file although nothing comes out of them. */
  readonly lostDecays = new Map<number, number>();
  /** Final particles by code whose lifetime in the file is not used. */
  readonly idleLifetimes = new Map<number, number>();
  readonly unknownCodes = new Map<number, UnknownCode>();

  /** @param known what is known of particles. */
  constructor(known: ParticleTable = standardParticles) {
    this.known = known;
  }

  /** Counts one particle: its code, status here and role in the file. */
  addParticle(pdg: number, status: number, fileRole: number): void {
    this.particles++;
    if (status === particleStatus.final) this.tracked++;
    else if (status === particleStatus.beam) this.beams++;
    else if (fileRole === role.intermediate || fileRole === role.documented) this.intermediates++;
    else if (fileRole === role.secondary) this.secondaries++;
    else this.replaced++;
    if (this.known.kind(pdg) === particleKinds.unknown) this.#addUnknown(pdg, status);
  }

  /**
   * Counts lifetimes, by row, of particles that are not decayed here: by choice, or because the
   * detector does it, or nothing.
   */
  addLifetimes(
    { pdg }: Pick<Particles, 'pdg'>,
    lifetimes: ReadonlyMap<number, number>,
    isDecaying: boolean,
  ): void {
    for (const [row, lifetime] of lifetimes) {
      if (lifetime < minLifetime) continue;
      const code = pdg[row]!;
      const isShortLived = this.known.kind(code) === particleKinds.shortLived;
      if (!(isDecaying && isShortLived && takesLifetime(code))) countOne(this.idleLifetimes, code);
    }
  }

  /** Whether not one particle of the file is final. */
  get isWithoutFinals(): boolean {
    return this.tracked === 0;
  }

  #addUnknown(pdg: number, status: number): void {
    const isTracked = status === particleStatus.final;
    if (!isTracked && Math.abs(pdg) <= lastInternalCode) return;
    let count = this.unknownCodes.get(pdg);
    if (count === undefined) {
      count = { particles: 0, tracked: 0 };
      this.unknownCodes.set(pdg, count);
    }
    count.particles++;
    if (isTracked) count.tracked++;
  }
}
