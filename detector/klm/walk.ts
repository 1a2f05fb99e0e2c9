// kernel: every charged particle that reaches the calorimeter, up to 30 layers of material
import { speedOfLight } from '../base/constants.js';
import { log } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { MeV } from '../base/units.js';
import { curvatureConstant } from '../field.js';
import type { Arrival } from '../ecl/arrival.js';
import { chargeAndMass, responses } from '../ecl/response.js';
import type { ParticleTable } from '../particle-table.js';
import { annihilates } from '../propagation/annihilation.js';
import { Track } from '../propagation/track.js';
import { type Absorber, crystalSlice, crystalSlices, ironPlate } from './absorbers.js';
import type { KlmConfig } from './schema.js';

/** Kinetic energy below which a particle stops where it is [GeV]. */
const stopped = 5 * MeV;
/** Directions closer than this to a layer's plane do not reach it. */
const grazing = 0.05;
/**
 * Mean of −ln(g²) for a standard normal g (Moyal's distribution with its mode at 0): Euler's
 * constant + ln 2.
 */
const moyalMean = 1.270_362_845;

/**
 * A particle on its way through calorimeter, coil and iron, in straight steps: a scratch record.
 * Hadrons interact after a number of interaction lengths drawn in advance; their secondaries, of
 * which the foremost are meant, go on for a few plates more in the same direction. Neutral ones
 * become visible with the interaction.
 */
export class Walk {
  readonly state = new Track();
  readonly #config: KlmConfig;
  readonly #random: RandomStream;
  readonly #crystal: Absorber;
  /**
   * Interaction lengths until the interaction, then until secondaries stop; infinite for muons. And
   * how far those come, in units of their mean.
   */
  #left = 0;
  #tail = 0;
  /** Energy that an interaction sets free beyond the kinetic one: of antibaryons [GeV]. */
  #released = 0;
  #interacted = false;
  #baryon = false;

  readonly #particles: ParticleTable;

  constructor(config: KlmConfig, random: RandomStream, particles: ParticleTable) {
    this.#particles = particles;
    this.#config = config;
    this.#random = random;
    this.#crystal = crystalSlice(config.crystalDepth);
  }

  /** Whether sensitive layers see it: charged, or neutral after its interaction. */
  get visible(): boolean {
    return this.state.charge !== 0 || this.#interacted;
  }

  /**
   * Draws where a particle of some `responses` interacts; whether it or its secondaries may pass
   * the crystals, when its momentum is `p` [GeV] or less there.
   */
  passesCrystals(pdg: number, response: number, p: number): boolean {
    this.#drawInteraction(pdg, response);
    const crystals =
      crystalSlices * (this.#baryon ? this.#crystal.nuclearDepth : this.#crystal.pionDepth);
    if (this.#left >= crystals) return true;
    const { mass } = chargeAndMass(pdg, this.#particles);
    return this.#left + this.#tailOf(Math.sqrt(p * p + mass * mass) - mass) >= crystals;
  }

  /** Starts a particle of some `responses` where it is. */
  begin(arrival: Arrival, pdg: number, response: number): void {
    this.#drawInteraction(pdg, response);
    this.start(arrival, pdg);
  }

  #drawInteraction(pdg: number, response: number): void {
    this.#baryon = response === responses.neutralHadron || Math.abs(pdg) > 1000;
    this.#interacted = false;
    this.#left = Number.POSITIVE_INFINITY;
    const isHadron = response === responses.hadron || response === responses.neutralHadron;
    if (this.#config.hadronic && isHadron) {
      this.#left = this.#random.exponential();
      this.#tail = this.#random.exponential();
      // The antibaryon and the nucleon that it meets.
      this.#released = annihilates(pdg) ? 2 * chargeAndMass(pdg, this.#particles).mass : 0;
    }
  }

  /**
   * Interaction lengths that secondaries of an interaction at some kinetic energy [GeV] come. Their
   * mean grows with the logarithm of the energy, as a shower's length does, and is `tail` at
   * 1 GeV.
   * @see D-218
   */
  #tailOf(kineticEnergy: number): number {
    const { tail, tailGrowth, minSecondaryEnergy } = this.#config;
    const energy = kineticEnergy + this.#released;
    if (energy <= minSecondaryEnergy) return 0;
    const plate = this.#baryon ? ironPlate.nuclearDepth : ironPlate.pionDepth;
    return tail * plate * this.#tail * Math.max(0, 1 + tailGrowth * log(energy));
  }

  /** Starts a particle that `passesCrystals` where it reaches the calorimeter. */
  start({ x, y, z, ux, uy, uz, time, kineticEnergy }: Arrival, pdg: number): void {
    const { state } = this;
    const { mass, charge } = chargeAndMass(pdg, this.#particles);
    const energy = kineticEnergy + mass;
    const p = Math.sqrt(Math.max(0, energy * energy - mass * mass));
    state.start(mass, charge);
    state.x = x;
    state.y = y;
    state.z = z;
    state.time = time;
    state.px = p * ux;
    state.py = p * uy;
    state.pz = p * uz;
    state.p = p;
    state.energy = energy;
  }

  /**
   * Goes on to the cylinder of `radius` about z in a field along z; false when the path turns
   * before.
   */
  toCylinder(radius: number, field: number): boolean {
    const reached = this.#lengthToCylinder(radius);
    this.turn(reached / 2, field);
    const length = this.#lengthToCylinder(radius);
    if (!(length >= 0)) return false;
    this.step(length);
    this.turn(length / 2, field);
    return true;
  }

  /** Goes on to a plane across z; false when it moves away from it. */
  toPlane(z: number, field: number): boolean {
    const { state } = this;
    const length = ((z - state.z) * state.p) / state.pz;
    if (!(length >= 0) || Math.abs(state.pz) < grazing * state.p) return false;
    // Steps of the size of a plate; the first half of the turn before, the second behind.
    this.turn(length / 2, field);
    this.step(length);
    this.turn(length / 2, field);
    return true;
  }

  /**
   * Length to the plane at `distance` from the axis along the unit normal (nx, ny); NaN when it
   * moves away from it or along it.
   */
  lengthToWall(nx: number, ny: number, distance: number): number {
    const { x, y, px, py, p } = this.state;
    const towards = (px * nx + py * ny) / p;
    return towards < grazing ? Number.NaN : (distance - x * nx - y * ny) / towards;
  }

  /** Goes on straight by a length, bent by the field of the yoke on it. */
  advance(length: number, field: number): void {
    this.turn(length / 2, field);
    this.step(length);
    this.turn(length / 2, field);
  }

  /**
   * Loses energy, scatters and perhaps interacts in a layer met under `cosine`; false when nothing
   * goes on.
   */
  cross({ material, depth, pionDepth, nuclearDepth, width }: Absorber, cosine: number): boolean {
    const { state } = this;
    const oblique = 1 / Math.max(grazing, cosine);
    if (
      this.#left < Number.POSITIVE_INFINITY &&
      !this.#survives(oblique * (this.#baryon ? nuclearDepth : pionDepth))
    )
      return false;
    if (state.charge === 0) return true;
    let loss = state.ionization(depth * oblique, material);
    if (this.#config.straggling) {
      const normal = this.#random.gaussian();
      const beta2 = (state.p * state.p) / (state.energy * state.energy);
      const square = state.charge * state.charge;
      loss += ((square * width * oblique) / beta2) * (-log(normal * normal + 1e-12) - moyalMean);
    }
    if (!state.slow(Math.max(0, loss), stopped)) return false;
    if (this.#config.scattering) state.scatter(depth * oblique, this.#random);
    return true;
  }

  #survives(depth: number): boolean {
    this.#left -= depth;
    if (this.#left >= 0) return true;
    if (this.#interacted) return false;
    const { mass, energy } = this.state;
    this.#interacted = true;
    this.#left += this.#tailOf(energy - mass);
    return this.#left >= 0;
  }

  #lengthToCylinder(radius: number): number {
    const { x, y, px, py, p } = this.state;
    const ux = px / p;
    const uy = py / p;
    const a = ux * ux + uy * uy;
    const b = x * ux + y * uy;
    return (-b + Math.sqrt(b * b + a * (radius * radius - x * x - y * y))) / a;
  }

  /** Goes on straight by a length. */
  step(length: number): void {
    const { state } = this;
    const { p } = state;
    state.x += (length * state.px) / p;
    state.y += (length * state.py) / p;
    state.z += (length * state.pz) / p;
    state.time += (length * state.energy) / (p * speedOfLight);
  }

  /** Turns the direction as a field does over a length. */
  turn(length: number, field: number): void {
    const { state } = this;
    if (field === 0 || state.charge === 0 || !(length > 0)) return;
    // A rotation without trigonometric functions: by 1e-3 too little at 0.1 rad, more than nearly
    // all steps turn.
    const half = (-state.charge * curvatureConstant * field * length) / (2 * state.p);
    const norm = 1 / (1 + half * half);
    const cos = (1 - half * half) * norm;
    const sin = 2 * half * norm;
    const { px, py } = state;
    state.px = cos * px - sin * py;
    state.py = cos * py + sin * px;
  }
}
