// kernel: once per radiated photon
import { cos, sin } from '../../detector/base/elementary.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';

/** Writes a massless vector of this energy, at an angle to the z axis. */
export function setPhoton(vector: FourVector, energy: number, cosTheta: number, phi: number): void {
  const pt = energy * Math.sqrt(Math.max(0, (1 - cosTheta) * (1 + cosTheta)));
  vector.px = pt * cos(phi);
  vector.py = pt * sin(phi);
  vector.pz = energy * cosTheta;
  vector.energy = energy;
}

/**
 * Sets vectors that are given at rest, where they have mass `systemMass`, in motion against a
 * photon.
 */
export class Recoil {
  readonly #system = fourVector();
  #mass = 0;

  /**
   * A system of mass `mass` at rest has radiated `photon`, and has the mass `systemMass` after it.
   */
  against(photon: Readonly<FourVector>, mass: number, systemMass: number): void {
    const system = this.#system;
    system.px = -photon.px;
    system.py = -photon.py;
    system.pz = -photon.pz;
    system.energy = mass - photon.energy;
    this.#mass = systemMass;
  }

  move(vector: FourVector): void {
    boostFromRest(vector, this.#system, this.#mass);
  }
}
