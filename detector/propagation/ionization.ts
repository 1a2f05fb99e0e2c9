import { kernels } from '#kernels';
import { electronMass } from '../base/constants.js';
import { MeV } from '../base/units.js';
import type { StoppingMaterial } from './materials.js';

/** 4π N_A r_e² m_e c². @see PDG, passage of particles: 0.307 075 MeV cm²/mol */
export const bethe = 0.307_075 * MeV;
/** A particle lighter than this is an electron [GeV]. */
export const lightestMass = 1 * MeV;

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
  /** Where kernels find it. */
  readonly address = kernels.stoppingPower(bethe, electronMass, lightestMass, lossFreshness);

  /**
   * A particle of `mass` and `momentum` [GeV] and `charge` [e]; one lighter than 1 MeV is an
   * electron.
   */
  set(mass: number, momentum: number, charge: number): void {
    kernels.setStopping(this.address, mass, momentum, charge);
  }

  /**
   * Energy lost [GeV] in the amount of material to which its `electrons` belong: a radiation
   * length, or a cm of `chamberGas`.
   */
  per(material: StoppingMaterial): number {
    return kernels.lossPer(this.address, material.address);
  }
}
