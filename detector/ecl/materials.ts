import { MeV } from '../base/units.js';
import { absorberProperties } from '../propagation/materials.js';

const csi = absorberProperties('csi');

/** Radiation length of CsI [cm]. */
export const csiRadiationLength = csi.radiationLength;
/** Radiation length of aluminium [cm]. */
export const aluminiumRadiationLength = absorberProperties('aluminium').radiationLength;
/** Interaction length of nucleons [cm], taken for all hadrons: a crystal of 30 cm is 0.8 of it. */
export const csiInteractionLength = csi.nuclearLength;
/**
 * Mean of 0.2 mm Teflon (15.84 cm), 25 µm Al and 25 µm Mylar (28.54 cm), PDG.
 * @see basf2 ecl/geometry/src/GeoECLCreator.cc (older version) for the composition
 */
export const wrapRadiationLength =
  0.025 / (0.02 / 15.84 + 0.0025 / aluminiumRadiationLength + 0.0025 / 28.54);

/** Critical energy of CsI for electrons. @see PDG, atomic and nuclear properties: 11.17 MeV */
export const criticalEnergy = 11.17 * MeV;
/** Energy loss of a minimum-ionizing particle in CsI [GeV/cm]. @see PDG: 1.243 MeV cm²/g */
export const minimumIonization = 1.243 * MeV * csi.density;
/**
 * Width ξ of the Landau distribution per cm of CsI, K/2 · Z/A · ρ.
 * @see PDG, passage of particles
 */
export const landauWidth = 0.1535 * MeV * csi.chargePerMass * csi.density;
