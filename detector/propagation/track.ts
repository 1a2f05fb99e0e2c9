// kernel: state of a particle that is followed behind the front, changed in place
import type { RandomStream } from '../base/random.js';
import { lossFreshness, Stopping } from './ionization.js';
import type { StoppingMaterial } from './materials.js';
import { highlandSquare, scatteringWidth } from './scattering.js';

/**
 * A charged particle on its way: position [cm], time [ns], momentum [GeV]. Loses energy and
 * scatters as its twin in track.wasm.ts does.
 */
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
  /** Size of the momentum, and energy [GeV]. */
  p = 0;
  energy = 0;
  readonly #stopping = new Stopping();
  #stoppingMomentum = 0;
  /** Radiation lengths crossed so far, and their Highland square. */
  #depth = 0;
  #square = 0;

  start(mass: number, charge: number): void {
    this.mass = mass;
    this.charge = charge;
    this.#stoppingMomentum = 0;
    this.#depth = 0;
    this.#square = 0;
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
      this.energy / (this.p * this.p),
      this.charge,
    );
    this.#square = square;
    const { px, py, pz, p } = this;
    const pt = Math.sqrt(px * px + py * py);
    const perPt = 1 / pt;
    const inPhi = width * random.gaussian();
    const inTheta = width * random.gaussian();
    const norm = 1 / Math.sqrt(1 + inPhi * inPhi + inTheta * inTheta);
    const aside = inPhi * p * perPt;
    const along = inTheta * pz * perPt;
    this.px = norm * (px - aside * py + along * px);
    this.py = norm * (py + aside * px + along * py);
    this.pz = norm * (pz - inTheta * pt);
  }

  /**
   * Takes `loss` off the energy; false when no more than `least` of kinetic energy would be left.
   */
  slow(loss: number, least: number): boolean {
    const energy = this.energy - loss;
    if (energy < this.mass + least) return false;
    const p = Math.sqrt(energy * energy - this.mass * this.mass);
    const factor = p / this.p;
    this.px *= factor;
    this.py *= factor;
    this.pz *= factor;
    this.p = p;
    this.energy = energy;
    return true;
  }
}
