// kernel: every layer of material behind the calorimeter's front, up to 30 of a particle;
// AssemblyScript
import { log } from '../base/elementary.wasm';
import { RandomStream } from '../base/random.wasm';
import { StoppingMaterial } from '../propagation/ionization.wasm';
import { Track } from '../propagation/track.wasm';
import { Absorber } from './absorber.wasm';

/** Kinetic energy below which a particle stops where it is [GeV]. */
const stopped: f64 = 0.005;
/** Directions closer than this to a layer's plane do not reach it. */
const grazing: f64 = 0.05;
/**
 * Mean of −ln(g²) for a standard normal g (Moyal's distribution with its mode at 0): Euler's
 * constant + ln 2.
 */
const moyalMean: f64 = 1.270362845;

/**
 * A particle on its way through calorimeter, coil and iron, in straight steps. Hadrons interact
 * after a number of interaction lengths drawn in advance; their secondaries, of which the foremost
 * are meant, go on for a few plates more in the same direction. Neutral ones become visible with
 * the interaction.
 */
export class Walk {
  readonly track: Track;
  readonly random: RandomStream;
  readonly speedOfLight: f64;
  /** A slice of the crystals, how many there are, and a plate of the yoke. */
  readonly crystal: Absorber;
  readonly crystals: i32;
  readonly plate: Absorber;
  /** Parameters of schema.ts. */
  tail: f64 = 0;
  tailGrowth: f64 = 0;
  minSecondaryEnergy: f64 = 0;
  interacts: bool = false;
  straggles: bool = false;
  scatters: bool = false;
  /**
   * Interaction lengths until the interaction, then until secondaries stop; infinite for what does
   * not interact. And how far those come, in units of their mean.
   */
  left: f64 = 0;
  reach: f64 = 0;
  /** Energy that an interaction sets free beyond the kinetic one: of antibaryons [GeV]. */
  released: f64 = 0;
  hasInteracted: bool = false;
  isBaryon: bool = false;

  constructor(
    track: Track,
    random: RandomStream,
    speedOfLight: f64,
    crystal: Absorber,
    crystals: i32,
    plate: Absorber,
  ) {
    this.track = track;
    this.random = random;
    this.speedOfLight = speedOfLight;
    this.crystal = crystal;
    this.crystals = crystals;
    this.plate = plate;
  }

  /** Whether sensitive layers see it: charged, or neutral after its interaction. */
  isVisible(): bool {
    return this.track.charge !== 0 || this.hasInteracted;
  }

  /** Draws where a particle interacts, if it is a hadron. */
  begin(mass: f64, charge: f64, isHadron: bool, isBaryon: bool, annihilates: bool): void {
    this.track.mass = mass;
    this.track.charge = charge;
    this.isBaryon = isBaryon;
    this.hasInteracted = false;
    this.left = Infinity;
    if (!this.interacts || !isHadron) return;
    this.left = this.random.exponential();
    this.reach = this.random.exponential();
    // The antibaryon and the nucleon that it meets.
    this.released = annihilates ? 2 * mass : 0;
  }

  /** Whether it or its secondaries may pass the crystals, with a momentum `p` or less there. */
  passesCrystals(p: f64): bool {
    const slice = this.crystal;
    const depth = <f64>this.crystals * (this.isBaryon ? slice.nuclearDepth : slice.pionDepth);
    if (this.left >= depth) return true;
    const mass = this.track.mass;
    return this.left + this.tailOf(sqrt(p * p + mass * mass) - mass) >= depth;
  }

  /**
   * Interaction lengths that secondaries of an interaction at some kinetic energy [GeV] come. Their
   * mean grows with the logarithm of the energy, as a shower's length does, and is `tail` at
   * 1 GeV: D-218.
   */
  tailOf(kineticEnergy: f64): f64 {
    const energy = kineticEnergy + this.released;
    if (energy <= this.minSecondaryEnergy) return 0;
    const plate = this.isBaryon ? this.plate.nuclearDepth : this.plate.pionDepth;
    return this.tail * plate * this.reach * max<f64>(0, 1 + this.tailGrowth * log(energy));
  }

  /** Starts what has begun at a place, along a unit vector, with a kinetic energy [GeV]. */
  start(x: f64, y: f64, z: f64, ux: f64, uy: f64, uz: f64, time: f64, kineticEnergy: f64): void {
    const track = this.track;
    const mass = track.mass;
    const energy = kineticEnergy + mass;
    const p = sqrt(max<f64>(0, energy * energy - mass * mass));
    track.x = x;
    track.y = y;
    track.z = z;
    track.time = time;
    track.px = p * ux;
    track.py = p * uy;
    track.pz = p * uz;
    track.p = p;
    track.energy = energy;
    track.stoppingMomentum = 0;
    track.depth = 0;
    track.square = 0;
  }

  /**
   * Goes on to the cylinder of `radius` about z in a field along z; false when the path turns
   * before.
   */
  toCylinder(radius: f64, field: f64): bool {
    this.turn(this.lengthToCylinder(radius) / 2, field);
    const length = this.lengthToCylinder(radius);
    if (!(length >= 0)) return false;
    this.step(length);
    this.turn(length / 2, field);
    return true;
  }

  lengthToCylinder(radius: f64): f64 {
    const track = this.track;
    const x = track.x;
    const y = track.y;
    const ux = track.px / track.p;
    const uy = track.py / track.p;
    const a = ux * ux + uy * uy;
    const b = x * ux + y * uy;
    return (-b + sqrt(b * b + a * (radius * radius - x * x - y * y))) / a;
  }

  /** Goes on to a plane across z; false when it moves away from it. */
  toPlane(z: f64, field: f64): bool {
    const track = this.track;
    const length = ((z - track.z) * track.p) / track.pz;
    if (!(length >= 0) || abs(track.pz) < grazing * track.p) return false;
    // Steps of the size of a plate; the first half of the turn before, the second behind.
    this.advance(length, field);
    return true;
  }

  /**
   * Length to the plane at `distance` from the axis along the unit normal (nx, ny); NaN when it
   * moves away from it or along it.
   */
  lengthToWall(nx: f64, ny: f64, distance: f64): f64 {
    const track = this.track;
    const towards = (track.px * nx + track.py * ny) / track.p;
    return towards < grazing ? NaN : (distance - track.x * nx - track.y * ny) / towards;
  }

  /** Goes on straight by a length, bent by a field on it. */
  advance(length: f64, field: f64): void {
    this.turn(length / 2, field);
    this.step(length);
    this.turn(length / 2, field);
  }

  /**
   * Loses energy, scatters and perhaps interacts in a layer met under `cosine`; false when nothing
   * goes on.
   */
  cross(layer: Absorber, cosine: f64): bool {
    const track = this.track;
    const oblique = 1 / max<f64>(grazing, cosine);
    if (
      this.left < Infinity &&
      !this.survives(oblique * (this.isBaryon ? layer.nuclearDepth : layer.pionDepth))
    )
      return false;
    const charge = track.charge;
    if (charge === 0) return true;
    const depth = layer.depth * oblique;
    let loss = track.ionization(depth, changetype<StoppingMaterial>(layer.material));
    if (this.straggles) {
      const normal = this.random.gaussian();
      const p = track.p;
      const energy = track.energy;
      const beta2 = (p * p) / (energy * energy);
      const width = (charge * charge * layer.width * oblique) / beta2;
      loss += width * (-log(normal * normal + 1e-12) - moyalMean);
    }
    if (!track.slow(max<f64>(0, loss), stopped)) return false;
    if (this.scatters) track.scatter(depth, this.random.gaussian(), this.random.gaussian());
    return true;
  }

  survives(depth: f64): bool {
    this.left -= depth;
    if (this.left >= 0) return true;
    if (this.hasInteracted) return false;
    this.hasInteracted = true;
    this.left += this.tailOf(this.track.energy - this.track.mass);
    return this.left >= 0;
  }

  /** Goes on straight by a length. */
  step(length: f64): void {
    const track = this.track;
    const p = track.p;
    track.x += (length * track.px) / p;
    track.y += (length * track.py) / p;
    track.z += (length * track.pz) / p;
    track.time += (length * track.energy) / (p * this.speedOfLight);
  }

  /** Turns the direction as a field does over a length. */
  turn(length: f64, field: f64): void {
    const track = this.track;
    if (field === 0 || track.charge === 0 || !(length > 0)) return;
    // A rotation without trigonometric functions: by 1e-3 too little at 0.1 rad, more than nearly
    // all steps turn.
    const half = (-track.charge * track.curvatureConstant * field * length) / (2 * track.p);
    const norm = 1 / (1 + half * half);
    const cosine = (1 - half * half) * norm;
    const sine = 2 * half * norm;
    const px = track.px;
    const py = track.py;
    track.px = cosine * px - sine * py;
    track.py = cosine * py + sine * px;
  }
}

/** Address of a `Walk` of a track, that draws from a stream. */
export function newWalk(
  track: usize,
  random: usize,
  speedOfLight: f64,
  crystal: usize,
  crystals: i32,
  plate: usize,
): usize {
  return changetype<usize>(
    new Walk(
      changetype<Track>(track),
      changetype<RandomStream>(random),
      speedOfLight,
      changetype<Absorber>(crystal),
      crystals,
      changetype<Absorber>(plate),
    ),
  );
}

/** Sets the parameters of a walk. */
export function setWalkRules(
  walk: usize,
  tail: f64,
  tailGrowth: f64,
  minSecondaryEnergy: f64,
  interacts: bool,
  straggles: bool,
  scatters: bool,
): void {
  const own = changetype<Walk>(walk);
  own.tail = tail;
  own.tailGrowth = tailGrowth;
  own.minSecondaryEnergy = minSecondaryEnergy;
  own.interacts = interacts;
  own.straggles = straggles;
  own.scatters = scatters;
}

/** `Walk.begin` of the one at an address. */
export function beginWalk(
  walk: usize,
  mass: f64,
  charge: f64,
  isHadron: bool,
  isBaryon: bool,
  annihilates: bool,
): void {
  changetype<Walk>(walk).begin(mass, charge, isHadron, isBaryon, annihilates);
}

/** `Walk.passesCrystals` of the one at an address. */
export function walkPassesCrystals(walk: usize, p: f64): bool {
  return changetype<Walk>(walk).passesCrystals(p);
}

/** `Walk.start` of the one at an address. */
export function startWalk(
  walk: usize,
  x: f64,
  y: f64,
  z: f64,
  ux: f64,
  uy: f64,
  uz: f64,
  time: f64,
  kineticEnergy: f64,
): void {
  changetype<Walk>(walk).start(x, y, z, ux, uy, uz, time, kineticEnergy);
}

/** `Walk.isVisible` of the one at an address. */
export function isWalkVisible(walk: usize): bool {
  return changetype<Walk>(walk).isVisible();
}

/** `Walk.advance` of the one at an address. */
export function advanceWalk(walk: usize, length: f64, field: f64): void {
  changetype<Walk>(walk).advance(length, field);
}

/** `Walk.step` of the one at an address. */
export function stepWalk(walk: usize, length: f64): void {
  changetype<Walk>(walk).step(length);
}

/** `Walk.turn` of the one at an address. */
export function turnWalk(walk: usize, length: f64, field: f64): void {
  changetype<Walk>(walk).turn(length, field);
}

/** `Walk.cross` of the one at an address, through the layer at another. */
export function crossLayer(walk: usize, layer: usize, cosine: f64): bool {
  return changetype<Walk>(walk).cross(changetype<Absorber>(layer), cosine);
}
