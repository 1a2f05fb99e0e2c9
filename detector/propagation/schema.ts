import { type ConfigOf, flag, quantity } from '../base/config.js';
import { m, MeV } from '../base/units.js';
import { solenoidField } from '../field.js';

/** How charged particles move in front of the calorimeter. */
export const transportSchema = {
  field: quantity(solenoidField, 'T', 'Solenoid field, along +z (arXiv:1705.09895)', {
    min: 0,
    max: 3,
  }),
  maxPath: quantity(
    20 * m,
    'cm',
    'Curling particles are followed for this path, about 70 ns (our choice)',
    { min: 0 },
  ),
  energyLoss: flag(true, 'Ionization in the layers of material'),
  scattering: flag(true, 'Multiple scattering in the layers of material'),
  bremsstrahlung: flag(true, 'Photons radiated by electrons in the layers of material'),
  decays: flag(
    true,
    'Decay in flight of muons, pions, kaons and hyperons that the source did not decay, and of π0',
  ),
  hadronic: flag(
    true,
    'Hadrons interact in the layers of material; antibaryons annihilate there and in the crystals',
  ),
  minPhotonEnergy: quantity(
    5 * MeV,
    'GeV',
    'Radiated photons below are not followed, their energy is lost (our choice)',
    { min: 0.001 },
  ),
} as const;

/** How charged particles are followed, in base units. */
export interface TransportConfig extends ConfigOf<typeof transportSchema> {}
