import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { GeV, MeV } from '../../detector/base/units.js';
import { seenLeg, seenLegLimits } from './bhabha-class.js';
import type { EventGenerator } from './generator.js';
import {
  generateRadiativeBhabhas,
  type RadiativeBhabhaSample,
  radiativeBhabhaCrossSection,
} from './radiative-bhabha-generator.js';

const bhabhaOneLegSchema = {
  minEnergy: quantity(
    seenLeg.minEnergy,
    'GeV',
    'Least energy of the seen electron in the centre of mass',
    { min: seenLeg.minEnergy, max: 4 * GeV },
  ),
  minPhotonEnergy: quantity(
    1 * MeV,
    'MeV',
    'Photons of less energy in the centre of mass are left out',
    { min: 0.01 * MeV, max: 1 * GeV },
  ),
};

/** The sample of a configuration. */
export const oneLegSample = (
  config: ConfigOf<typeof bhabhaOneLegSchema>,
): RadiativeBhabhaSample => ({
  seen: { first: 'electron', ...seenLegLimits, ...config },
  wanted: 'one leg',
  minEnergyLab: 0,
});

/**
 * Generator `bhabha-one-leg`: one electron seen, the other lost along the beams or too soft.
 * @see D-273
 */
export const bhabhaOneLeg: EventGenerator<typeof bhabhaOneLegSchema> = {
  name: 'bhabha-one-leg',
  kind: 'sm',
  doc:
    'e+e- → e+e-γ with one of the electrons in 10° to 170° and above 0.15 GeV in the centre of ' +
    'mass, the other not, the photon anywhere: tree level, s and t channel; one photon and no ' +
    'vacuum polarization. Disjoint from `bhabha` and `eegamma-lost`.',
  schema: bhabhaOneLegSchema,
  crossSections: [
    {
      definition:
        'one electron 10° to 170° and above 0.15 GeV in the centre of mass, the other not',
      order: 'tree level, one photon',
      value: (beams) =>
        radiativeBhabhaCrossSection(
          oneLegSample({ minEnergy: seenLeg.minEnergy, minPhotonEnergy: 1 * MeV }),
          beams,
        ),
      unit: 'nb',
      expected: null,
      tolerance: null,
      source:
        'nothing published with these cuts; the amplitude is held against equivalent photons ' +
        'and Compton scattering in tests',
    },
  ],
  crossSection: (config, beams) => radiativeBhabhaCrossSection(oneLegSample(config), beams),
  build: (config, context) => generateRadiativeBhabhas(oneLegSample(config), context),
};
