// kernel: once per try of a radiative event
import { electronMass, hbarCSquaredNb } from '../../detector/base/constants.js';
import { log, pow, tanh } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import {
  boost,
  boostFromRest,
  copyFour,
  type FourVector,
  fourVector,
} from '../../detector/lorentz.js';
import { oneMinusCosine, setAbout } from './about-axis.js';
import { rapidityAt } from './photon-pair.js';
import type { RadiativeBhabha } from './radiative-bhabha-amplitude.js';
import { setPhoton } from './recoil.js';

const m2 = electronMass * electronMass;
/** How close an electron comes to all of its energy, as far as its density tells [GeV]. */
const nearAll = 1e-7;

/**
 * Shares of electrons that are drawn as 1/E², and as 1/(1 − cosθ)². As those of the poles
 * below, tuned to fewest tries: one in four is taken of one leg, one in 22 of a photon alone.
 */
const [softShare, steepShare] = [0.7, 0.94] as const;

/** The particle that is drawn first, and where: the one that has to be seen. */
export interface SeenFirst {
  readonly first: 'photon' | 'electron';
  /** [GeV], centre of mass. */
  readonly minEnergy: number;
  /** Of its cosθ*. */
  readonly cosLow: number;
  readonly cosHigh: number;
  /** Photons of less energy are left out [GeV]. */
  readonly minPhotonEnergy: number;
}

/** Directions about which one of the two others is drawn, near the pole of an amplitude. */
interface Pole {
  /** Share of the tries. */
  readonly share: number;
  /** Which of the two it is that has the pole: 1 the first of them, −1 the other. */
  readonly side: 1 | -1;
  readonly axis: FourVector;
  momentum: number;
  /** Offset of 1 − cosθ that the masses leave. */
  offset: number;
  /** ln of the largest over the smallest 1 − cosθ + offset. */
  span: number;
}

const pole = (share: number, side: 1 | -1): Pole => ({
  share,
  side,
  axis: fourVector(),
  momentum: 0,
  offset: 0,
  span: 0,
});

/**
 * Draws e⁺e⁻ → e⁺e⁻γ in the centre of mass with weights: one particle where it has to
 * be seen, the two others at rest of both, each about the directions where the amplitude is large.
 */
export class RadiativeBhabhaSampler implements RadiativeBhabha {
  readonly electron: FourVector = fourVector();
  readonly positron: FourVector = fourVector();
  readonly photon: FourVector = fourVector();
  readonly beamElectron: FourVector = fourVector();
  readonly beamPositron: FourVector = fourVector();
  readonly #seen: SeenFirst;
  readonly #poles: readonly Pole[];
  readonly #rest = fourVector();

  constructor(seen: SeenFirst) {
    this.#seen = seen;
    // Of photon first: positron and electron hardly turned, either along the photon. Of electron
    // first: the photon along beams and electron, the positron hardly turned.
    this.#poles =
      seen.first === 'photon'
        ? [pole(0.6, 1), pole(0.36, -1), pole(0.015, 1), pole(0.025, -1)]
        : [pole(0.48, 1), pole(0.02, 1), pole(0.04, 1), pole(0.46, -1)];
  }

  /**
   * Draws momenta of a collision of energy `sqrtS`; returns what the squared amplitude has to be
   * multiplied with for the weight [nb], 0 for an event that is left out.
   */
  draw(stream: RandomStream, sqrtS: number): number {
    const beam = Math.sqrt(0.25 * sqrtS * sqrtS - m2);
    this.beamElectron.pz = beam;
    this.beamElectron.energy = 0.5 * sqrtS;
    this.beamPositron.pz = -beam;
    this.beamPositron.energy = 0.5 * sqrtS;
    const isPhoton = this.#seen.first === 'photon';
    const density = isPhoton ? this.#drawPhoton(stream, sqrtS) : this.#drawElectron(stream, sqrtS);
    const seen = isPhoton ? this.photon : this.electron;
    const momentum = Math.sqrt(seen.px * seen.px + seen.py * seen.py + seen.pz * seen.pz);
    const rest = this.#rest;
    rest.px = -seen.px;
    rest.py = -seen.py;
    rest.pz = -seen.pz;
    rest.energy = sqrtS - seen.energy;
    const mass2 = sqrtS * sqrtS - 2 * sqrtS * seen.energy + (isPhoton ? 0 : m2);
    if (mass2 <= (isPhoton ? 4 * m2 : m2)) return 0;
    const others = isPhoton
      ? this.#drawLegs(stream, Math.sqrt(mass2))
      : this.#drawRest(stream, Math.sqrt(mass2));
    if (this.photon.energy < this.#seen.minPhotonEnergy) return 0;
    const phaseSpace = momentum / (16 * Math.PI * Math.PI * Math.PI);
    return (hbarCSquaredNb * phaseSpace * others) / (2 * sqrtS * sqrtS * density);
  }

  /** Energy as 1/E, rapidity flat; returns the density in energy and direction. */
  #drawPhoton(stream: RandomStream, sqrtS: number): number {
    const { minEnergy, cosLow, cosHigh } = this.#seen;
    const most = 0.5 * sqrtS - (2 * m2) / sqrtS;
    const energy = minEnergy * pow(most / minEnergy, stream.uniform());
    const [low, high] = [rapidityAt(cosLow), rapidityAt(cosHigh)];
    const cosTheta = tanh(low + (high - low) * stream.uniform());
    setPhoton(this.photon, energy, cosTheta, 2 * Math.PI * stream.uniform());
    const inCosine = 1 / ((1 - cosTheta * cosTheta) * (high - low));
    return inCosine / (energy * log(most / minEnergy) * 2 * Math.PI);
  }

  /**
   * Energy as 1/E² or near all of it; 1/(1 − cosθ)² or rapidity flat; returns the density in
   * energy and direction.
   */
  #drawElectron(stream: RandomStream, sqrtS: number): number {
    const { minEnergy, cosLow, cosHigh } = this.#seen;
    const most = 0.5 * sqrtS;
    const span = log((most - minEnergy + nearAll) / nearAll);
    const fall = 1 / minEnergy - 1 / most;
    const isSoft = stream.uniform() < softShare;
    const uniform = stream.uniform();
    const energy = isSoft
      ? 1 / (1 / most + fall * uniform)
      : most + nearAll - nearAll * pow((most - minEnergy + nearAll) / nearAll, uniform);
    const inEnergy =
      softShare / (energy * energy * fall) + (1 - softShare) / ((most - energy + nearAll) * span);
    const [low, high] = [rapidityAt(cosLow), rapidityAt(cosHigh)];
    const steep = 1 / (1 - cosHigh) - 1 / (1 - cosLow);
    const cosTheta =
      stream.uniform() < steepShare
        ? 1 - 1 / (1 / (1 - cosLow) + steep * stream.uniform())
        : tanh(low + (high - low) * stream.uniform());
    const inCosine =
      steepShare / ((1 - cosTheta) * (1 - cosTheta) * steep) +
      (1 - steepShare) / ((1 - cosTheta * cosTheta) * (high - low));
    const momentum = Math.sqrt(Math.max(0, energy * energy - m2));
    setPhoton(this.electron, momentum, cosTheta, 2 * Math.PI * stream.uniform());
    this.electron.energy = energy;
    return (inEnergy * inCosine) / (2 * Math.PI);
  }

  /** Positron and electron at rest of both; returns phase space over density. */
  #drawLegs(stream: RandomStream, mass: number): number {
    const { positron, electron, photon, beamElectron, beamPositron } = this;
    const momentum = Math.sqrt(0.25 * mass * mass - m2);
    const [forward, backward, along, against] = this.#poles as [Pole, Pole, Pole, Pole];
    // The other beam gives the photon's recoil: what an electron loses of its energy here.
    const products = [this.#withPhoton(beamElectron), this.#withPhoton(beamPositron)] as const;
    this.#aim(forward, beamPositron, mass);
    this.#keepEnergy(forward, momentum, 0.5 * mass, products[0] / mass);
    this.#aim(backward, beamElectron, mass);
    this.#keepEnergy(backward, momentum, 0.5 * mass, products[1] / mass);
    for (const onto of [along, against]) {
      this.#aim(onto, photon, mass);
      onto.offset = m2 / (momentum * (0.5 * mass + momentum));
    }
    const weight = this.#drawAbout(stream, positron, momentum);
    turnBack(positron, electron, 0.5 * mass, 0.5 * mass);
    boostFromRest(positron, this.#rest, mass);
    boostFromRest(electron, this.#rest, mass);
    return (weight * momentum) / (16 * Math.PI ** 2 * mass);
  }

  /** Photon and positron at rest of both; returns phase space over density. */
  #drawRest(stream: RandomStream, mass: number): number {
    const { positron, electron, photon, beamElectron, beamPositron } = this;
    const momentum = (mass * mass - m2) / (2 * mass);
    const [first, second, third, spectator] = this.#poles as [Pole, Pole, Pole, Pole];
    this.#aimAlong(first, beamElectron, mass);
    this.#aimAlong(second, beamPositron, mass);
    this.#aimAlong(third, electron, mass);
    this.#aim(spectator, beamPositron, mass);
    const transfer = 2 * (beamElectron.energy * electron.energy - beamElectron.pz * electron.pz);
    this.#keepEnergy(spectator, momentum, mass - momentum, (transfer - 2 * m2) / (2 * mass));
    const weight = this.#drawAbout(stream, photon, momentum);
    turnBack(photon, positron, momentum, mass - momentum);
    boostFromRest(photon, this.#rest, mass);
    boostFromRest(positron, this.#rest, mass);
    return (weight * momentum) / (16 * Math.PI ** 2 * mass);
  }

  #withPhoton(beam: Readonly<FourVector>): number {
    return beam.energy * this.photon.energy - beam.pz * this.photon.pz;
  }

  /** Takes a direction to the rest frame of the two. */
  #aim(onto: Pole, vector: Readonly<FourVector>, mass: number): void {
    const { axis } = onto;
    const { px, py, pz, energy } = this.#rest;
    copyFour(axis, vector);
    boost(axis, -px / energy, -py / energy, -pz / energy, energy / mass);
    onto.momentum = Math.sqrt(axis.px * axis.px + axis.py * axis.py + axis.pz * axis.pz);
  }

  /** The same for a direction along which a photon is radiated. */
  #aimAlong(onto: Pole, vector: Readonly<FourVector>, mass: number): void {
    this.#aim(onto, vector, mass);
    onto.offset = m2 / (onto.momentum * (onto.axis.energy + onto.momentum));
  }

  /** Least |t| of an electron that loses `loss` of its energy in this frame, as an offset. */
  #keepEnergy(onto: Pole, momentum: number, energy: number, loss: number): void {
    const product = onto.momentum * momentum;
    const gap = (m2 * loss * loss) / (energy * onto.axis.energy - m2 + product);
    onto.offset = Math.max(gap / product, Number.MIN_VALUE);
  }

  /** Draws a direction for the first of the two; returns one over the density in it. */
  #drawAbout(stream: RandomStream, vector: FourVector, momentum: number): number {
    let chosen = stream.uniform();
    let at = 0;
    const poles = this.#poles;
    while (at < poles.length - 1 && chosen >= poles[at]!.share) chosen -= poles[at++]!.share;
    for (const onto of poles) onto.span = log((2 + onto.offset) / onto.offset);
    const { axis, offset, side } = poles[at]!;
    const drawn = offset * (pow((2 + offset) / offset, stream.uniform()) - 1);
    const gap = Math.min(2, drawn);
    const across = side * momentum * Math.sqrt(gap * (2 - gap));
    setAbout(vector, axis, side * momentum * (1 - gap), across, 2 * Math.PI * stream.uniform());
    vector.energy = momentum;
    let density = 0;
    for (let index = 0; index < poles.length; index++) {
      const onto = poles[index]!;
      const between = index === at ? gap : this.#between(vector, onto, momentum);
      density += onto.share / ((between + onto.offset) * onto.span);
    }
    return (2 * Math.PI) / density;
  }

  #between(vector: FourVector, { axis, side, momentum: axisMomentum }: Pole, momentum: number) {
    if (side === 1) return oneMinusCosine(vector, axis, momentum, axisMomentum);
    this.#opposite.px = -vector.px;
    this.#opposite.py = -vector.py;
    this.#opposite.pz = -vector.pz;
    return oneMinusCosine(this.#opposite, axis, momentum, axisMomentum);
  }

  readonly #opposite = fourVector();
}

/** The two of a system at rest: momenta opposite, energies as given. */
function turnBack(vector: FourVector, other: FourVector, energy: number, otherEnergy: number) {
  other.px = -vector.px;
  other.py = -vector.py;
  other.pz = -vector.pz;
  other.energy = otherEnergy;
  vector.energy = energy;
}
