// kernel: every charged particle, through every layer in front of the calorimeter; AssemblyScript.
// The kernel flies one until something happens that is left to TypeScript, and goes on from there.
import { RandomStream } from '../base/random.wasm';
import { photonShare, photonsPerLength, softLoss } from './bremsstrahlung.wasm';
import { annihilationFactor } from './hadrons.wasm';
import { Stopping, StoppingMaterial } from './ionization.wasm';
import { crossesDisc, crossesFront, crossesNothing, Surfaces } from './surfaces.wasm';
import { Track } from './track.wasm';

// What stops a flight, as `happenings` in flight.ts.
const nothing: i32 = 0;
const noRoom: i32 = 1;
const photon: i32 = 2;
const front: i32 = 3;
const decay: i32 = 4;
const abandoned: i32 = 5;
const stop: i32 = 6;
const interaction: i32 = 7;

/** Table of arcs: the head of a `KernelTable` of `arcSchema`. */
class ArcTable {
  rowCount: i32 = 0;
  capacity: i32 = 0;
  particle: usize = 0;
  end: usize = 0;
  x: usize = 0;
  y: usize = 0;
  z: usize = 0;
  time: usize = 0;
  px: usize = 0;
  py: usize = 0;
  pz: usize = 0;
  curvature: usize = 0;
  length: usize = 0;
}

/**
 * How a particle sets out, beside what its track tells: lifetime as a length [cm], infinite for
 * what does not decay; interaction lengths that it has; number in its event; whether it radiates,
 * its interaction lengths are those of pions, or of an antibaryon.
 */
class Departure {
  lifetime: f64 = 0;
  nuclearLeft: f64 = 0;
  number: f64 = 0;
  radiates: f64 = 0;
  isMeson: f64 = 0;
  isAntibaryon: f64 = 0;
}

/** The particle that flies, and how it is to be followed. */
class Flight {
  readonly random: RandomStream = new RandomStream();
  readonly departure: Departure = new Departure();
  readonly track: Track;
  readonly surfaces: Surfaces;
  readonly arcs: ArcTable;
  /** Configuration: longest path [cm], kinetic energy of what stops, least photon [GeV]. */
  maxPath: f64 = 0;
  stopped: f64 = 0;
  minPhotonEnergy: f64 = 0;
  losesEnergy: bool = false;
  scatters: bool = false;
  /** Crystals: what antibaryons find there, how deep, in which steps [cm]. */
  crystals: usize = 0;
  crystalRadiationLength: f64 = 0;
  crystalLength: f64 = 0;
  crystalStep: f64 = 0;
  /** Number of the particle in its event. */
  number: i32 = 0;
  radiates: bool = false;
  /** Path, and path times mass over momentum, that are left [cm]. */
  path: f64 = 0;
  life: f64 = Infinity;
  /** Expected number of hard photons until the next one, and its energy when there is one [GeV]. */
  untilPhoton: f64 = 0;
  photonEnergy: f64 = 0;
  /** Interaction lengths that are left; whether those are of pions, or of an antibaryon. */
  nuclearLeft: f64 = Infinity;
  isMeson: bool = false;
  isAntibaryon: bool = false;
  /** Radiation lengths of the layer met last; whether it is still in there. */
  crossed: f64 = 0;
  isInLayer: bool = false;

  constructor(track: Track, surfaces: Surfaces, arcs: ArcTable) {
    this.track = track;
    this.surfaces = surfaces;
    this.arcs = arcs;
  }

  /** Sets out from where the track is. */
  setOut(): void {
    const departure = this.departure;
    const track = this.track;
    track.setOut();
    this.surfaces.enter(track.x, track.y, track.z);
    this.number = i32(departure.number);
    this.path = this.maxPath;
    // A spare Gaussian does not come with the words of a stream.
    this.random.hasSpare = 0;
    const lifetime = departure.lifetime;
    this.life = lifetime === Infinity ? lifetime : lifetime * this.random.exponential();
    this.untilPhoton = this.random.exponential();
    this.radiates = departure.radiates !== 0;
    this.nuclearLeft = departure.nuclearLeft;
    this.isMeson = departure.isMeson !== 0;
    this.isAntibaryon = departure.isAntibaryon !== 0;
    this.isInLayer = false;
  }

  /** Goes on until something happens. */
  fly(): i32 {
    if (this.isInLayer) {
      const happens = this.leaveLayer();
      if (happens !== nothing) return happens;
    }
    return this.scatters && !this.radiates ? this.flyScattering() : this.flyRadiating();
  }

  /**
   * A particle that draws nothing at a layer but the two angles by which it is scattered. They are
   * drawn before the way to it, whose roots and divisions wait for each other, and given back when
   * something else happens.
   */
  flyScattering(): i32 {
    const random = this.random;
    const words = changetype<usize>(random);
    while (true) {
      const before = v128.load(words);
      const alongPhi = random.gaussian();
      const alongTheta = random.gaussian();
      const happens = this.toNextLayer();
      if (happens !== nothing) {
        v128.store(words, before);
        return happens;
      }
      this.track.scatter(this.crossed, alongPhi, alongTheta);
    }
  }

  /** A particle that may radiate, or does not scatter. */
  flyRadiating(): i32 {
    let happens = nothing;
    while (happens === nothing) {
      happens = this.toNextLayer();
      if (happens === nothing) happens = this.leaveLayer();
    }
    return happens;
  }

  /** To the next layer and through it, but for hard photons and scattering. */
  toNextLayer(): i32 {
    const track = this.track;
    const surfaces = this.surfaces;
    // One arc, and one in the crystals.
    if (this.arcs.rowCount + 2 > this.arcs.capacity) return noRoom;
    track.turnOver();
    const p = track.p;
    const perPt = track.perPt;
    const pathToDecay = this.life * p * track.perMass;
    surfaces.next(track, (min(this.path, pathToDecay) * track.pt) / p);
    const length = surfaces.length;
    this.pushArc(length);
    track.move(length);
    if (surfaces.kind === crossesFront) return front;
    if (surfaces.kind === crossesNothing) return this.path < pathToDecay ? abandoned : decay;
    surfaces.pass(track);
    this.path -= length * p * perPt;
    this.life -= length * track.mass * perPt;
    return this.enterLayer();
  }

  /** Ionization, interaction and soft radiation at the surface found. */
  enterLayer(): i32 {
    const track = this.track;
    const surfaces = this.surfaces;
    const material = changetype<StoppingMaterial>(surfaces.material);
    const crossed = track.obliqueThickness(
      surfaces.thickness,
      surfaces.kind === crossesDisc,
      surfaces.position,
    );
    this.crossed = crossed;
    if (this.losesEnergy && !track.slow(track.ionization(crossed, material), this.stopped))
      return stop;
    if (!this.passes(crossed, material)) return interaction;
    if (!this.radiates) return nothing;
    const least = this.minPhotonEnergy / track.energy;
    if (!track.slow(crossed * softLoss(least) * track.energy, this.stopped)) return stop;
    this.untilPhoton -= crossed * photonsPerLength(least);
    return nothing;
  }

  /** Hard photons and scattering in the layer where it is. */
  leaveLayer(): i32 {
    this.isInLayer = true;
    if (this.radiates) {
      const happens = this.radiate();
      if (happens !== nothing) return happens;
    }
    if (this.scatters) {
      const random = this.random;
      this.track.scatter(this.crossed, random.gaussian(), random.gaussian());
    }
    this.isInLayer = false;
    return nothing;
  }

  /** The next of the hard photons of a layer. */
  radiate(): i32 {
    const track = this.track;
    while (this.untilPhoton < 0) {
      this.untilPhoton += this.random.exponential();
      const lowest = this.minPhotonEnergy / track.energy;
      if (lowest >= 1) continue;
      const energy = track.energy * photonShare(this.random, lowest);
      if (!track.slow(energy, 0)) return stop;
      this.photonEnergy = energy;
      return photon;
    }
    return nothing;
  }

  /** Whether it passes `thickness` radiation lengths without an interaction. */
  passes(thickness: f64, material: StoppingMaterial): bool {
    if (this.nuclearLeft === Infinity) return true;
    const depth = thickness * (this.isMeson ? material.pionDepth : material.nuclearDepth);
    this.nuclearLeft -= this.isAntibaryon ? depth * annihilationFactor(this.track.p) : depth;
    return this.nuclearLeft >= 0;
  }

  /** From the front straight through the crystals; nothing happens when it passes. */
  flyInCrystals(): i32 {
    const track = this.track;
    const step = this.crystalStep;
    const material = changetype<StoppingMaterial>(this.crystals);
    const crossed = step / this.crystalRadiationLength;
    track.turnOver();
    for (let depth: f64 = 0; depth < this.crystalLength; depth += step) {
      const scale = step / track.p;
      track.x += scale * track.px;
      track.y += scale * track.py;
      track.z += scale * track.pz;
      track.time += scale * track.energy * track.perSpeedOfLight;
      const isAtRest =
        this.losesEnergy && !track.slow(track.ionization(crossed, material), this.stopped);
      if (!isAtRest && this.passes(crossed, material)) continue;
      if (isAtRest) track.slow(track.energy - track.mass - this.stopped, 0);
      this.pushArc(step);
      return isAtRest ? stop : interaction;
    }
    return nothing;
  }

  /** Appends an arc that begins where the particle is. */
  pushArc(length: f64): void {
    const track = this.track;
    const arcs = this.arcs;
    const row = <usize>arcs.rowCount;
    const at = row << 2;
    arcs.rowCount += 1;
    store<u16>(arcs.particle + (row << 1), <u16>this.number);
    // At a layer, which is the first way to end.
    store<u8>(arcs.end + row, 0);
    store<f32>(arcs.x + at, <f32>track.x);
    store<f32>(arcs.y + at, <f32>track.y);
    store<f32>(arcs.z + at, <f32>track.z);
    store<f32>(arcs.time + at, <f32>track.time);
    store<f32>(arcs.px + at, <f32>track.px);
    store<f32>(arcs.py + at, <f32>track.py);
    store<f32>(arcs.pz + at, <f32>track.pz);
    store<f32>(arcs.curvature + at, <f32>track.curvature);
    store<f32>(arcs.length + at, <f32>length);
  }
}

/** A track in a field [T], which loses energy as a `Stopping` at an address says. */
export function newTrack(
  stopping: usize,
  field: f64,
  curvatureConstant: f64,
  speedOfLight: f64,
): usize {
  return changetype<usize>(
    new Track(changetype<Stopping>(stopping), field, curvatureConstant, speedOfLight),
  );
}

/** Room for so many cylinders and discs, those of the calorimeter's front among them. */
export function newSurfaces(cylinders: i32, discs: i32): usize {
  return changetype<usize>(new Surfaces(cylinders, discs));
}

/** Puts a layer among its like, in ascending order; its material is at an address. */
export function placeSurface(
  surfaces: usize,
  isDisc: bool,
  index: i32,
  position: f64,
  low: f64,
  high: f64,
  thickness: f64,
  material: usize,
): void {
  const all = changetype<Surfaces>(surfaces);
  const surface = (isDisc ? all.discs : all.cylinders).at(index);
  surface.position = position;
  surface.low = low;
  surface.high = high;
  surface.thickness = thickness;
  surface.material = material;
}

/** A flight of a track among surfaces, whose arcs go to the table with that head. */
export function newFlight(track: usize, surfaces: usize, arcs: usize): usize {
  return changetype<usize>(
    new Flight(
      changetype<Track>(track),
      changetype<Surfaces>(surfaces),
      changetype<ArcTable>(arcs),
    ),
  );
}

/** What happens to particles on a flight, see `Flight`. */
export function setRules(
  flight: usize,
  maxPath: f64,
  stopped: f64,
  minPhotonEnergy: f64,
  losesEnergy: bool,
  scatters: bool,
): void {
  const all = changetype<Flight>(flight);
  all.maxPath = maxPath;
  all.stopped = stopped;
  all.minPhotonEnergy = minPhotonEnergy;
  all.losesEnergy = losesEnergy;
  all.scatters = scatters;
}

/** The crystals behind the front: their material at an address, lengths [cm]. */
export function setCrystals(
  flight: usize,
  material: usize,
  radiationLength: f64,
  length: f64,
  step: f64,
): void {
  const all = changetype<Flight>(flight);
  all.crystals = material;
  all.crystalRadiationLength = radiationLength;
  all.crystalLength = length;
  all.crystalStep = step;
}

/** The flight's random numbers: address of a stream. */
export function streamOfFlight(flight: usize): usize {
  return changetype<usize>(changetype<Flight>(flight).random);
}

/** Where it is told how a particle sets out: a `Departure`. */
export function departureOf(flight: usize): usize {
  return changetype<usize>(changetype<Flight>(flight).departure);
}

/** Sets out from a place inside of the front, and says what happens first. */
export function setOut(flight: usize): i32 {
  const own = changetype<Flight>(flight);
  own.setOut();
  return own.fly();
}

/** Goes on until something happens, and says what. */
export function fly(flight: usize): i32 {
  return changetype<Flight>(flight).fly();
}

/** Goes on from the front through the crystals, and says what happens there. */
export function flyInCrystals(flight: usize): i32 {
  return changetype<Flight>(flight).flyInCrystals();
}

/** Energy of the photon that was radiated last [GeV]. */
export function photonEnergy(flight: usize): f64 {
  return changetype<Flight>(flight).photonEnergy;
}
