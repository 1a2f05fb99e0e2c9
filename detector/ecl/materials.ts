import { MeV } from '../base/units.js';

/** Radiation lengths [cm]. @see PDG, atomic and nuclear properties: CsI 1.860, Al 8.897, Teflon 15.84, Mylar 28.54 cm */
export const csiRadiationLength = 1.86;
export const aluminiumRadiationLength = 8.897;
/** Mean of 0.2 mm Teflon, 25 µm Al and 25 µm Mylar. @see basf2 ecl/geometry/src/GeoECLCreator.cc (older version) for the composition */
export const wrapRadiationLength = 0.025 / (0.02 / 15.84 + 0.0025 / 8.897 + 0.0025 / 28.54);

/** Critical energy of CsI for electrons. @see PDG, atomic and nuclear properties: 11.17 MeV */
export const criticalEnergy = 11.17 * MeV;
/** Energy loss of a minimum-ionising particle in CsI [GeV/cm]. @see PDG: 1.243 MeV cm²/g × 4.51 g/cm³ */
export const minimumIonisation = 5.6 * MeV;
/** Width ξ of the Landau distribution per cm of CsI, K/2 · Z/A · ρ = 0.1535 × 0.416 × 4.51 MeV. @see PDG, passage of particles */
export const landauWidth = 0.288 * MeV;
