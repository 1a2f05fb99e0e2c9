// kernel: called for every layer that a charged particle crosses
import { electronMass } from '../base/constants.js';
import { log } from '../base/elementary.js';
import { MeV } from '../base/units.js';
import { type StoppingMaterial, tableDensity, tableStart } from './materials.js';

/** 4π N_A r_e² m_e c². @see PDG, passage of particles: 0.307 075 MeV cm²/mol */
const bethe = 0.307_075 * MeV;

/**
 * Relative change of momentum after which an energy loss is computed anew; it varies slower than
 * the momentum.
 */
export const lossFreshness = 0.02;

/**
 * Mean energy loss by ionization, split into what depends on the particle (`set`) and on the
 * material (`per`): Bethe's formula, for electrons the one from Møller scattering, with the density
 * effect. No shell corrections, no fluctuations.
 * @see PDG, passage of particles through matter: equations for heavy particles and for electrons
 */
export class Stopping {
  #factor = 0;
  #logarithm = 0;
  #rest = 0;
  #logBetaGamma = 0;

  /**
   * A particle of `mass` and `momentum` [GeV] and `charge` [e]; one lighter than 1 MeV is an
   * electron.
   */
  set(mass: number, momentum: number, charge: number): void {
    const gamma = Math.sqrt(momentum * momentum + mass * mass) / mass;
    const betaGamma2 = (momentum * momentum) / (mass * mass);
    const beta2 = betaGamma2 / (gamma * gamma);
    this.#logBetaGamma = log(betaGamma2) / 2;
    this.#factor = (bethe * charge * charge) / (2 * beta2);
    if (mass < 1 * MeV) {
      const share = (gamma - 1) / gamma;
      this.#logarithm = log((electronMass * electronMass * betaGamma2 * (gamma - 1)) / 2);
      this.#rest = 1 - beta2 - ((2 * gamma - 1) / (gamma * gamma)) * Math.LN2 + (share * share) / 8;
      return;
    }
    const ratio = electronMass / mass;
    const maxTransfer = (2 * electronMass * betaGamma2) / (1 + 2 * gamma * ratio + ratio * ratio);
    this.#logarithm = log(2 * electronMass * betaGamma2 * maxTransfer);
    this.#rest = -2 * beta2;
  }

  /**
   * Energy lost [GeV] in the amount of material to which `electrons` belongs: a radiation length,
   * or a cm of `chamberGas`.
   */
  per({ electrons, screening }: StoppingMaterial): number {
    const place = Math.max(
      0,
      Math.min(screening.length - 1.001, (this.#logBetaGamma - tableStart) * tableDensity),
    );
    const index = Math.floor(place);
    const screened = screening[index] + (place - index) * (screening[index + 1] - screening[index]);
    return Math.max(0, electrons * this.#factor * (this.#logarithm + this.#rest - screened));
  }
}
