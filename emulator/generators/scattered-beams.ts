// kernel: once per event, scalars and reused vectors only
import { electronMass } from '../../detector/base/constants.js';
import { cos, exp, log, sin } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { type Beams, cmsToLab, collisionFrame, setCollisionFrame } from '../../detector/beams.js';
import { boost, boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';
import { minVirtuality } from './photon-flux.js';

/**
 * Beams that have each given off a photon: the two photons are a system of some mass and rapidity,
 * electron and positron go on, and four-momentum is conserved exactly, masses kept. Photons are
 * along the beams, or have the transverse momentum of their q².
 * @see D-280
 */
export class ScatteredBeams {
  /** Electron and positron after it, in the laboratory. */
  readonly electron: FourVector = fourVector();
  readonly positron: FourVector = fourVector();
  /** The two photons together, in the laboratory once `toLab` has been asked to. */
  readonly system: FourVector = fourVector();
  readonly #isVirtual: boolean;
  readonly #beams: Beams;
  readonly #frame = collisionFrame();
  readonly #inCms: FourVector = fourVector();
  #mass = 0;

  /** @param isVirtual whether photons have the transverse momentum of their q². */
  constructor(beams: Beams, isVirtual: boolean) {
    this.#beams = beams;
    this.#isVirtual = isVirtual;
    setCollisionFrame(this.#frame, beams.crossing, beams.electronEnergy, beams.positronEnergy);
  }

  /**
   * Draws energies of the beams and what they do after giving off a system of this mass and
   * rapidity along the electron, centre of mass; false where these are beyond them.
   */
  draw(stream: RandomStream, mass: number, rapidity: number, maxVirtuality: number): boolean {
    this.#drawEnergies(stream);
    const { electron, positron, system } = this;
    this.#setTransverse(stream, electron, mass * exp(rapidity), maxVirtuality);
    this.#setTransverse(stream, positron, mass * exp(-rapidity), maxVirtuality);
    system.px = -electron.px - positron.px;
    system.py = -electron.py - positron.py;
    const transverse = Math.sqrt(mass * mass + system.px * system.px + system.py * system.py);
    const stretch = exp(rapidity);
    system.energy = 0.5 * transverse * (stretch + 1 / stretch);
    system.pz = 0.5 * transverse * (stretch - 1 / stretch);
    if (!this.#setLongitudinal()) return false;
    Object.assign(this.#inCms, system);
    this.#mass = mass;
    cmsToLab(this.#frame, electron);
    cmsToLab(this.#frame, positron);
    cmsToLab(this.#frame, system);
    return true;
  }

  /** Takes a vector from the rest frame of the system, z along the electron, to the laboratory. */
  toLab(vector: FourVector): void {
    boostFromRest(vector, this.#inCms, this.#mass);
    cmsToLab(this.#frame, vector);
  }

  #drawEnergies(stream: RandomStream): void {
    const { crossing, electronEnergy, positronEnergy, config } = this.#beams;
    if (!config.energySpread) return;
    const electron = electronEnergy + config.electronSpread * stream.gaussian();
    const positron = positronEnergy + config.positronSpread * stream.gaussian();
    setCollisionFrame(this.#frame, crossing, electron, positron);
  }

  /**
   * Transverse momentum of a lepton whose photon has the light-cone momentum `photon`: q² with the
   * density {1 + (1 − x)² − 2(1 − x) q²min/q²} dq²/q², p_T² = (1 − x)(q² − q²min).
   */
  #setTransverse(
    stream: RandomStream,
    lepton: FourVector,
    photon: number,
    maxVirtuality: number,
  ): void {
    const x = photon / this.#beams.sqrtS;
    const least = minVirtuality(x);
    lepton.px = lepton.py = 0;
    if (!this.#isVirtual || !(least < maxVirtuality)) return;
    const logRange = log(maxVirtuality / least);
    const dip = (2 * (1 - x)) / (1 + (1 - x) * (1 - x));
    let inverse: number;
    do inverse = exp(-logRange * stream.uniform());
    while (stream.uniform() < dip * inverse);
    const pt = Math.sqrt((1 - x) * least * (1 / inverse - 1));
    const phi = 2 * Math.PI * stream.uniform();
    lepton.px = pt * cos(phi);
    lepton.py = pt * sin(phi);
  }

  /** Energies and momenta along the beams, by what the system leaves. */
  #setLongitudinal(): boolean {
    const { electron, positron, system } = this;
    const energy = Math.sqrt(this.#frame.s) - system.energy;
    const [sum, difference] = [energy + system.pz, energy - system.pz];
    if (!(sum > 0 && difference > 0)) return false;
    const mass = Math.sqrt(sum * difference);
    const [first, second] = [transverseMass(electron), transverseMass(positron)];
    if (mass <= first + second) return false;
    electron.pz = momentumOfPair(mass, first, second);
    positron.pz = -electron.pz;
    electron.energy = Math.sqrt(electron.pz * electron.pz + first * first);
    positron.energy = Math.sqrt(positron.pz * positron.pz + second * second);
    boost(electron, 0, 0, -system.pz / energy, energy / mass);
    boost(positron, 0, 0, -system.pz / energy, energy / mass);
    return true;
  }
}

const transverseMass = ({ px, py }: Readonly<FourVector>): number =>
  Math.sqrt(electronMass * electronMass + px * px + py * py);
