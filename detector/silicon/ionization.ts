// kernel: called for every crossing of a sensor
import { electronMass } from '../base/constants.js';
import { log } from '../base/elementary.js';
import type { RandomStream } from '../base/random.js';
import { eV, MeV } from '../base/units.js';
import { lossFreshness } from '../propagation/ionization.js';
import {
  siliconRadiationLength,
  stoppingMaterial,
  tableDensity,
  tableStart,
} from '../propagation/materials.js';

/**
 * Energy to make an electron–hole pair in silicon [GeV].
 * @see PDG, particle detectors, semiconductor detectors: 3.6 eV (3.62 recalled)
 */
export const pairEnergy = 3.62 * eV;

/**
 * @see PDG, passage of particles, fluctuations in energy loss: K/2 = 0.153 5 MeV cm²/mol, j = 0.2
 */
const halfBethe = 0.5 * 0.307_075 * MeV;
const landauConstant = 0.2;

/**
 * Energy loss in a thin layer of silicon: most probable value by Landau and Bichsel, fluctuations
 * by Moyal's form of Landau's distribution.
 * @see PDG, passage of particles through matter, fluctuations in energy loss; J. E. Moyal, Phil.
 * Mag. 46 (1955) 263
 */
export class SiliconLoss {
  readonly #silicon = stoppingMaterial('silicon');
  /** Electrons per cm [mol/cm²]. */
  readonly #density = this.#silicon.electrons / siliconRadiationLength;
  #momentum = 0;
  /** Width ξ per cm [GeV/cm], and what ln ξ is added to. */
  #width = 0;
  #constant = 0;

  /** Begins with another particle: what it loses must not depend on the one before. */
  start(): void {
    this.#momentum = 0;
  }

  /** The particle has `mass`, `momentum` [GeV] and `charge` [e]. */
  set(mass: number, momentum: number, charge: number): void {
    if (Math.abs(momentum - this.#momentum) < lossFreshness * momentum) return;
    this.#momentum = momentum;
    const betaGamma2 = (momentum * momentum) / (mass * mass);
    const beta2 = betaGamma2 / (1 + betaGamma2);
    const logBetaGamma = log(betaGamma2) / 2;
    const { screening } = this.#silicon;
    const place = Math.max(
      0,
      Math.min(screening.length - 1.001, (logBetaGamma - tableStart) * tableDensity),
    );
    const index = Math.floor(place);
    const screened = screening[index] + (place - index) * (screening[index + 1] - screening[index]);
    this.#width = (halfBethe * charge * charge * this.#density) / beta2;
    this.#constant = log(2 * electronMass * betaGamma2) - screened + landauConstant - beta2;
  }

  /** Most probable loss [GeV] on a path [cm]. */
  mostProbable(path: number): number {
    const width = this.#width * path;
    return width * (this.#constant + log(width));
  }

  /** Loss [GeV] on a path [cm]. */
  draw(path: number, random: RandomStream): number {
    const normal = random.gaussian();
    return Math.max(0, this.mostProbable(path) - this.#width * path * log(normal * normal + 1e-12));
  }
}
