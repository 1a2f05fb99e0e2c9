// kernel: state of the charged particle being followed, changed in place
import { speedOfLight } from '../base/constants.js';
import { sin } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { Circle, curvatureOf } from './circle.js';
import { lossFreshness, Stopping } from './ionization.js';
import type { StoppingMaterial } from './materials.js';
import { highlandSquare, scatteringWidth } from './scattering.js';

/** Grazing crossings of a layer count at most this many times its thickness. */
const maxObliquity = 20;

/** Turns below have half of them within reach of `smallSine` [rad]. */
const maxSmallTurn = 0.5;
const seventySecond = 1 / 72;
const fortySecond = 1 / 42;
const twentieth = 1 / 20;
const sixth = 1 / 6;

/** sin(x) for |x| ≤ ¼ to 1e-14, by its series. */
function smallSine(x: number): number {
  const square = x * x;
  return (
    x *
    (1 -
      square *
        sixth *
        (1 - square * twentieth * (1 - square * fortySecond * (1 - square * seventySecond))))
  );
}

/** A charged particle on its way: position [cm], time [ns], momentum [GeV]. */
export class Track {
  x = 0;
  y = 0;
  z = 0;
  time = 0;
  px = 0;
  py = 0;
  pz = 0;
  mass = 0;
  charge = 0;
  /** Momentum, its transverse part, energy [GeV]; change of z per transverse length. */
  p = 0;
  pt = 0;
  energy = 0;
  slope = 0;
  curvature = 0;
  readonly circle = new Circle();
  readonly #stopping = new Stopping();
  #stoppingMomentum = 0;
  /** Radiation lengths crossed so far, and their Highland square. */
  #depth = 0;
  #square = 0;
  readonly #field: number;

  constructor(field: number) {
    this.#field = field;
  }

  start(mass: number, charge: number): void {
    this.mass = mass;
    this.charge = charge;
    this.#stoppingMomentum = 0;
    this.#depth = 0;
    this.#square = 0;
  }

  /** Computes what follows from position and momentum. */
  turnOver(): void {
    const { px, py, pz } = this;
    const pt = Math.sqrt(px * px + py * py);
    this.pt = pt;
    this.p = Math.sqrt(pt * pt + pz * pz);
    this.energy = Math.sqrt(this.p * this.p + this.mass * this.mass);
    this.slope = pz / pt;
    this.curvature = curvatureOf(this.charge, pt, this.#field);
    this.circle.setTrack(this);
  }

  /** Path per transverse length. */
  get stretch(): number {
    return this.p / this.pt;
  }

  /** Goes on by a transverse length [cm]. */
  move(length: number): void {
    const { px, py, pt, curvature } = this;
    const turn = curvature * length;
    const half = Math.abs(turn) < maxSmallTurn ? smallSine(turn / 2) : sin(turn / 2);
    const cosine = 1 - 2 * half * half;
    const sine = Math.abs(turn) < maxSmallTurn ? 2 * half * Math.sqrt(1 - half * half) : sin(turn);
    const perTurn = 1 / (curvature * pt);
    const along = sine * perTurn;
    const across = 2 * half * half * perTurn;
    this.x += along * px - across * py;
    this.y += along * py + across * px;
    this.z += this.slope * length;
    this.time += (length * this.energy) / (pt * speedOfLight);
    this.px = cosine * px - sine * py;
    this.py = cosine * py + sine * px;
  }

  /**
   * Thickness [X0] that a layer shows to the direction of motion: a disc, or a cylinder about z.
   */
  obliqueThickness(thickness: number, disc: boolean): number {
    const { x, y, px, py, pz, p } = this;
    const cosine = disc
      ? Math.abs(pz) / p
      : Math.abs(x * px + y * py) / (p * Math.sqrt(x * x + y * y));
    return thickness * Math.min(maxObliquity, 1 / cosine);
  }

  /** Mean energy loss by ionization in `thickness` radiation lengths [GeV]. */
  ionization(thickness: number, material: StoppingMaterial): number {
    if (Math.abs(this.p - this.#stoppingMomentum) > lossFreshness * this.p) {
      this.#stopping.set(this.mass, this.p, this.charge);
      this.#stoppingMomentum = this.p;
    }
    return thickness * this.#stopping.per(material);
  }

  /** Changes the direction by multiple scattering in `thickness` radiation lengths. */
  scatter(thickness: number, random: RandomStream): void {
    this.#depth += thickness;
    const square = highlandSquare(this.#depth);
    const width = scatteringWidth(
      square - this.#square,
      (this.p * this.p) / this.energy,
      this.charge,
    );
    this.#square = square;
    const { px, py, pz, p } = this;
    const pt = Math.sqrt(px * px + py * py);
    const inPhi = width * random.gaussian();
    const inTheta = width * random.gaussian();
    const norm = 1 / Math.sqrt(1 + inPhi * inPhi + inTheta * inTheta);
    this.px = norm * (px - (inPhi * p * py) / pt + (inTheta * pz * px) / pt);
    this.py = norm * (py + (inPhi * p * px) / pt + (inTheta * pz * py) / pt);
    this.pz = norm * (pz - inTheta * pt);
  }

  /**
   * Takes `loss` off the energy; false when no more than `least` of kinetic energy would be left.
   */
  slow(loss: number, least: number): boolean {
    const energy = this.energy - loss;
    if (energy < this.mass + least) return false;
    const factor = Math.sqrt(energy * energy - this.mass * this.mass) / this.p;
    this.px *= factor;
    this.py *= factor;
    this.pz *= factor;
    this.p *= factor;
    this.energy = energy;
    return true;
  }
}
