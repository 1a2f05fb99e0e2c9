import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { cos } from '../../detector/base/elementary.js';
import { degree, GeV, MeV } from '../../detector/base/units.js';
import type { EventGenerator } from './generator.js';
import {
  generateRadiativeBhabhas,
  type RadiativeBhabhaSample,
  radiativeBhabhaCrossSection,
} from './radiative-bhabha-generator.js';
import { seenPhoton } from './seen-photon.js';

/** Energy in the centre of mass over that in the laboratory: at least so much in any direction. */
const leastShift = 0.7;
/** Angles to the beams, centre of mass, nearer than which no photon is in the calorimeter. */
const closest = { forward: 10 * degree, backward: 15 * degree };

const eegammaLostSchema = {
  minPhotonEnergy: quantity(
    seenPhoton.minEnergy,
    'GeV',
    'Least energy of the photon in the laboratory',
    { min: seenPhoton.minEnergy, max: 1.5 * GeV },
  ),
};

/** The sample of a configuration. */
export const lostLegsSample = ({
  minPhotonEnergy,
}: ConfigOf<typeof eegammaLostSchema>): RadiativeBhabhaSample => ({
  seen: {
    first: 'photon',
    minEnergy: leastShift * minPhotonEnergy,
    cosLow: -cos(closest.backward),
    cosHigh: cos(closest.forward),
    minPhotonEnergy: 1 * MeV,
  },
  wanted: 'photon alone',
  minEnergyLab: minPhotonEnergy,
});

/**
 * Generator `eegamma-lost`: a photon in the calorimeter, both electrons lost along the beams.
 * @see D-273
 */
export const eegammaLost: EventGenerator<typeof eegammaLostSchema> = {
  name: 'eegamma-lost',
  kind: 'sm',
  doc:
    'e+e- → e+e-γ with neither electron in 10° to 170° above 0.15 GeV of the centre of mass, and ' +
    'a photon above 0.1 GeV in 12.4° to 155.1° of the laboratory: tree level, s and t channel; ' +
    'one photon and no vacuum polarization. Disjoint from `bhabha` and `bhabha-one-leg`.',
  schema: eegammaLostSchema,
  crossSections: [
    {
      definition: 'photon above 0.1 GeV in the calorimeter, both electrons lost',
      order: 'tree level, one photon',
      value: (beams) =>
        radiativeBhabhaCrossSection(
          lostLegsSample({ minPhotonEnergy: seenPhoton.minEnergy }),
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
  crossSection: (config, beams) => radiativeBhabhaCrossSection(lostLegsSample(config), beams),
  build: (config, context) => generateRadiativeBhabhas(lostLegsSample(config), context),
};
