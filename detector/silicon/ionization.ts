import { kernels } from '#kernels';
import { electronMass } from '../base/constants.js';
import type { KernelStream } from '../base/kernel-stream.js';
import { eV, MeV } from '../base/units.js';
import { lossFreshness } from '../propagation/ionization.js';
import { siliconRadiationLength, stoppingMaterial } from '../propagation/materials.js';

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
  /** Where kernels find it. */
  readonly address: number;

  constructor() {
    const silicon = stoppingMaterial('silicon');
    this.address = kernels.siliconLoss(
      halfBethe,
      silicon.electrons / siliconRadiationLength,
      electronMass,
      landauConstant,
      lossFreshness,
      silicon.address,
    );
  }

  /**
   * The particle has `mass`, `momentum` [GeV] and `charge` [e]; nothing changes while the momentum
   * is nearly the one before.
   */
  set(mass: number, momentum: number, charge: number): void {
    kernels.setSiliconLoss(this.address, mass, momentum, charge);
  }

  /** Most probable loss [GeV] on a path [cm]. */
  mostProbable(path: number): number {
    return kernels.mostProbableLoss(this.address, path);
  }

  /** Loss [GeV] on a path [cm]. */
  draw(path: number, random: KernelStream): number {
    return kernels.drawSiliconLoss(this.address, path, random.address);
  }
}
