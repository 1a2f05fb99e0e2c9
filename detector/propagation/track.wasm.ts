// AssemblyScript: state of the charged particle being followed, changed in place at every layer.
import { sin } from '../base/elementary.wasm';
import { RandomStream } from '../base/random.wasm';
import { Circle } from './circle.wasm';
import { Stopping, StoppingMaterial } from './ionization.wasm';
import { highlandSquare, scatteringWidth } from './scattering.wasm';

/** Grazing crossings of a layer count at most this many times its thickness. */
const maxObliquity: f64 = 20;
/**
 * Flattest track that is told from a straight line [1/cm]: it bends by 1 µm over 10 m; a neutral
 * particle is drawn with this.
 */
const minCurvature: f64 = 2e-10;

/** Turns below have half of them within reach of `smallSine` [rad]. */
const maxSmallTurn: f64 = 0.5;
const seventySecond: f64 = 1.0 / 72.0;
const fortySecond: f64 = 1.0 / 42.0;
const twentieth: f64 = 1.0 / 20.0;
const sixth: f64 = 1.0 / 6.0;

/** sin(x) for |x| ≤ ¼ to 1e-14, by its series. */
function smallSine(x: f64): f64 {
  const square = x * x;
  return (
    x *
    (1 -
      square *
        sixth *
        (1 - square * twentieth * (1 - square * fortySecond * (1 - square * seventySecond))))
  );
}

/**
 * Change of the direction's azimuth per transverse length [rad/cm], `constant` being pt / (field ·
 * radius); a positive charge turns clockwise when the field points to +z.
 */
export function curvatureOf(charge: f64, pt: f64, field: f64, constant: f64): f64 {
  const curvature = (-charge * constant * field) / pt;
  return abs(curvature) > minCurvature ? curvature : minCurvature;
}

/** A charged particle on its way: position [cm], time [ns], momentum [GeV]. */
export class Track {
  x: f64 = 0;
  y: f64 = 0;
  z: f64 = 0;
  time: f64 = 0;
  px: f64 = 0;
  py: f64 = 0;
  pz: f64 = 0;
  /** Size of the momentum [GeV]. TypeScript reads these eight. */
  p: f64 = 0;
  mass: f64 = 0;
  charge: f64 = 0;
  /** Transverse momentum and energy [GeV]; change of z per transverse length. */
  pt: f64 = 0;
  energy: f64 = 0;
  slope: f64 = 0;
  curvature: f64 = 0;
  /** Momentum for which the energy loss was worked out [GeV]. */
  stoppingMomentum: f64 = 0;
  /** Radiation lengths crossed so far, and their Highland square. */
  depth: f64 = 0;
  square: f64 = 0;
  readonly circle: Circle = new Circle();
  readonly stopping: Stopping;
  readonly field: f64;
  readonly curvatureConstant: f64;
  readonly speedOfLight: f64;

  constructor(stopping: Stopping, field: f64, curvatureConstant: f64, speedOfLight: f64) {
    this.stopping = stopping;
    this.field = field;
    this.curvatureConstant = curvatureConstant;
    this.speedOfLight = speedOfLight;
  }

  start(mass: f64, charge: f64): void {
    this.mass = mass;
    this.charge = charge;
    this.stoppingMomentum = 0;
    this.depth = 0;
    this.square = 0;
  }

  /** Computes what follows from position and momentum. */
  turnOver(): void {
    const px = this.px;
    const py = this.py;
    const pz = this.pz;
    const mass = this.mass;
    const pt = sqrt(px * px + py * py);
    const p = sqrt(pt * pt + pz * pz);
    const curvature = curvatureOf(this.charge, pt, this.field, this.curvatureConstant);
    this.pt = pt;
    this.p = p;
    this.energy = sqrt(p * p + mass * mass);
    this.slope = pz / pt;
    this.curvature = curvature;
    this.circle.set(this.x, this.y, px / pt, py / pt, curvature);
  }

  /** Goes on by a transverse length [cm]. */
  move(length: f64): void {
    const px = this.px;
    const py = this.py;
    const pt = this.pt;
    const curvature = this.curvature;
    const turn = curvature * length;
    const isSmall = abs(turn) < maxSmallTurn;
    const half = isSmall ? smallSine(turn / 2) : sin(turn / 2);
    const cosine = 1 - 2 * half * half;
    const sine = isSmall ? 2 * half * sqrt(1 - half * half) : sin(turn);
    const perTurn = 1 / (curvature * pt);
    const along = sine * perTurn;
    const across = 2 * half * half * perTurn;
    this.x += along * px - across * py;
    this.y += along * py + across * px;
    this.z += this.slope * length;
    this.time += (length * this.energy) / (pt * this.speedOfLight);
    this.px = cosine * px - sine * py;
    this.py = cosine * py + sine * px;
  }

  /**
   * Thickness [X0] that a layer shows to the direction of motion: a disc, or a cylinder about z.
   */
  obliqueThickness(thickness: f64, isDisc: bool): f64 {
    const x = this.x;
    const y = this.y;
    const cosine = isDisc
      ? abs(this.pz) / this.p
      : abs(x * this.px + y * this.py) / (this.p * sqrt(x * x + y * y));
    return thickness * min(maxObliquity, 1 / cosine);
  }

  /** Mean energy loss by ionization in `thickness` radiation lengths [GeV]. */
  ionization(thickness: f64, material: StoppingMaterial): f64 {
    const p = this.p;
    if (abs(p - this.stoppingMomentum) > this.stopping.freshness * p) {
      this.stopping.set(this.mass, p, this.charge);
      this.stoppingMomentum = p;
    }
    return thickness * this.stopping.per(material);
  }

  /** Changes the direction by multiple scattering in `thickness` radiation lengths. */
  scatter(thickness: f64, random: RandomStream): void {
    this.depth += thickness;
    const square = highlandSquare(this.depth);
    const p = this.p;
    const width = scatteringWidth(square - this.square, (p * p) / this.energy, this.charge);
    this.square = square;
    const px = this.px;
    const py = this.py;
    const pz = this.pz;
    const pt = sqrt(px * px + py * py);
    const inPhi = width * random.gaussian();
    const inTheta = width * random.gaussian();
    const norm = 1 / sqrt(1 + inPhi * inPhi + inTheta * inTheta);
    this.px = norm * (px - (inPhi * p * py) / pt + (inTheta * pz * px) / pt);
    this.py = norm * (py + (inPhi * p * px) / pt + (inTheta * pz * py) / pt);
    this.pz = norm * (pz - inTheta * pt);
  }

  /**
   * Takes `loss` off the energy; false when no more than `least` of kinetic energy would be left.
   */
  slow(loss: f64, least: f64): bool {
    const energy = this.energy - loss;
    const mass = this.mass;
    if (energy < mass + least) return false;
    const factor = sqrt(energy * energy - mass * mass) / this.p;
    this.px *= factor;
    this.py *= factor;
    this.pz *= factor;
    this.p *= factor;
    this.energy = energy;
    return true;
  }
}

/**
 * Takes the track at an address through so many radiation lengths of a material, both at addresses:
 * ionization down to `least` of kinetic energy, then scattering; false when it stops there.
 */
export function crossAbsorber(
  track: usize,
  thickness: f64,
  material: usize,
  least: f64,
  random: usize,
): bool {
  const own = changetype<Track>(track);
  if (!own.slow(own.ionization(thickness, changetype<StoppingMaterial>(material)), least))
    return false;
  own.scatter(thickness, changetype<RandomStream>(random));
  return true;
}
