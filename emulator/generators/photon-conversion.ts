import { fineStructure } from '../../detector/base/constants.js';

/**
 * Virtual photons that become ℓ⁺ℓ⁻ of lepton mass `lepton`, per unit of ln m, relative to real
 * photons of the same process: (2α/3π)(1 + 2m_ℓ²/m²)√(1 − 4m_ℓ²/m²); 0 below the threshold.
 * @see N. M. Kroll and W. Wada, Phys. Rev. 98 (1955) 1355 (recalled)
 */
export function conversionDensity(mass: number, lepton: number): number {
  const share = (lepton * lepton) / (mass * mass);
  if (share >= 0.25) return 0;
  return ((2 * fineStructure) / (3 * Math.PI)) * (1 + 2 * share) * Math.sqrt(1 - 4 * share);
}
